"""What stops when clocks are paused, and when each is due after the pause (6.2)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.due_dates import day_after
from domain.events.parts import NewDueDate
from domain.policy import PauseRule, Policy
from domain.state import Complaint, DeadlineState
from domain.values import When

DAY = timedelta(days=1)


def stoppable(
    complaint: Complaint, rules: Iterable[PauseRule], ground_code: str
) -> Iterator[tuple[PauseRule, list[DeadlineState]]]:
    """The rules that this ground is one of, each with the running due dates that it stops.

    A due date that two rules could stop is stopped by the first.
    """
    left = [one for one in complaint.deadlines.values() if one.status == "running"]
    for rule in rules:
        stopped = [one for one in left if one.fact.kind in rule.kinds]
        if ground_code in rule.ground_codes and stopped:
            left = [one for one in left if one not in stopped]
            yield rule, stopped


def resumed_dates(
    paused: Sequence[DeadlineState], *, resumed: When, policy: Policy
) -> tuple[NewDueDate, ...]:
    """When each of these is due now: later by what the pause took, in the units of its rule.

    A rule that the policy no longer has gives the calendar days back. Raises BeyondCalendar,
    NoSuchCalendar.
    """
    return tuple(_resumed(one, resumed, policy) for one in paused)


def moved(deadline: DeadlineState, by: timedelta) -> NewDueDate:
    """The due date later by so much; whole days keep the local time at which the day ends."""
    zone = ZoneInfo(deadline.fact.zone)

    def later(at: datetime) -> datetime:
        return at + by if by % DAY else (at.astimezone(zone) + by).astimezone(at.tzinfo)

    due_at = later(deadline.due_at)
    due_on = deadline.due_on + by if not by % DAY else due_at.astimezone(zone).date()
    warn_at = later(deadline.warn_at) if deadline.warn_at else None
    return NewDueDate(
        deadline_id=deadline.fact.deadline_id, due_on=due_on, due_at=due_at, warn_at=warn_at
    )


def _resumed(deadline: DeadlineState, resumed: When, policy: Policy) -> NewDueDate:
    rule = policy.pause_rule(deadline.pause_rule_id or "")
    stopped = deadline.paused
    first, last = (stopped.day if stopped else None), resumed.day
    if stopped is None or first is None or last is None or last < first:
        return moved(deadline, timedelta())
    if rule is not None and rule.unit == "hours":
        return moved(deadline, _hours(stopped, resumed, rule))
    if rule is None or rule.unit == "calendar_days":
        days = (last - first).days
        return moved(deadline, timedelta(days=_at_most(days, rule)))
    calendar = policy.calendar(deadline.fact.calendar_id)
    lost = _at_most(calendar.working_days_between(first, last), rule)
    due_on = day_after(deadline.due_on, lost, "working_days", calendar)
    return moved(deadline, due_on - deadline.due_on)


def _hours(stopped: When, resumed: When, rule: PauseRule) -> timedelta:
    assert stopped.earliest is not None and resumed.earliest is not None
    lost = max(resumed.earliest - stopped.earliest, timedelta())
    return min(lost, timedelta(hours=rule.at_most)) if rule.at_most else lost


def _at_most(units: int, rule: PauseRule | None) -> int:
    return units if rule is None or rule.at_most is None else min(units, rule.at_most)
