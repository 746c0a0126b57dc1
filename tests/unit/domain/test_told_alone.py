"""7.4, 7.8 Who came with a merged complaint is acknowledged and answered alone."""

from uuid import UUID

from domain import events as e
from domain.acknowledging import AlreadyAcknowledged
from domain.bases import NotAllTold
from tests.support.ann_and_bob import BOBS, RECOURSE, about, target
from tests.support.controls import (
    ACKNOWLEDGED,
    ASSESSED,
    HANDLER,
    approved,
    named,
)
from tests.support.given import Given, Outcome


def test_they_are_acknowledged_alone_and_bob_is_not_by_it() -> None:
    told, ann = target()
    done = told.when("acknowledge", to_party_id=ann)
    assert done.the(e.ComplaintAcknowledged).is_for_party_alone
    met = done.the(e.DeadlineMet).deadline_id
    assert done.complaint.deadlines[met].fact.about == about(ann)
    assert not done.complaint.is_acknowledged
    assert done.complaint.parties[ann].acknowledged is not None


def test_what_bob_was_told_does_not_acknowledge_them() -> None:
    told, ann = target(ACKNOWLEDGED)
    refusal = told.when("acknowledge").refused(AlreadyAcknowledged)
    assert str(ann) in refusal.remedy
    twice = told.when("acknowledge", to_party_id=ann)
    again = Given((*told.past, *twice.facts)).when("acknowledge", to_party_id=ann)
    again.refused(AlreadyAcknowledged)


def decided(there: Given) -> Given:
    """Bob's complaint with an approved decision on all its points."""
    points = list(there.complaint.open_issues)
    found = [
        e.FindingRecorded(
            issue_id=one.issue_id, issue_no=one.issue_no, stage=1, round=1, finding_code="upheld"
        )
        for one in points
    ]
    stances = tuple(
        e.IssueStance(
            issue_id=one.issue_id,
            issue_no=one.issue_no,
            finding_code="upheld",
            stance="accepted",
        )
        for one in points
    )
    opened = e.InvestigationOpened(investigator=HANDLER.id, issue_ids=(), stage=1, round=1)
    decision = e.DecisionProposed(
        decision_id=named("decision"), stage=1, round=1, issues=stances, remedies=()
    )
    return Given((*there.past, ASSESSED, opened, *found, decision, approved()))


def test_the_answer_to_bob_leaves_theirs_due_until_they_have_it_too() -> None:
    told, ann = target()
    first = decided(told).when("send_response", recourse=RECOURSE)
    assert first.complaint.state == "RESPONDED"
    assert _owed(first, ann) == {"acknowledgement", "response"}
    after = Given((*decided(told).past, *first.facts))
    second = after.when("send_response", recourse=RECOURSE, to_party_id=ann)
    response = second.the(e.ResponseSent)
    assert (response.is_for_party_alone, response.to_party_id) == (True, ann)
    points = [second.complaint.issues[each].told.party_ids for each in response.issue_ids]
    assert points == [(ann,)], "of the points only their own"
    assert _owed(second, ann) == set()


def test_the_answer_to_them_is_none_to_bob() -> None:
    told, ann = target()
    done = decided(told).when("send_response", recourse=RECOURSE, to_party_id=ann)
    assert (done.complaint.state, _owed(done, ann)) == ("DECIDED", set())
    assert not done.complaint.is_acknowledged


def test_no_complaint_is_closed_while_somebody_in_it_awaits_the_answer() -> None:
    told, ann = target()
    first = decided(told).when("send_response", recourse=RECOURSE)
    accepted = e.DecisionAccepted(decision_id=named("decision"), party_id=BOBS, means_code="phone")
    theirs = accepted.model_copy(update={"party_id": ann})
    past = (*decided(told).past, *first.facts, accepted, theirs)
    refusal = Given(past).when("close", basis_code="accepted_and_carried_out").refused(NotAllTold)
    assert str(ann) in refusal.values["party_ids"]
    second = Given(past).when("send_response", recourse=RECOURSE, to_party_id=ann)
    done = Given((*past, *second.facts)).when("close", basis_code="accepted_and_carried_out")
    assert done.complaint.state == "CLOSED"


def _owed(done: Outcome, party_id: UUID) -> set[str]:
    return {
        one.fact.kind
        for one in done.complaint.deadlines.values()
        if one.is_open and one.fact.about == about(party_id)
    }


def test_what_did_not_arrive_is_due_to_them_again() -> None:
    told, ann = target()
    done = decided(told).when("send_response", recourse=RECOURSE, to_party_id=ann)
    before = decided(told)
    sent = Given((*before.past, done.facts[0])).complaint.communications
    (event_id,) = sent - before.complaint.communications
    met = [one.model_copy(update={"by_event_id": event_id}) for one in done.all(e.DeadlineMet)]
    failed = Given((*before.past, done.facts[0], *met)).when(
        "report_failed_communication",
        command="failed",
        target_event_id=event_id,
        failure_code="returned",
    )
    assert "response" in _owed(failed, ann)


def test_who_takes_their_place_is_owed_the_same() -> None:
    told, ann = target()
    done = told.when("substitute_complainant", command="heir", old_party_id=ann)
    heir = done.the(e.ComplainantSubstituted).new_party_id
    assert (_owed(done, ann), _owed(done, heir)) == (set(), {"acknowledgement", "response"})
    assert [one.told.party_ids for one in done.complaint.issues.values()] == [None, (heir,)]
