"""7.9: what is due once an ended complaint is taken up again."""

from typing import Any

import pytest

from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintReopened,
    DeadlineCancelled,
    DeadlineMissed,
    DeadlineSet,
    NoteAdded,
)
from tests.support.controls import (
    RECEIVED,
    UNTIL_CLOSED,
    WITHDRAWN,
    at,
    deadline,
    event_id,
)
from tests.support.given import given
from tests.support.story import Story

STOPPED = ComplaintClosed(basis_code="discontinued", ground_code="no_cooperation")
EVIDENCE = {"ground_code": "new_evidence"}
WINDOW = deadline("reopen_window", party="complainant", start_event_id=event_id(len(UNTIL_CLOSED)))


def test_work_taken_up_again_is_due_again() -> None:
    outcome = given(*UNTIL_CLOSED, WINDOW).when("reopen", **EVIDENCE)
    outcome.then(ComplaintReopened, DeadlineCancelled, DeadlineSet, DeadlineSet)
    assert outcome.the(DeadlineCancelled).deadline_id == WINDOW.deadline_id
    assert {each.kind for each in outcome.all(DeadlineSet)} == {"response", "periodic_update"}


def test_a_deadline_that_was_missed_is_replaced_when_work_begins_again() -> None:
    due = deadline("response")
    missed = DeadlineMissed(deadline_id=due.deadline_id, due_at=due.due_at)
    past = (RECEIVED, due, missed, WITHDRAWN)
    again = given(*past).when("reopen", **EVIDENCE).all(DeadlineSet)
    assert [each.replaces for each in again if each.kind == "response"] == [due.deadline_id]


def test_after_a_mistaken_closing_the_old_due_dates_hold() -> None:
    due = deadline("response")
    cancelled = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="closed")
    past = (RECEIVED, due, STOPPED, cancelled)
    outcome = given(*past).when("reopen", ground_code="closed_in_error", now=at(days=30))
    outcome.then(ComplaintReopened, DeadlineSet)
    again = outcome.the(DeadlineSet)
    assert (again.due_at, again.replaces, again.policy_version) == (due.due_at, due.deadline_id, 1)
    assert again.deadline_id != due.deadline_id


def test_a_due_date_that_was_set_in_error_does_not_come_back() -> None:
    due = deadline("response")
    wrong = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="set_in_error")
    outcome = given(RECEIVED, due, wrong, STOPPED).when("reopen", ground_code="closed_in_error")
    outcome.then(ComplaintReopened)


def test_nothing_but_the_reopening_brings_a_due_date_back() -> None:
    due = deadline("response")
    cancelled = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="closed")
    past = (RECEIVED, due, STOPPED, cancelled)
    given(*past).when("add_note", note="x").then(NoteAdded)
    assert given(*past).complaint.ending is not None


def test_a_remedy_that_is_due_is_not_what_new_work_replaces() -> None:
    past = (RECEIVED, deadline("remedy_due"), WITHDRAWN)
    again = given(*past).when("reopen", **EVIDENCE).all(DeadlineSet)
    assert [each.replaces for each in again] == [None, None]


def test_what_was_cancelled_after_the_end_for_another_reason_does_not_come_back() -> None:
    cancelled = DeadlineCancelled(deadline_id=WINDOW.deadline_id, ground_code="set_in_error")
    past = (*UNTIL_CLOSED, WINDOW, cancelled)
    given(*past).when("reopen", ground_code="closed_in_error").then(ComplaintReopened)


@pytest.mark.parametrize("place", range(3), ids=["first", "while it is ended", "reopened"])
@pytest.mark.parametrize("ground_code", ["closed_in_error", "new_evidence"])
def test_what_came_back_is_to_be_acknowledged_again_whenever_that_is_known(
    place: int, ground_code: str
) -> None:
    story = Story()
    story.do("receive", narrative="It broke.", complainant={"name": "Ada"})
    story.do("acknowledge")
    sent = next(one for one in story.events if isinstance(one.event, ComplaintAcknowledged))
    back = {"target_event_id": sent.event_id, "failure_code": "bounced"}
    steps: list[tuple[str, dict[str, Any]]] = [("withdraw", {"means_code": "phone"})]
    steps.append(("reopen", {"ground_code": ground_code}))
    steps.insert(place, ("report_failed_communication", back))
    for name, asked in steps:
        story.do(name, **asked)
    due = [one for one in story.present.deadlines.values() if one.fact.kind == "acknowledgement"]
    assert [one.status for one in due if one.is_open] == ["running"]
    story.do("acknowledge")
    assert story.deadlines()["acknowledgement"] == "met"
