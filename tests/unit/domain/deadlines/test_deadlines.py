"""6.2: the clock turns due dates into facts, once; proof and mistakes are told."""

from dataclasses import replace
from datetime import timedelta

from domain.complaint.deadlines.passing import (
    DeadlineOver,
    MetByItsFact,
    NoSuchDeadline,
    NothingDue,
    NotProved,
    NotYetDue,
)
from domain.complaint.events import (
    ComplaintAssessed,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    NoteAdded,
)
from domain.decision_context import NewEvent
from domain.values import When
from tests.support.controls import (
    OTHER_HANDLER,
    POLICY,
    RECEIVED,
    UNTIL_CLOSED,
    at,
    deadline,
    event_id,
    named,
    policy,
    when,
)
from tests.support.given import given
from tests.support.people import CLOCK
from tests.support.story import Story

DUE = deadline("response")
OWN = {"deadline_id": DUE.deadline_id}
MISSED = DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)
NOTICE = deadline("top_management_notice")
NOTE = NoteAdded(visibility_code="internal")


def test_what_the_organisation_lets_pass_is_missed_at_the_due_instant() -> None:
    outcome = given(RECEIVED, DUE).when("pass_deadline", now=at(days=30), **OWN).then(MISSED)
    assert outcome.facts[0].occurred.at == DUE.due_at
    assert outcome.complaint.state == "RECEIVED"


def test_a_window_of_somebody_else_lapses() -> None:
    window = deadline("reply_window", party="complainant")
    outcome = given(RECEIVED, window).when(
        "pass_deadline", deadline_id=window.deadline_id, now=at(days=30)
    )
    outcome.then(DeadlineLapsed(deadline_id=window.deadline_id, due_at=window.due_at))


def test_the_clock_may_look_twice() -> None:
    given(RECEIVED, DUE, MISSED).when("pass_deadline", now=at(days=30), **OWN).then()
    met = DeadlineMet(
        deadline_id=DUE.deadline_id, met=when(), by_event_id=event_id(1), is_late=False
    )
    given(RECEIVED, DUE, met).when("pass_deadline", now=at(days=30), **OWN).then()


def test_at_the_due_instant_itself_nothing_is_missed() -> None:
    given(RECEIVED, DUE).when("pass_deadline", now=DUE.due_at, **OWN).refused(NotYetDue)
    later = DUE.due_at + timedelta(microseconds=1)
    given(RECEIVED, DUE).when("pass_deadline", now=later, **OWN).then(MISSED)


def test_a_deadline_that_was_never_set_does_not_pass() -> None:
    given(RECEIVED).when("pass_deadline", deadline_id=named("no")).refused(NoSuchDeadline)


def test_a_due_date_says_which_rule_policy_and_calendar_made_it() -> None:
    (first, *_) = given().when("receive", narrative="x").all(DeadlineSet)
    assert (first.policy_id, first.policy_version) == (POLICY.policy_id, 1)
    assert (first.rule_id, first.calendar_id, first.calendar_version) == (
        "acknowledge_2wd",
        "monday_to_friday",
        1,
    )
    assert first.zone == "Europe/London"
    assert first.warn_at is not None and first.warn_at < first.due_at


def test_invariant_16_a_new_policy_moves_no_due_date_that_is_set() -> None:
    rules = [{**rule.model_dump(), "amount": 1} for rule in POLICY.deadlines]
    outcome = given(RECEIVED, DUE).under(policy(deadlines=rules)).when("add_note", note="x")
    outcome.then(NoteAdded)
    assert outcome.complaint.deadlines[DUE.deadline_id].fact == DUE


def test_that_top_management_was_told_is_shown_by_a_note() -> None:
    safety = ComplaintAssessed(
        severity_code="low", scale_version=1, is_safety=True, priority_code="urgent"
    )
    past = (RECEIVED, safety, NOTICE, NOTE)
    outcome = given(*past).when(
        "meet_deadline", deadline_id=NOTICE.deadline_id, by_event_id=event_id(4)
    )
    outcome.then(DeadlineMet)
    assert outcome.the(DeadlineMet).by_event_id == event_id(4)


def test_shown_afterwards_to_have_been_in_time_it_voids_the_miss() -> None:
    missed = DeadlineMissed(deadline_id=NOTICE.deadline_id, due_at=NOTICE.due_at)
    note = NewEvent(event=NOTE, occurred=when(hours=2))
    asked = {"deadline_id": NOTICE.deadline_id, "by_event_id": event_id(4), "now": at(days=9)}
    outcome = given(RECEIVED, NOTICE, missed, note).when(
        "meet_deadline", occurred=when(hours=2), **asked
    )
    assert outcome.the(DeadlineMet).voids_miss
    late = given(RECEIVED, NOTICE, missed, note).when("meet_deadline", **asked)
    assert late.the(DeadlineMet).is_late
    assert late.the(DeadlineMet).voids_miss is None


def test_no_miss_is_void_by_a_note_that_whoever_enters_it_wrote_afterwards() -> None:
    story = Story()
    story.do("receive", narrative="The kettle exploded")
    story.do("assess", severity_code="high", is_safety=True)
    in_time = When(at=story.now, zone="Europe/London")
    known = story.present.deadlines.items()
    due = next(key for key, one in known if one.fact.kind == "top_management_notice")
    story.wait(days=9)
    story.do("pass_deadline", by=CLOCK, deadline_id=due)
    story.do("add_note", note="The board heard of it by phone.")
    shown = {"deadline_id": due, "by_event_id": story.events[-1].event_id, "occurred": in_time}
    by_another = replace(story, events=[*story.events])
    (met,) = (one.event for one in story.do("meet_deadline", **shown))
    assert isinstance(met, DeadlineMet) and not met.is_late and met.voids_miss is None
    (met,) = (one.event for one in by_another.do("meet_deadline", by=OTHER_HANDLER, **shown))
    assert isinstance(met, DeadlineMet) and met.voids_miss


def test_what_has_a_fact_of_its_own_is_not_met_by_a_note() -> None:
    asked = {"by_event_id": event_id(3), **OWN}
    given(RECEIVED, DUE, NOTE).when("meet_deadline", **asked).refused(MetByItsFact)


def test_a_proof_is_an_event_of_the_complaint() -> None:
    asked = {"deadline_id": NOTICE.deadline_id, "by_event_id": named("elsewhere")}
    given(RECEIVED, NOTICE).when("meet_deadline", **asked).refused(NotProved)


def test_a_due_date_set_in_error_is_taken_back() -> None:
    error = {**OWN, "error_code": "not_owed"}
    outcome = given(RECEIVED, DUE).when("cancel_deadline", **error)
    assert outcome.then(DeadlineCancelled).the(DeadlineCancelled).error_code == "not_owed"
    cancelled = DeadlineCancelled(deadline_id=DUE.deadline_id, ground_code="set_in_error")
    running = deadline("top_management_notice")
    given(RECEIVED, DUE, running, cancelled).when("cancel_deadline", **error).refused(DeadlineOver)
    given(RECEIVED, DUE, cancelled).when("cancel_deadline", **error).refused(NothingDue)


def test_ending_leaves_a_miss_and_what_may_run_after_it() -> None:
    remedy = deadline("remedy_due")
    past = (RECEIVED, DUE, MISSED, remedy)
    outcome = given(*past).when("withdraw", means_code="phone")
    statuses = {each.fact.kind: each.status for each in outcome.complaint.deadlines.values()}
    assert statuses == {"response": "missed", "remedy_due": "running", "reopen_window": "running"}
    assert not given(*UNTIL_CLOSED).complaint.is_open
