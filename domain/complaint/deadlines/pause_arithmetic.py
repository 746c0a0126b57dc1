"""When each clock that was paused is due after the pause (6.2)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.complaint.deadlines.day_count import day_after
from domain.complaint.deadlines.state import Pause, Stood
from domain.complaint.deadlines.working_days import moved, whole_days
from domain.complaint.events import DeadlinePaused, DeadlineResumed
from domain.complaint.parts import NewDueDate
from domain.complaint.state import DeadlineState
from domain.decision_context import DecisionContext
from domain.policy import PauseRule, Policy
from domain.values import When

Span = tuple[datetime, datetime]


def resumptions(
    paused: Sequence[DeadlineState],
    is_over: Callable[[Pause], bool],
    *,
    resumed: When,
    context: DecisionContext,
) -> Iterator[DeadlineResumed | DeadlinePaused]:
    """What ends where some grounds end; a clock on which another one stands stops again at once."""
    ends = [ended(one, is_over, resumed, context) for one in paused]
    if ends:
        yield DeadlineResumed(deadlines=tuple(due for due, _ in ends))
    for due, left in ends:
        for one in left:
            yield DeadlinePaused(
                deadline_ids=(due.deadline_id,),
                ground_code=one.ground_code,
                rule_id=one.rule_id,
                since=one.since,
                with_suspension=one.with_suspension or None,
            )


def ended(
    deadline: DeadlineState,
    is_over: Callable[[Pause], bool],
    resumed: When,
    context: DecisionContext,
) -> tuple[NewDueDate, tuple[Pause, ...]]:
    """When it is due by now, and on which grounds it still stands.

    What two grounds of one measure took together is given back once the last one ends; what one of
    another measure took, when it ends.
    """
    left = tuple(one for one in deadline.pauses if not is_over(one))
    over = replace(deadline, pauses=tuple(one for one in deadline.pauses if is_over(one)))
    end, begins = resumed.earliest, replace(deadline, pauses=left).paused
    if not left or end is None or begins is None or begins.earliest is None:
        return _resumed(over, resumed, context), left
    if end < begins.earliest:
        return _resumed(over, resumed, context), left
    measures = {_measure(context.pause_rule(one)) for one in deadline.pauses}
    if len(measures) == 1:
        since = deadline.paused or begins
        still = moved(deadline, timedelta(), context.policy)
        return still, (replace(left[0], since=since), *left[1:])
    return _resumed(over, resumed, context), tuple(replace(one, since=resumed) for one in left)


def _measure(rule: PauseRule | None) -> tuple[str, str | None]:
    """The unit in which it gives back, and the rule where that has a limit of its own."""
    if rule is None:
        return "calendar_days", None
    return rule.unit, rule.rule_id if rule.at_most else None


def resumed_dates(
    paused: Sequence[DeadlineState], *, resumed: When, context: DecisionContext
) -> tuple[NewDueDate, ...]:
    """When each of these is due now: later by what the pause took, in the units of its rule.

    A rule that its policy does not have gives the calendar days back.
    """
    return tuple(_resumed(one, resumed, context) for one in paused)


def _resumed(deadline: DeadlineState, resumed: When, context: DecisionContext) -> NewDueDate:
    """By the ground that gives back most, where several end at once."""
    policy, last = context.policy, resumed.earliest
    due_dates = [
        _given_back(deadline, context.pause_rule(one), _but(one.since, last, deadline), policy)
        for one in deadline.pauses
    ]
    still = moved(deadline, timedelta(), policy)
    return max(due_dates, key=lambda one: one.due_at, default=still)


def gone_on(
    deadline: DeadlineState, act: When, context: DecisionContext
) -> tuple[DeadlineState, tuple[DeadlineResumed, ...]]:
    """The due date by which an act is judged, and the end of its pause, if the act ends one.

    A clock that stands still is not run down: its pause ends with what was awaited.
    """
    since, until = deadline.paused, act.earliest
    begun = since.earliest if since else None
    if deadline.status != "paused" or begun is None or until is None or until < begun:
        return deadline, ()
    due = _resumed(deadline, act, context)
    return replace(deadline, moved=due), (DeadlineResumed(deadlines=(due,)),)


def with_pauses(
    deadline: DeadlineState,
    stood: Iterable[Stood],
    policy: Policy,
    rule_of: Callable[[Stood], PauseRule | None],
) -> DeadlineState:
    """The due date later by what these pauses took, each time once. policy: of the due date.

    What was over stops no more: unless it was extended meanwhile, such a pause took nothing.
    """
    until: datetime | None = None
    for one in sorted(stood, key=lambda each: each.first):
        if one.first > deadline.due_at and not deadline.extended:
            continue
        first = max(one.first, until) if until else one.first
        until = max(first, one.last)
        due = _given_back(deadline, rule_of(one), [(first, one.last)], policy)
        deadline = replace(deadline, moved=due)
    return deadline


def _but(since: When, last: datetime | None, deadline: DeadlineState) -> list[Span]:
    """From then to then, but what was given back already, by a pause that was told before."""
    first, left = since.earliest, list[Span]()
    if first is None or last is None:
        return left
    for one in sorted(deadline.stood, key=lambda each: each.first):
        left.append((first, min(one.first, last)))
        first = max(first, one.last)
    return [*left, (first, last)]


def _given_back(
    deadline: DeadlineState, rule: PauseRule | None, spans: list[Span], policy: Policy
) -> NewDueDate:
    """No clock stands still before it was set going."""
    unit = rule.unit if rule else "calendar_days"
    starts = deadline.fact.starts.earliest
    spans = [(max(one, starts) if starts else one, last) for one, last in spans]
    spans = [(first, last) for first, last in spans if first < last]
    if unit == "hours":
        stood = sum((last - first for first, last in spans), timedelta())
        most = timedelta(hours=rule.at_most) if rule and rule.at_most else stood
        return moved(deadline, min(stood, most), policy)
    calendar = policy.calendar(deadline.fact.calendar_id)
    worked = calendar if unit == "working_days" else None
    lost = sum(whole_days(*span, deadline.fact.zone, worked) for span in spans)
    lost = min(lost, rule.at_most) if rule and rule.at_most else lost
    until = day_after(deadline.due_on, lost, unit, calendar)
    return moved(deadline, until - deadline.due_on, policy)
