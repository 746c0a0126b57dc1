"""6.2 Missed, done late and entered late are three, and every door says the same of them."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from domain.lateness import Lateness
from domain.recorded import Recorded
from domain.state import DeadlineState
from projections import deadlines, trends
from projections._kit.due_told import due_told
from services.api import shown
from services.cli import due_shown
from services.explaining import explanations
from services.questions import ComplaintAsOf
from services.remarks import remarks_of
from tests.stories.people import ADA, APPROVER, BY_PHONE
from tests.stories.steps import answer
from tests.stories.telling import Told, World

LONG_AGO = {"on": "2026-01-12", "zone": "Europe/London"}
SOON_AFTER = {"on": "2026-01-15", "zone": "Europe/London"}
IN_TIME = {"on": "2026-03-04", "zone": "Europe/London"}
Course = Callable[[World], Told]


def received(world: World, **asked: Any) -> Told:
    return world.begin("receive", narrative="The bill is wrong", complainant=ADA, **asked)


def missed(world: World) -> Told:
    told = received(world)
    world.wait(days=40)
    return told


def settled(told: Told, **asked: Any) -> Told:
    told.do("agree_resolution", **BY_PHONE, **asked)
    return told


def entered_with_proof(world: World) -> Told:
    told = missed(world)
    told.do("add_note", note="Page 12 of the letter book")
    return settled(told, occurred=IN_TIME, entered_from=told.event("NoteAdded"))


def given_a_new_target(world: World) -> Told:
    told = missed(world)
    deadline_id = the_first(told, "response").fact.deadline_id
    told.do("set_new_target", deadline_id=deadline_id, due_on="2026-05-29")
    return told


def set_in_error(world: World) -> Told:
    told = missed(world)
    deadline_id = the_first(told, "response").fact.deadline_id
    told.do("cancel_deadline", by=APPROVER, deadline_id=deadline_id, error_code="wrong_rule")
    return told


def withdrawn(world: World) -> Told:
    told = missed(world)
    told.do("withdraw", **BY_PHONE)
    return told


PROOF_WOULD_VOID = "without a proof (--entered-from), which would void it, the miss stands"
NO_LONGER = "in time, entered late; by its proof the miss is void"
CASES: dict[str, tuple[Course, str, Lateness | None, str, bool, bool | None]] = {
    "runs": (received, "running", None, "due in", False, None),
    "in time": (lambda w: settled(received(w)), "met", "in_time", "in time", False, True),
    "done late, with a miss": (
        lambda w: settled(missed(w)),
        "met",
        "done_late",
        "late",
        True,
        False,
    ),
    "done late, before the clock came": (
        lambda w: settled(received(w, occurred=LONG_AGO)),
        "met",
        "done_late",
        "late",
        False,
        False,
    ),
    "entered late, with proof": (entered_with_proof, "met", "entered_late", NO_LONGER, False, True),
    "entered late, without proof": (
        lambda w: settled(missed(w), occurred=IN_TIME),
        "met",
        "entered_late",
        f"in time, entered late; {PROOF_WOULD_VOID}",
        True,
        False,
    ),
    "entered late, before the clock came": (
        lambda w: settled(received(w, occurred=LONG_AGO), occurred=SOON_AFTER),
        "met",
        "entered_late",
        "in time, entered late",
        False,
        True,
    ),
    "missed and never done": (missed, "missed", "missed", "missed, overdue by", True, False),
    "missed, with a new target": (
        given_a_new_target,
        "replaced",
        "missed",
        "replaced, missed before",
        True,
        False,
    ),
    "missed, and ended": (withdrawn, "missed", "missed", "missed", True, False),
    "missed, then cancelled": (
        set_in_error,
        "cancelled",
        "missed",
        "cancelled, missed before",
        True,
        False,
    ),
}


def the_first(told: Told, kind: str) -> DeadlineState:
    return next(one for one in told.complaint.deadlines.values() if one.fact.kind == kind)


def in_json(told: Told, one: DeadlineState) -> shown.DeadlineShown:
    history = told.history
    as_of = ComplaintAsOf(
        complaint=told.complaint,
        complaint_id=history[-1].stream_id,
        version=history[-1].version,
        position=1,
        recorded_at=history[-1].recorded_at,
        events=len(history),
        is_latest=True,
        log_id=history[-1].stream_id,
    )
    ids = list(told.complaint.deadlines)
    return shown.complaint(as_of, None).deadlines[ids.index(one.fact.deadline_id)]


def in_view(history: list[Recorded], one: DeadlineState) -> deadlines.DueDate:
    row: deadlines.DueDate | None = None
    for recorded in history:
        if (recorded.stream_id, one.fact.deadline_id) in deadlines.keys(recorded):
            row = deadlines.fold(row, recorded)
    assert row is not None
    return row


def in_figures(history: list[Recorded]) -> bool | None:
    counted: trends.Counted | None = None
    for recorded in history:
        counted = trends.fold(counted, recorded)
    assert counted is not None
    return {cell.is_timely for cell in trends.contributions(counted)}.pop()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_door_says_the_same_of_a_due_date(
    case: tuple[Course, str, Lateness | None, str, bool, bool | None],
) -> None:
    course, status, lateness, words, stands, is_timely = case
    world = World()
    told = course(world)
    world.publish()
    one = the_first(told, "response")
    facts = (status, lateness, stands)
    assert (one.status, one.lateness, one.was_missed) == facts
    assert words in due_shown.stands(told.complaint, one, world.now).plain
    answered = in_json(told, one)
    assert (answered.status, answered.lateness, answered.was_missed) == facts
    row = in_view(told.history, one)
    assert (row.status, row.lateness, row.was_missed) == facts
    asked = explanations(
        world.record, told.history[0].stream_id, [one.fact.deadline_id], now=world.now
    )
    (explained,) = asyncio.run(asked)
    assert (explained.status, explained.lateness, explained.was_missed) == facts
    assert in_figures(told.history) is is_timely
    if status == "met":
        assert due_shown.stands(told.complaint, one, world.now).plain == f"done {words}"
        assert f", {words}." in explained.changes[-1].sentence
        said = due_told(told.history).values()
        assert [each for each in said if each.startswith("Response") and f", {words}." in each]


def test_an_entry_that_a_proof_would_have_helped_is_answered_with_that() -> None:
    told = missed(World())
    done = told.do("agree_resolution", **BY_PHONE, occurred=IN_TIME)
    remarks = list(remarks_of(told.complaint, done.events))
    assert f"response: done in time, entered late; {PROOF_WOULD_VOID}" in remarks


def test_a_window_of_somebody_else_lapses_and_is_neither_missed_nor_late() -> None:
    world = World()
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    answer(told)
    world.wait(days=90)
    one = the_first(told, "reply_window")
    row = in_view(told.history, one)
    assert (one.status, one.lateness, one.was_missed) == ("lapsed", None, False)
    assert (row.status, row.lateness, row.was_missed) == ("lapsed", None, False)
    assert due_shown.stands(told.complaint, one, world.now).plain == "lapsed"
    assert any(
        said.startswith("Reply window ") and said.endswith("passed unused.")
        for said in due_told(told.history).values()
    )


def test_an_ended_complaint_is_not_said_to_be_overdue_still() -> None:
    world = World()
    told = withdrawn(world)
    stands = due_shown.stands(told.complaint, the_first(told, "response"), world.now)
    assert stands.plain == "missed"
