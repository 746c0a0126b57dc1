"""Due dates that move: on a working day where such days count, warned of in working time (6.2)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.complaint.deadlines.working_time import DAY, WorkingTime
from domain.complaint.parts import NewDueDate
from domain.complaint.state import DeadlineState
from domain.policy import Calendar, DeadlineRule, Policy


def moved(deadline: DeadlineState, by: timedelta, policy: Policy) -> NewDueDate:
    """The due date later by so much, and on to a working day where its rule counts those.

    Whole days keep the local time at which the day ends.
    """
    zone, calendar = ZoneInfo(deadline.fact.zone), policy.calendar(deadline.fact.calendar_id)
    local = deadline.due_at.astimezone(zone)
    local = local + by if not by % DAY else (deadline.due_at + by).astimezone(zone)
    due_on = deadline.due_on + by if not by % DAY else local.date()
    counts = counts_working_days(deadline, policy)
    day = calendar.next_working_day(due_on) if counts else due_on
    due_at = (local + (day - due_on)).astimezone(deadline.due_at.tzinfo)
    return NewDueDate(
        deadline_id=deadline.fact.deadline_id,
        due_on=day,
        due_at=due_at,
        warn_at=_warned(deadline, due_at, policy),
        is_estimated=True if counts and not calendar.knows(day) else None,
    )


def counts_working_days(deadline: DeadlineState, policy: Policy) -> bool:
    """Whether the due date is one of working days: by its rule, or else by those of its kind."""
    rule = rule_of(deadline, policy)
    rules = [rule] if rule else [one for one in policy.deadlines if one.kind == deadline.fact.kind]
    return any(one.unit == "working_days" for one in rules)


def rule_of(deadline: DeadlineState, policy: Policy) -> DeadlineRule | None:
    """The rule of the policy in force that the due date was set by, if it still has it."""
    rule = policy.deadline_rule(deadline.fact.rule_id)
    return rule if rule is not None and rule.kind == deadline.fact.kind else None


def whole_days(first: datetime, last: datetime, zone: str, calendar: Calendar | None = None) -> int:
    """How many days lie between two instants: 24 hours, or until the same time by the local clock.

    The two differ where clocks change. calendar: only what lies in its working days counts, by the
    local clock.
    """
    begin, end = (one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in (first, last))
    if calendar is None:
        return max(end - begin, last - first, timedelta()) // DAY
    passed, day = timedelta(), begin.date()
    while day <= end.date():
        if calendar.is_working_day(day):
            midnight = datetime.combine(day, time())
            passed += max(min(end, midnight + DAY) - max(begin, midnight), timedelta())
        day += DAY
    return passed // DAY


def _warned(deadline: DeadlineState, due_at: datetime, policy: Policy) -> datetime | None:
    """Warned of so much working time before it is due as it was before it moved."""
    if deadline.warn_at is None:
        return None
    rule = rule_of(deadline, policy)
    day_ends = (rule.day_ends if rule else None) or policy.day_ends
    hours = WorkingTime(policy.calendar(deadline.fact.calendar_id), deadline.fact.zone, day_ends)
    won = hours.between(deadline.due_at, due_at)
    return hours.later(deadline.warn_at, won, before=due_at) or min(deadline.warn_at, due_at)
