"""Invariant 2: an act of staff does not lie before the fact that it follows."""

from dataclasses import replace
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.act_order import FOLLOWS, BeforeWhatItFollows
from domain.complaint.moments_fold import OF_THINGS
from domain.decision_context import NewEvent
from domain.values import Actor, When
from tests.support.clock_facts import PLANNED
from tests.support.controls import (
    ACCEPTED,
    ACKNOWLEDGED,
    APPROVED,
    APPROVER,
    ASSESSED,
    CLOSED,
    PRIVACY_OFFICER,
    PROPOSED,
    RECEIVED,
    REMEDY,
    RESPONDED,
    UNTIL_ACCEPTED,
    UNTIL_ASSESSED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    at,
    named,
    offered,
    on,
    when,
)
from tests.support.erasures import APPROVED as ERASURE_APPROVED
from tests.support.erasures import HELD, HOLD, REQUESTED, THIS
from tests.support.given import Given, Past, given
from tests.support.outside import UNTIL_DETERMINED, UNTIL_EXTERNAL, UNTIL_REVIEW

NOW = at(days=2)
FOLLOWED = when(days=-10)
EARLIER = when(days=-10, hours=-1)
Case = tuple[tuple[Past, ...], Any, str, dict[str, Any]]


def then(event: Any) -> NewEvent:
    """The fact that is followed, on the 20th of February."""
    told = event if isinstance(event, NewEvent) else NewEvent(event=event, occurred=FOLLOWED)
    return replace(told, occurred=FOLLOWED)


def known(*past: Past) -> Given:
    """A history whose facts were all of the 10th of February, unless told."""
    early = (
        one if isinstance(one, NewEvent) else NewEvent(event=one, occurred=when(days=-20))
        for one in past
    )
    return given(*early)


SUSPENDED = e.HandlingSuspended(ground_code="police_case")
BREACH = e.DataBreachRecorded(
    breach_id=named("breach"), class_codes=("P2",), persons_count=1, contained_at=None
)
CASES: dict[str, Case] = {
    "closing after the acceptance": (
        UNTIL_RESPONDED,
        ACCEPTED,
        "close",
        {"basis_code": "accepted_and_carried_out"},
    ),
    "discontinuing after the answer": (
        (*UNTIL_PROPOSED, APPROVED),
        RESPONDED,
        "close",
        {"basis_code": "discontinued", "ground_code": "no_cooperation", "by": APPROVER},
    ),
    "reopening after the closing": (
        UNTIL_ACCEPTED,
        CLOSED,
        "reopen",
        {"ground_code": "new_evidence"},
    ),
    "reopening after the withdrawal": (
        (RECEIVED,),
        WITHDRAWN,
        "reopen",
        {"ground_code": "new_evidence"},
    ),
    "approval after the proposal": (UNTIL_FOUND, PROPOSED, "approve_decision", {"by": APPROVER}),
    "response after the approval": (
        UNTIL_PROPOSED,
        APPROVED,
        "send_response",
        {"recourse": [{"kind": "none_available"}]},
    ),
    "setting aside after the answer": (
        (*UNTIL_PROPOSED, APPROVED),
        RESPONDED,
        "set_aside_decision",
        {"ground_code": "was_wrong", "by": APPROVER},
    ),
    "going on after the suspension": (
        UNTIL_ASSESSED,
        SUSPENDED,
        "resume_handling",
        {"ground_code": "case_decided"},
    ),
    "completion after the planning": (
        UNTIL_ASSESSED,
        PLANNED,
        "complete_action",
        {"action_id": PLANNED.action_id},
    ),
    "fulfilment after the offer": (
        UNTIL_RESPONDED,
        offered(),
        "fulfil_remedy",
        {"remedy_id": REMEDY},
    ),
    "release after the hold": (
        (RECEIVED,),
        HELD,
        "release_hold",
        {"hold_id": HOLD, "ground_code": "case_decided", "by": PRIVACY_OFFICER},
    ),
    "erasure after its approval": (
        (*UNTIL_ACCEPTED, CLOSED, REQUESTED),
        ERASURE_APPROVED,
        "erase_personal_data",
        {**THIS, "by": PRIVACY_OFFICER},
    ),
    "notice after the breach": (
        (RECEIVED,),
        BREACH,
        "notify_authority",
        {
            "breach_id": named("breach"),
            "authority_code": "ico",
            "ground_code": "x",
            "by": PRIVACY_OFFICER,
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_act_of_staff_does_not_lie_before_what_it_follows(case: str) -> None:
    past, event, name, asked = CASES[case]
    by: Actor | None = asked.get("by")
    usual = known(*past, then(event))
    more = {"by": by} if by else {}
    asked = {**{key: value for key, value in asked.items() if key != "by"}, **more, "now": NOW}
    refused = usual.when(name, occurred=EARLIER, **asked).refused(BeforeWhatItFollows)
    assert refused.values["follows"] == then(event).event.TYPE
    assert refused.clause == "7.3" and "correct the time of that fact" in refused.remedy
    usual.when(name, occurred=on("2026-02-19"), **asked).refused(BeforeWhatItFollows)
    for later in (FOLLOWED, on("2026-02-20"), None):
        outcome = usual.when(name, occurred=later, **asked)
        assert not isinstance(outcome.refusal, BeforeWhatItFollows), later
        assert outcome.facts, outcome.refusal


@pytest.mark.parametrize("occurred", [when(days=-15), on("2026-02-15")])
def test_what_follows_nothing_later_may_be_entered_late(occurred: When) -> None:
    past = (*UNTIL_PROPOSED, APPROVED, then(RESPONDED))
    case = known(*past)
    assert known(RECEIVED, then(ASSESSED)).when("acknowledge", occurred=occurred, now=NOW).facts
    for name, asked in (
        ("add_note", {"note": "x"}),
        ("send_update", {"kind": "progress"}),
        ("assign", {}),
    ):
        assert case.when(name, occurred=occurred, now=NOW, **asked).facts, name


def test_work_before_a_decision_is_entered_in_any_order() -> None:
    """A complaint may be assessed by default when it is logged, days after it was looked into."""
    case = known(RECEIVED, ACKNOWLEDGED, then(ASSESSED))
    assert case.when("open_investigation", occurred=when(days=-15), now=NOW).facts


def test_an_outside_fact_is_recorded_before_what_it_follows() -> None:
    case = known(*UNTIL_PROPOSED, APPROVED, then(RESPONDED))
    told = {"means_code": "phone", "occurred": EARLIER, "now": NOW}
    assert case.when("accept_decision", **told).complaint.state == "ACCEPTED"
    assert case.when("register_referral", body_code="court", occurred=EARLIER, now=NOW).facts


def test_a_new_attempt_is_worked_on_after_it_began() -> None:
    case = known(*UNTIL_REVIEW[:-1], then(UNTIL_REVIEW[-1]))
    asked = {"finding_code": "upheld", "now": NOW, "by": APPROVER}
    case.when("record_finding", occurred=EARLIER, **asked).refused(BeforeWhatItFollows)
    assert case.when("record_finding", occurred=FOLLOWED, **asked).facts


def test_an_acceptance_of_the_future_is_followed_from_its_recording_on() -> None:
    accepted = NewEvent(event=ACCEPTED, occurred=on("2036-03-05"))
    asked = {"basis_code": "accepted_and_carried_out", "now": NOW}
    assert known(*UNTIL_RESPONDED, accepted).when("close", **asked).facts


def test_a_closing_in_error_bounds_nothing_once_it_is_taken_back() -> None:
    reopened = e.ComplaintReopened(
        ground_code="closed_in_error",
        reopen_no=1,
        issue_ids=(named("issue 1"),),
        from_state="CLOSED",
        resumes_in_state="ACCEPTED",
    )
    closed = e.ComplaintClosed(basis_code="accepted_and_carried_out")
    case = known(*UNTIL_ACCEPTED, closed, then(reopened))
    asked = {"basis_code": "accepted_and_carried_out", "now": NOW}
    assert case.when("close", occurred=EARLIER, **asked).facts


def test_once_its_time_is_corrected_a_fact_is_followed_from_the_right_time() -> None:
    past = (*UNTIL_PROPOSED, APPROVED, then(RESPONDED))
    answered = known(*past)
    corrected = e.RecordCorrected(
        target_event_id=answered.complaint.answers[-1].event_id,
        field="occurred",
        ground_code="typo",
        approved_by=APPROVER.id,
        wrong="2026-02-20[Europe/London]",
        right="2026-02-15[Europe/London]",
    )
    asked: dict[str, Any] = {"basis_code": "discontinued", "ground_code": "no_cooperation"}
    more: dict[str, Any] = {**asked, "by": APPROVER, "now": NOW, "occurred": EARLIER}
    answered.when("close", **more).refused(BeforeWhatItFollows)
    assert known(*past, corrected).when("close", **more).facts


def test_the_organisation_answers_a_determination_after_it() -> None:
    case = known(*UNTIL_EXTERNAL, then(UNTIL_DETERMINED[len(UNTIL_EXTERNAL)]))
    asked: dict[str, Any] = {"answered_by": "organisation", "answer_code": "accepted"}
    more: dict[str, Any] = {**asked, "by": APPROVER, "now": NOW}
    case.when("answer_determination", occurred=EARLIER, **more).refused(BeforeWhatItFollows)
    theirs = case.when("answer_determination", answer_code="refused", occurred=EARLIER, now=NOW)
    assert theirs.facts


def test_every_fact_that_is_followed_is_remembered() -> None:
    assert {each for kinds in FOLLOWS.values() for each in kinds} == set(OF_THINGS)
