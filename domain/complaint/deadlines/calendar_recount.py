"""6.2 Due dates that move because a calendar was corrected: shown first, and then recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.day_count import day_after
from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.pause_arithmetic import with_pauses
from domain.complaint.deadlines.state import Stood
from domain.complaint.deadlines.working_days import moved, rule_of
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineSet
from domain.complaint.parts import Ids, NewDueDate
from domain.complaint.state import Complaint, DeadlineState
from domain.decision_context import CalendarVersion
from domain.errors import Refusal
from domain.policy import Calendar, PauseRule, Policy
from domain.roles import POLICY

CORRECTED = "calendar_corrected"
ALONE = timedelta(days=7)
"""So much later one person sets due dates: for a holiday or two, no new promise."""


class NothingToRecount(Refusal, code="NothingToRecount"):
    """No due date rests on days that a newer version of its calendar tells otherwise."""

    clause = "6.2"
    rule = "a due date moves with its calendar only where the days that it was counted over changed"
    instead = "leave it: what `plaint calendar preview` does not show stays as it is"


class RecountDeadlines(Act):
    """The days over which due dates were counted are known better by now."""

    NEEDS_CALENDARS: ClassVar[bool] = True

    deadline_ids: Annotated[Ids, Field(description="Which; all that move, unless told")] = ()


def recounted(
    complaint: Complaint,
    policy: Policy,
    calendars: Mapping[CalendarVersion, Calendar],
    pause_rule: Callable[[Stood], PauseRule | None],
) -> Iterator[tuple[DeadlineState, date, NewDueDate]]:
    """The running due dates that the calendars of the policy in force move, and where to.

    With each the day that is counted, and when it is due by what its pauses took, each by its rule.
    calendars: those by which they were counted. A day that somebody named or extended was told to
    the complainant, and stays; a miss stays too; what is paused is counted when it goes on.
    """
    for deadline in complaint.deadlines.values():
        fact = deadline.fact
        new = policy.calendar(fact.calendar_id)
        old = calendars.get((fact.calendar_id, fact.calendar_version))
        is_newer = new.calendar_id == fact.calendar_id and new.version > fact.calendar_version
        if old is None or not is_newer or deadline.status != "running" or deadline.extended:
            continue
        rule = rule_of(deadline, policy)
        counts = rule is not None and rule.unit == "working_days"
        by = _moves_by(deadline, old, new) if counts else None
        if by is None:
            continue
        first = replace(deadline, moved=moved(deadline, by, policy))
        due = with_pauses(first, deadline.stood, policy, pause_rule)
        if due.moved and due.due_at != deadline.due_at:
            yield deadline, first.due_on, due.moved


def _moves_by(deadline: DeadlineState, old: Calendar, new: Calendar) -> timedelta | None:
    """From the day on which it is due to the one counted now, pauses left out.

    As many working days as the old calendar counted end on that day. None where the two calendars
    count alike.
    """
    first, last = deadline.fact.starts.day, deadline.due_on
    if first is None:
        return None
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if [old.is_working_day(day) for day in days] == [new.is_working_day(day) for day in days]:
        return None
    was = _counted_on(deadline)
    counted = sum(old.is_working_day(day) for day in days if day <= was)
    return day_after(first, counted, "working_days", new) - last


def _counted_on(deadline: DeadlineState) -> date:
    """The day that was counted, before any pause; as it was set, where no more is known of it."""
    fact = deadline.fact
    return (fact.first_due_on if deadline.stood else None) or fact.due_on


def _recount(draft: Draft, command: RecountDeadlines) -> None:
    for deadline_id in command.deadline_ids:
        deadline_named(draft, deadline_id)
    context = draft.context
    moving = recounted(draft.complaint, context.policy, context.calendars, context.pause_rule)
    found = {one.fact.deadline_id: (one.fact, first_on, due) for one, first_on, due in moving}
    named = command.deadline_ids or tuple(found)
    if not named or set(named) - set(found):
        raise NothingToRecount(complaint=draft.complaint.reference)
    moved_so = [found[one] for one in named]
    for_approval = ActForApproval(
        act=command.model_copy(update={"deadline_ids": named}), ground_code=CORRECTED
    )
    is_far = any(due.due_at > _first_due(draft, fact) + ALONE for fact, _, due in moved_so)
    approval = approval_of(draft, for_approval, is_needed=is_far)
    for fact, first_on, due in moved_so:
        update = {
            "deadline_id": draft.new_id("deadline"),
            "replaces": fact.deadline_id,
            "calendar_version": context.policy.calendar(fact.calendar_id).version,
            "due_on": due.due_on,
            "due_at": due.due_at,
            "warn_at": due.warn_at,
            "is_estimated": due.is_estimated,
            "first_due_on": first_on if first_on != due.due_on else None,
            "stood_still": None,
            "ground_code": CORRECTED,
            "settles_event_ids": command.settles_event_ids or None,
            **approval,
        }
        draft.add(fact.model_copy(update=update), of=command)


def _first_due(draft: Draft, fact: DeadlineSet) -> datetime:
    """When it was due before any corrected calendar moved it."""
    before = draft.complaint.deadlines.get(fact.replaces) if fact.replaces else None
    if fact.ground_code != CORRECTED or before is None:
        return fact.due_at
    return _first_due(draft, before.fact)


def _may_recount(draft: Draft) -> None:
    running = [one for one in draft.complaint.deadlines.values() if one.status == "running"]
    if not running:
        raise NothingToRecount(complaint=draft.complaint.reference)


recount_deadlines = Decider(
    "recount_deadlines",
    RecountDeadlines,
    _recount,
    clause="6.2",
    summary="Set deadlines anew whose calendar was corrected",
    roles=POLICY,
    may=_may_recount,
)
"""Set due dates anew where the calendar that they were counted by was corrected (invariant 16)."""
