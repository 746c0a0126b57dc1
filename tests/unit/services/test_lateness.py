"""6.2 Missed, done late and entered late are three, and every door says the same of them."""

import asyncio

import pytest

from domain.complaint.deadlines.lateness import Lateness
from domain.complaint.state import DeadlineState
from domain.recorded import Recorded
from projections import deadlines, trends
from projections.audit_trail.names import named_told
from services.cli import due_shown
from services.cli.door_words import at_keyboard
from services.queries.explaining import explanations
from services.queries.queries import ComplaintAsOf
from services.representations import complaints
from tests.stories.people import ADA
from tests.stories.steps import answer
from tests.stories.telling import Told, World
from tests.support.lateness import CASES, Course, the_first, withdrawn


def in_json(told: Told, one: DeadlineState) -> complaints.DeadlineShown:
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
    return complaints.complaint(as_of, None).deadlines[ids.index(one.fact.deadline_id)]


def in_view(history: list[Recorded], one: DeadlineState) -> deadlines.DueDate:
    row: deadlines.DueDate | None = None
    for recorded in history:
        if (recorded.stream_id, one.fact.deadline_id) in deadlines.keys(recorded):
            row = deadlines.fold(row, recorded)
    assert row is not None
    return row


def in_figures(history: list[Recorded]) -> bool | None:
    counted: trends.TrendsRow | None = None
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
    assert at_keyboard(words) in due_shown.stands(told.complaint, one, world.now).plain
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
        assert due_shown.stands(told.complaint, one, world.now).plain == at_keyboard(
            f"done {words}"
        )
        assert f", {words}." in explained.changes[-1].sentence
        said = named_told(told.history).values()
        assert [each for each in said if each.startswith("Response") and f", {words}." in each]


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
        for said in named_told(told.history).values()
    )


def test_an_ended_complaint_is_not_said_to_be_overdue_still() -> None:
    world = World()
    told = withdrawn(world)
    stands = due_shown.stands(told.complaint, the_first(told, "response"), world.now)
    assert stands.plain == "missed"
