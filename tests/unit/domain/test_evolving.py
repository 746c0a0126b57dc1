"""The fold: it knows no rule, refuses nothing, and takes what it cannot place as noted."""

import pytest

from domain.complaint.events import (
    CommunicationFailed,
    ComplaintReopened,
    DeadlineCancelled,
    DeadlineMissed,
    DecisionApproved,
    DecisionReturned,
    DecisionSetAside,
    RemedyAccepted,
    ResponseSent,
)
from domain.complaint.fold import evolve, fold
from domain.policy.events import PolicyPublished
from tests.support.controls import (
    ACCEPTED,
    ACKNOWLEDGED,
    APPROVER,
    CLOSED,
    DECISION,
    FOUND,
    FULFILLED,
    ISSUE,
    OPENED,
    PARTY,
    POLICY,
    PROPOSED,
    RECEIVED,
    REMEDY,
    RESPONDED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_RESPONDED,
    WITHDRAWN,
    deadline,
    event_id,
    named,
    offered,
    proposed,
    recorded,
    responded,
    when,
)
from tests.support.given import given, history


def test_a_receipt_makes_a_complaint_in_its_first_stage_and_round() -> None:
    complaint = given(TWO_ISSUES).complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("RECEIVED", 1, 1)
    assert [issue.issue_no for issue in complaint.open_issues] == [1, 2]
    assert (complaint.party_id, complaint.zone) == (PARTY, "Europe/London")
    assert complaint.received == when()
    assert complaint.policy_id == POLICY.policy_id
    assert not (complaint.is_import or complaint.is_acknowledged or complaint.is_answered)


def test_a_stream_that_begins_otherwise_is_broken() -> None:
    with pytest.raises(ValueError, match="begins with ComplaintReceived"):
        evolve(None, recorded(CLOSED, 1))


def test_an_event_of_another_kind_of_stream_is_none_of_a_complaint() -> None:
    published = PolicyPublished(policy_id="x", content={}, published_by=APPROVER.id)
    with pytest.raises(ValueError, match="PolicyPublished"):
        evolve(given(RECEIVED).complaint, recorded(published, 2))


def test_nothing_is_folded_from_nothing() -> None:
    assert fold([]) is None


def test_folding_goes_on_from_where_it_stood() -> None:
    events = history(*UNTIL_CLOSED)
    for cut in range(len(events) + 1):
        assert fold(events[cut:], fold(events[:cut])) == fold(events)


def test_only_public_fields_count() -> None:
    sealed = RECEIVED.model_copy(update={"narrative": None, "complainant": None})
    assert given(sealed).complaint == given(RECEIVED).complaint


def test_the_straight_way() -> None:
    states = [given(*UNTIL_CLOSED[: n + 1]).complaint.state for n in range(len(UNTIL_CLOSED))]
    assert states == [
        "RECEIVED",
        "ASSESSED",
        "INVESTIGATING",
        "INVESTIGATING",
        "DECIDED",
        "DECIDED",
        "RESPONDED",
        "ACCEPTED",
        "CLOSED",
    ]


def test_facts_out_of_their_place_move_nothing() -> None:
    for event in (
        PROPOSED,
        RESPONDED,
        ACCEPTED,
        DecisionReturned(decision_id=named("x"), ground_code="y"),
    ):
        assert given(RECEIVED, event).complaint.state == "RECEIVED"
    late = DecisionSetAside(ground_code="mistake", approved_by=APPROVER.id)
    assert given(*UNTIL_CLOSED, late).complaint.state == "CLOSED"
    assert given(*UNTIL_CLOSED, OPENED, CLOSED).complaint.state == "CLOSED"


def test_what_names_something_unknown_changes_nothing() -> None:
    unknown = (
        RemedyAccepted(remedy_id=REMEDY, kind_code="refund"),
        FULFILLED,
        DeadlineCancelled(deadline_id=named("x"), ground_code="closed"),
        DecisionApproved(
            decision_id=named("x"), authority_rule_id="rule", separation="independent"
        ),
    )
    before, after = given(RECEIVED).complaint, given(RECEIVED, *unknown).complaint
    assert (after.remedies, after.deadlines, after.decision, after.state) == (
        before.remedies,
        before.deadlines,
        before.decision,
        before.state,
    )


def test_a_stage_and_round_that_were_left_never_return() -> None:
    aside = DecisionSetAside(ground_code="mistake", approved_by=APPROVER.id)
    second = (
        FOUND.model_copy(update={"round": 2}),
        proposed(decision_id=named("second"), round_=2),
        responded(decision_id=named("second"), round_=2),
    )
    complaint = given(*UNTIL_RESPONDED, aside, *second, aside).complaint
    assert (complaint.stage, complaint.round, complaint.rounds) == (1, 3, (3,))


def test_an_acknowledgement_counts_for_its_own_attempt() -> None:
    aside = DecisionSetAside(ground_code="mistake", approved_by=APPROVER.id)
    assert given(RECEIVED, ACKNOWLEDGED).complaint.is_acknowledged
    assert not given(*UNTIL_RESPONDED, aside).complaint.is_acknowledged


def test_a_written_confirmation_is_no_new_answer() -> None:
    confirmation = RESPONDED.model_copy(update={"kind": "written_confirmation"})
    complaint = given(*UNTIL_RESPONDED, ACCEPTED, confirmation).complaint
    assert complaint.state == "ACCEPTED"
    assert [answer.event_id for answer in complaint.answers] == [event_id(len(UNTIL_RESPONDED))]


def test_a_newer_offer_supersedes_the_one_it_names() -> None:
    newer = offered(named("newer"), supersedes=REMEDY)
    complaint = given(RECEIVED, offered(), newer).complaint
    assert [remedy.status for remedy in complaint.remedies.values()] == ["superseded", "offered"]


def test_a_new_due_date_ends_the_one_that_it_replaces() -> None:
    first = deadline("response")
    second = deadline("response", deadline_id=named("second"), replaces=first.deadline_id)
    complaint = given(RECEIVED, first, second).complaint
    assert [each.status for each in complaint.deadlines.values()] == ["replaced", "running"]


def test_the_ending_keeps_the_state_before_it() -> None:
    ending = given(*UNTIL_FOUND, CLOSED).complaint.ending
    assert ending is not None
    assert (ending.from_state, ending.event_id) == ("INVESTIGATING", event_id(5))


def test_the_response_is_kept_with_its_issues() -> None:
    answer = given(*UNTIL_RESPONDED).complaint.answer
    assert answer is not None and isinstance(RESPONDED, ResponseSent)
    assert (answer.issue_ids, answer.kind) == ((ISSUE,), "response")
    assert SECOND_ISSUE not in given(*UNTIL_APPROVED).complaint.issues


def test_a_change_names_a_field_that_there_is() -> None:
    with pytest.raises(TypeError, match="satisfaction"):
        given(RECEIVED).complaint.changed(satisfaction=5)


def test_a_miss_is_noted_once_and_only_while_the_deadline_runs() -> None:
    due = deadline("response")
    missed = DeadlineMissed(deadline_id=due.deadline_id, due_at=due.due_at)
    cancelled = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="closed")
    complaint = given(RECEIVED, due, cancelled, missed).complaint
    assert complaint.deadlines[due.deadline_id].status == "cancelled"


def test_a_failure_of_something_else_than_the_latest_response_changes_nothing() -> None:
    other = CommunicationFailed(target_event_id=event_id(1), failure_code="bounced")
    assert given(*UNTIL_RESPONDED, other).complaint.state == "RESPONDED"


def test_taking_up_again_what_has_not_ended_changes_nothing() -> None:
    reopened = ComplaintReopened(
        ground_code="new_evidence",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="CLOSED",
        resumes_in_state="ASSESSED",
    )
    complaint = given(*UNTIL_RESPONDED, reopened).complaint
    assert (complaint.state, complaint.round, complaint.reopenings) == ("RESPONDED", 1, 0)


def test_a_decision_that_was_sent_is_not_returned() -> None:
    returned = DecisionReturned(decision_id=DECISION, ground_code="unclear")
    assert given(*UNTIL_RESPONDED, returned).complaint.state == "RESPONDED"


def test_a_response_may_fail_in_a_complaint_that_was_reopened() -> None:
    reopened = ComplaintReopened(
        ground_code="closed_in_error",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="WITHDRAWN",
        resumes_in_state="RECEIVED",
    )
    past = (RECEIVED, WITHDRAWN, reopened, *UNTIL_RESPONDED[1:])
    failed = CommunicationFailed(target_event_id=event_id(len(past)), failure_code="returned")
    assert given(*past, failed).complaint.state == "DECIDED"
