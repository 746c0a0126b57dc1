"""6.2 What is done while a clock stands still is judged as if the pause had ended with it."""

from datetime import date
from typing import Any

from domain.complaint.events import DeadlineMet, DeadlinePaused, DeadlineResumed, NoteAdded
from domain.decision_context import NewEvent
from tests.support.controls import RECEIVED, at, deadline, event_id, when
from tests.support.given import Given, given
from tests.support.pauses import DUE, paused_at, under

LONG = {"days": 50}
"""The 21st of April; the response was due on the 30th of March when its clock stopped."""
AGREED: dict[str, Any] = {"means_code": "phone"}


def standing(**pause: int) -> Given:
    return given(RECEIVED, DUE, paused_at(**pause)).under(under())


def test_an_act_after_the_frozen_day_is_in_time_if_time_was_left() -> None:
    outcome = standing(days=3).when("agree_resolution", now=at(**LONG), **AGREED)
    (moved,) = outcome.the(DeadlineResumed).deadlines
    assert (moved.deadline_id, moved.due_on) == (DUE.deadline_id, date(2026, 5, 18))
    met = next(one for one in outcome.all(DeadlineMet) if one.deadline_id == DUE.deadline_id)
    assert not met.is_late
    done = outcome.complaint.deadlines[DUE.deadline_id]
    assert (done.status, done.lateness, done.paused) == ("met", "in_time", None)


def test_it_makes_no_difference_whether_the_clock_is_told_to_go_on_first() -> None:
    act: dict[str, Any] = {"now": at(**LONG), **AGREED}
    alone = standing(days=3).when("agree_resolution", **act).complaint.deadlines[DUE.deadline_id]
    first = standing(days=3).when("resume_deadlines", now=at(**LONG))
    gone_on = given(RECEIVED, DUE, paused_at(days=3), *first.facts).under(under())
    other = gone_on.when("agree_resolution", **act).complaint.deadlines[DUE.deadline_id]
    assert (alone.due_at, alone.lateness) == (other.due_at, other.lateness)


def test_what_the_pause_gives_back_is_bounded_and_an_act_after_it_is_late() -> None:
    past = given(RECEIVED, DUE, paused_at(days=3)).under(under(at_most=5))
    outcome = past.when("agree_resolution", now=at(**LONG), **AGREED)
    assert outcome.complaint.deadlines[DUE.deadline_id].lateness == "done_late"


def test_an_act_before_the_pause_ends_none() -> None:
    past = standing(days=20)
    outcome = past.when("agree_resolution", occurred=when(days=10), now=at(**LONG), **AGREED)
    assert not outcome.all(DeadlineResumed)
    assert not outcome.the(DeadlineMet).is_late


def test_what_a_note_shows_is_judged_so_too() -> None:
    notice = deadline("top_management_notice")
    stopped = DeadlinePaused(
        deadline_ids=(notice.deadline_id,), ground_code="awaiting_complainant", rule_id="waiting"
    )
    noted = NewEvent(event=NoteAdded(visibility_code="staff", note="Told"), occurred=when(**LONG))
    past = given(RECEIVED, notice, NewEvent(event=stopped, occurred=when(hours=1)), noted)
    told = {"deadline_id": notice.deadline_id, "by_event_id": event_id(4)}
    pausing = under(kinds=[notice.kind])
    outcome = past.under(pausing).when("meet_deadline", now=at(**LONG), **told)
    outcome.then(DeadlineResumed, DeadlineMet)
    assert not outcome.the(DeadlineMet).is_late
