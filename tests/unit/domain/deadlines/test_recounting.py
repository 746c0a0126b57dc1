"""6.2 A corrected calendar moves what was counted over the corrected days, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.deadlines.calendar_recount import (
    NothingToRecount,
    RecountDeadlines,
    recount_deadlines,
)
from domain.complaint.events import (
    ApprovalRequested,
    DeadlineExtended,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineSet,
)
from domain.complaint.fold import fold
from domain.decision_context import NewEvent
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.policy import Calendar, Holiday
from tests.support.controls import POLICY, RECEIVED, at, context, deadline, policy
from tests.support.given import given, history
from tests.support.pauses import paused_at

WEEK = next(one for one in POLICY.calendars if one.calendar_id == "monday_to_friday")
RULE = next(one for one in POLICY.deadlines if one.kind == "response")
DUE = deadline(
    "response",
    rule_id=RULE.rule_id,
    due_on=date(2026, 3, 30),
    due_at=datetime(2026, 3, 30, 23, tzinfo=UTC),
    warn_at=datetime(2026, 3, 24, 9, tzinfo=UTC),
)
"""Twenty working days after Monday the 2nd of March."""


def corrected(*days: str) -> Calendar:
    """The calendar with these holidays, in a second version."""
    holidays = tuple(Holiday(on=date.fromisoformat(day), name="Mourning") for day in days)
    return Calendar.model_validate({**WEEK.model_dump(), "holidays": holidays, "version": 2})


def recount(
    *past: DomainEvent | NewEvent, new: Calendar, ids: Sequence[UUID] = ()
) -> list[NewEvent]:
    """What comes of a recount after the calendar got its second version."""
    under = policy(calendars=[new.model_dump()])
    present = replace(context(at(days=3), under=under), calendars={("monday_to_friday", 1): WEEK})
    complaint = fold(history(RECEIVED, *past))
    return recount_deadlines(complaint, RecountDeadlines(deadline_ids=tuple(ids)), present)


def test_a_holiday_that_was_announced_moves_what_was_counted_over_it() -> None:
    (fact,) = recount(DUE, new=corrected("2026-03-17"))
    assert isinstance(fact.event, DeadlineSet)
    told = fact.event
    assert (told.due_on, told.due_at) == (date(2026, 3, 31), datetime(2026, 3, 31, 23, tzinfo=UTC))
    assert (told.replaces, told.ground_code) == (DUE.deadline_id, "calendar_corrected")
    assert (told.calendar_version, told.starts) == (2, DUE.starts)
    assert (told.rule_id, told.policy_version) == (DUE.rule_id, DUE.policy_version)
    assert told.warn_at == datetime(2026, 3, 25, 9, tzinfo=UTC)


def test_a_calendar_that_makes_it_much_later_takes_a_second_person() -> None:
    """Ten days of mourning are two weeks more; so are five, and five again."""
    fortnight = [f"2026-03-{day:02}" for day in range(9, 21) if day not in (14, 15)]
    (asked,) = recount(DUE, new=corrected(*fortnight))
    assert isinstance(asked.event, ApprovalRequested)
    assert asked.event.act_code == "recount_deadlines"
    (once,) = recount(DUE, new=corrected(*fortnight[:4]))
    assert isinstance(once.event, DeadlineSet) and once.event.due_on == date(2026, 4, 3)
    under = policy(calendars=[corrected(*fortnight).model_dump() | {"version": 3}])
    known = {("monday_to_friday", 1): WEEK, ("monday_to_friday", 2): corrected(*fortnight[:4])}
    present = replace(context(at(days=4), under=under), calendars=known)
    twice = fold(history(RECEIVED, DUE, once))
    (again,) = recount_deadlines(twice, RecountDeadlines(), present)
    assert isinstance(again.event, ApprovalRequested)


def test_a_holiday_that_was_none_lets_it_be_due_earlier() -> None:
    old = corrected("2026-03-17")
    back = DUE.model_copy(update={"calendar_version": 2, "due_on": date(2026, 3, 31)})
    new = Calendar.model_validate({**WEEK.model_dump(), "version": 3})
    present = replace(
        context(at(days=3), under=policy(calendars=[new.model_dump()])),
        calendars={("monday_to_friday", 2): old},
    )
    complaint = fold(history(RECEIVED, back))
    (fact,) = recount_deadlines(complaint, RecountDeadlines(), present)
    assert isinstance(fact.event, DeadlineSet) and fact.event.due_on == date(2026, 3, 30)


EXTENDED = DeadlineExtended(
    deadline_id=DUE.deadline_id,
    old_due_at=DUE.due_at,
    new_due_on=date(2026, 4, 9),
    new_due_at=datetime(2026, 4, 9, 23, tzinfo=UTC),
    rule_id="more",
    ground_code="expert_away",
    is_agreed=False,
)
UNMOVED: dict[str, tuple[Any, ...]] = {
    "a miss stays a miss": (DUE, DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)),
    "what was extended was told": (DUE, EXTENDED),
    "what is paused is counted when it goes on": (
        DUE,
        DeadlinePaused(deadline_ids=(DUE.deadline_id,), ground_code="x", rule_id="y"),
    ),
    "a day that was named is no count": (DUE.model_copy(update={"rule_id": "promised_date"}),),
    "what was counted by this version already": (DUE.model_copy(update={"calendar_version": 2}),),
    "what another calendar counted": (DUE.model_copy(update={"calendar_id": "elsewhere"}),),
}


@pytest.mark.parametrize("why", UNMOVED)
def test_nothing_else_moves(why: str) -> None:
    with pytest.raises(NothingToRecount):
        recount(*UNMOVED[why], new=corrected("2026-03-17"))


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-31", "2026-03-14"])
def test_a_day_that_was_not_counted_moves_nothing(day: str) -> None:
    with pytest.raises(NothingToRecount):
        recount(DUE, new=corrected(day))


def test_only_those_named_are_recounted_and_no_other_can_be() -> None:
    other = deadline("acknowledgement")
    new = corrected("2026-03-17")
    *_missed, fact = recount(DUE, other, new=new, ids=[DUE.deadline_id])
    assert isinstance(fact.event, DeadlineSet)
    with pytest.raises(NothingToRecount):
        recount(DUE, other, new=new, ids=[other.deadline_id])
    with pytest.raises(Refusal):
        recount(DUE, new=new, ids=[other.deadline_id])


def test_what_a_pause_took_is_given_back_in_its_own_unit_from_the_day_counted_now() -> None:
    """Counted, it is due on Wednesday the 1st of April; three days later is a Saturday."""
    days = {"rule_id": "waiting", "kinds": ["response"], "ground_codes": ["awaiting_complainant"]}
    new = corrected("2026-03-17", "2026-03-25")
    under = policy(calendars=[new.model_dump()], pauses=[days])
    resumed = given(RECEIVED, DUE, paused_at(days=4)).under(policy(pauses=[days]))
    over = resumed.when("resume_deadlines", now=at(days=7)).facts
    present = replace(context(at(days=9), under=under), calendars={("monday_to_friday", 1): WEEK})
    complaint = fold(history(RECEIVED, DUE, paused_at(days=4), *over))
    assert complaint and complaint.deadlines[DUE.deadline_id].due_on == date(2026, 4, 2)
    (fact,) = recount_deadlines(complaint, RecountDeadlines(), present)
    assert isinstance(fact.event, DeadlineSet)
    assert (fact.event.first_due_on, fact.event.due_on) == (date(2026, 4, 1), date(2026, 4, 6))
