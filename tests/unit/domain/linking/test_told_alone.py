"""7.4, 7.8 Who came with a merged complaint is acknowledged and answered alone."""

from typing import Any

import pytest

from adapters.policy_files import preset
from domain.complaint import events as e
from domain.complaint.closing.closing_bases import NotAllTold
from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.decision_context import NewEvent
from tests.support.ann_and_bob import (
    BOBS,
    OF_ANN,
    OF_BOB,
    RECOURSE,
    about,
    decided,
    merging,
    owed,
    target,
)
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    ASSESSED,
    OTHER_HANDLER,
    named,
    when,
)
from tests.support.given import Given
from tests.support.merged import TARGET, due


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


def test_the_answer_to_bob_leaves_theirs_due_until_they_have_it_too() -> None:
    told, ann = target()
    first = decided(told).when("send_response", recourse=RECOURSE)
    assert first.complaint.state == "RESPONDED"
    assert owed(first, ann) == {"acknowledgement", "response"}
    after = Given((*decided(told).past, *first.facts))
    second = after.when("send_response", recourse=RECOURSE, to_party_id=ann)
    response = second.the(e.ResponseSent)
    assert (response.is_for_party_alone, response.to_party_id) == (True, ann)
    points = [second.complaint.issues[each].told.party_ids for each in response.issue_ids]
    assert points == [(ann,)], "of the points only their own"
    assert owed(second, ann) == set()


def test_the_answer_to_them_is_none_to_bob() -> None:
    told, ann = target()
    done = decided(told).when("send_response", recourse=RECOURSE, to_party_id=ann)
    assert (done.complaint.state, owed(done, ann)) == ("DECIDED", set())
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


def test_what_did_not_arrive_is_due_to_them_again() -> None:
    told, ann = target()
    done = decided(told).when("send_response", recourse=RECOURSE, to_party_id=ann)
    before = decided(told)
    sent = Given((*before.past, done.facts[0])).complaint.communications.keys()
    (event_id,) = sent - before.complaint.communications.keys()
    met = [one.model_copy(update={"by_event_id": event_id}) for one in done.all(e.DeadlineMet)]
    failed = Given((*before.past, done.facts[0], *met)).when(
        "report_failed_communication",
        command="failed",
        target_event_id=event_id,
        failure_code="returned",
    )
    assert "response" in owed(failed, ann)


def test_who_takes_their_place_is_owed_the_same() -> None:
    told, ann = target()
    rang = e.ContactRecorded(
        contact_id=named("call"), direction="inbound", channel_code="phone", purpose_code="other"
    )
    told_so = Given((*told.past, NewEvent(event=rang, occurred=when(), actor=OTHER_HANDLER)))
    (shown,) = told_so.complaint.communications.keys() - told.complaint.communications.keys()
    asked = {"command": "heir", "old_party_id": ann, "entered_from": shown}
    done = told_so.when("substitute_complainant", **asked)
    heir = done.the(e.ComplainantSubstituted).new_party_id
    assert (owed(done, ann), owed(done, heir)) == (set(), {"acknowledgement", "response"})
    assert [one.told.party_ids for one in done.complaint.issues.values()] == [None, (heir,)]


def test_a_written_confirmation_to_them_acknowledges_theirs_too() -> None:
    told, ann = target()
    agreed = told.when("agree_resolution", means_code="phone", party_ids=[BOBS, ann])
    assert agreed.complaint.state == "ACCEPTED"
    again = due("acknowledgement", 4, deadline_id=named("again"), about=about(ann))
    past = (*told.past, *agreed.facts, again)
    done = Given(past).when("send_response", kind="written_confirmation", to_party_id=ann)
    assert owed(done, ann) == set()


def test_what_reaches_who_acts_for_both_acknowledges_both() -> None:
    told, ann = target()
    agent = named("agent")
    acting = [
        e.RepresentativeAuthorised(
            party_id=each, representative_party_id=agent, authority_basis_code="letter"
        )
        for each in (BOBS, ann)
    ]
    done = Given((*told.past, *acting)).when("acknowledge", to_party_id=agent)
    assert done.complaint.is_acknowledged
    assert done.complaint.parties[ann].acknowledged is not None
    assert owed(done, ann) == {"response"}


HOUSING = preset("uk_housing_ombudsman", year=2026)


def test_who_is_acknowledged_after_the_merger_has_an_answer_due_from_then_on() -> None:
    """Under rules of which the time to answer counts from the acknowledgement."""
    merged = merging(OF_ANN, due("acknowledgement", 4))
    ann = merged.the(e.ComplainantJoined).party_id
    past = (OF_BOB, *merged.there(TARGET))
    done = Given(past, policy=HOUSING).when("acknowledge", to_party_id=ann)
    (answer,) = done.all(e.DeadlineSet)
    assert (answer.kind, answer.about) == ("response", about(ann))
    assert not [one for one in done.complaint.deadlines.values() if one.fact.about is None]


DECLINED = ("declare_issue_out_of_scope", {"ground_code": "not_ours", "signpost_code": "court"})
SENT_ON = (
    "forward",
    {"to_kind": "other_body", "body_code": "ombudsman", "ground_code": "competent_body"},
)


@pytest.mark.parametrize(("name", "asked"), [DECLINED, SENT_ON])
def test_whose_only_point_is_turned_away_is_told_so_before_the_complaint_is_closed(
    name: str, asked: dict[str, Any]
) -> None:
    told, ann = target(ASSESSED)
    (point,) = [one.issue_id for one in told.complaint.open_issues if one.told.party_ids == (ann,)]
    which = {"issue_ids": [point]} if name == "forward" else {"issue_id": point}
    gone = told.when(name, by=APPROVER, **which, **asked)
    assert owed(gone, ann) == {"acknowledgement", "response"}
    there = decided(Given((*told.past, *gone.facts)))
    first = there.when("send_response", command="Bob", recourse=RECOURSE)
    assert "response" in owed(first, ann)
    accepted = e.DecisionAccepted(decision_id=named("decision"), party_id=BOBS, means_code="phone")
    theirs = accepted.model_copy(update={"party_id": ann})
    after = Given((*there.past, *first.facts, accepted, theirs))
    refusal = after.when("close", basis_code="accepted_and_carried_out").refused(NotAllTold)
    named_so = f"{after.complaint.parties[ann].reference} is {ann}"
    assert refusal.values["party_ids"] == named_so, "by the reference that she was given"
    second = after.when("send_response", command="Ann", recourse=RECOURSE, to_party_id=ann)
    assert owed(second, ann) == set()
    ended = Given((*after.past, *second.facts)).when("close", basis_code="accepted_and_carried_out")
    assert ended.complaint.state == "CLOSED"
