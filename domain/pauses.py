"""What stops when clocks are paused, and when each is due after the pause (6.2)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from domain.due_dates import day_after
from domain.events.parts import NewDueDate
from domain.moving import moved, whole_days
from domain.policy import PauseRule, Policy
from domain.state import Complaint, DeadlineState
from domain.values import When


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


def stopped_by_suspension(
    complaint: Complaint, policy: Policy, ground_code: str
) -> Iterator[tuple[PauseRule, list[DeadlineState]]]:
    """The same of a suspension on this ground: some rules let clocks stop with the work."""
    rules = [rule for rule in policy.pauses if rule.with_suspension]
    return stoppable(complaint, rules, ground_code)


def resumed_dates(
    paused: Sequence[DeadlineState], *, resumed: When, policy: Policy
) -> tuple[NewDueDate, ...]:
    """When each of these is due now: later by what the pause took, in the units of its rule.

    A rule that the policy no longer has gives the calendar days back.
    """
    return tuple(_resumed(one, resumed, policy) for one in paused)


def _resumed(deadline: DeadlineState, resumed: When, policy: Policy) -> NewDueDate:
    rule = policy.pause_rule(deadline.pause_rule_id or "")
    unit = rule.unit if rule else "calendar_days"
    first, last = _stood_from(deadline), resumed.earliest
    if first is None or last is None or last <= first:
        return moved(deadline, timedelta(), policy)
    if unit == "hours":
        most = timedelta(hours=rule.at_most) if rule and rule.at_most else last - first
        return moved(deadline, min(last - first, most), policy)
    calendar = policy.calendar(deadline.fact.calendar_id)
    worked = calendar if unit == "working_days" else None
    lost = whole_days(first, last, deadline.fact.zone, worked)
    lost = min(lost, rule.at_most) if rule and rule.at_most else lost
    until = day_after(deadline.due_on, lost, unit, calendar)
    return moved(deadline, until - deadline.due_on, policy)


def _stood_from(deadline: DeadlineState) -> datetime | None:
    """From when on the pause counts: no clock stands still before it was set going."""
    stopped = deadline.paused.earliest if deadline.paused else None
    starts = deadline.fact.starts.earliest
    return max(stopped, starts) if stopped and starts else stopped
