"""How much time a due date gives, how much of it is used, stood still, and is left (6.2)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from domain.complaint.deadlines.state import Stood
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineMet,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
)
from domain.complaint.state import DeadlineState
from domain.event import DomainEvent
from domain.policy import Calendar, DeadlineRule
from domain.recorded import Recorded
from domain.values import Instant, When

CountedIn = Literal["hours", "working_days", "calendar_days"]
Moment = tuple[date, datetime]
"""A local day, and the instant in it where hours are counted."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A time in which the clock stood still."""

    since: When
    until: Annotated[When | None, "Null while it does."] = None
    ground_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The time that a due date gives, in the unit of its rule; weeks and months in calendar days.

    A day or an hour is used once it has begun.
    """

    counted_in: Annotated[CountedIn, "The unit of all that follows."]
    amount: Annotated[int, "All that there is, with extensions."]
    extended: Annotated[int, "How much of it extensions added."]
    used: Annotated[int, "Until it was done, no longer applied, stands still, or as_of."]
    suspended: Annotated[int, "What pauses that are over gave back; it is not used."]
    left: Annotated[int, "Below zero where more was used than there was."]
    as_of: Annotated[Instant, "The instant at which this holds."]
    stops: Annotated[tuple[Stop, ...], "When it stood still."] = ()


@dataclass(slots=True)
class _Course:
    """What happened to one due date. until: when its clock stopped for good, or stands still."""

    due: Moment
    extensions: list[tuple[Moment, Moment]] = field(default_factory=list)
    pauses: list[tuple[Moment, Moment]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    until: Moment | None = None

    def move(self, moves: list[tuple[Moment, Moment]], new: Moment) -> None:
        """It is due at another time."""
        moves.append((self.due, new))
        self.due = new

    def stop(self, since: When, event: DeadlinePaused, occurred: When) -> None:
        """It stands still; again, where another ground ended at the same time and this did not."""
        for number, one in enumerate(self.stops):
            if event.since and (one.ground_code, one.until) == (event.ground_code, occurred):
                self.stops[number] = replace(one, until=None)
                return
        self.stops.append(Stop(since=since, ground_code=event.ground_code))

    def stood_since(self) -> Moment | None:
        """Since when it stands still; None while it runs."""
        known = [moment for one in self.stops if not one.until and (moment := _moment(one.since))]
        return min(known, key=lambda one: one[1], default=None)

    def go_on(self, until: When) -> None:
        """It stands still no more; what had not begun to by then never did."""
        self.stops = [one if one.until else replace(one, until=until) for one in self.stops]
        self.stops = [one for one in self.stops if not _is_before(one.until, one.since)]


def budget(
    deadline: DeadlineState,
    history: Iterable[Recorded],
    *,
    rule: DeadlineRule | None,
    calendar: Calendar,
    as_of: datetime,
    paused: Callable[[DeadlineState, Sequence[Stood]], DeadlineState],
) -> Budget | None:
    """What a due date gives and what is left of it; None where nobody knows when it began.

    history: the complaint's up to then. rule: None for a day that somebody named itself. paused: a
    due date later by what pauses took.
    """
    facts = [one for one in history if deadline.fact.deadline_id in set(_about(one.event))]
    course = _course(deadline, facts, _as_it_began(deadline, facts, rule, paused))
    begun = _moment(deadline.fact.starts)
    until = course.until or _moment(When(at=as_of, zone=deadline.fact.zone))
    if begun is None or until is None:
        return None
    unit = _unit(rule)
    stood = sum(_between(*each, unit, calendar) for each in course.pauses)
    amount = _between(begun, course.due, unit, calendar) - stood
    used = max(0, _between(begun, until, unit, calendar) - stood)
    return Budget(
        counted_in=unit,
        amount=amount,
        extended=sum(_between(*each, unit, calendar) for each in course.extensions),
        used=used,
        suspended=stood,
        left=amount - used,
        as_of=as_of,
        stops=tuple(course.stops),
    )


def _unit(rule: DeadlineRule | None) -> CountedIn:
    if rule is not None and rule.unit in ("hours", "working_days"):
        return rule.unit
    return "calendar_days"


def _between(first: Moment, last: Moment, unit: CountedIn, calendar: Calendar) -> int:
    """How many of the unit lie between two moments, the last one counted whole."""
    if unit == "hours":
        return -((first[1] - last[1]) // HOUR)
    days = (last[0] - first[0]).days
    if unit == "calendar_days":
        return days
    return sum(calendar.is_working_day(first[0] + DAY * number) for number in range(1, days + 1))


def _is_before(one: When | None, other: When) -> bool:
    first, last = one.earliest if one else None, other.earliest
    return first is not None and last is not None and first < last


def _moment(when: When) -> Moment | None:
    day, at = when.day, when.earliest
    return None if day is None or at is None else (day, at)


def _as_it_began(
    deadline: DeadlineState,
    facts: Iterable[Recorded],
    rule: DeadlineRule | None,
    paused: Callable[[DeadlineState, Sequence[Stood]], DeadlineState],
) -> _Course:
    """The pauses and extensions with which it took another one's place; facts: its own."""
    fact, own = deadline.fact, {one.event_id for one in facts}
    stood = [one for one in deadline.stood if own.isdisjoint(one.ended_by)]
    first = _first_due(fact, rule)
    course = _Course(first, stops=[_stop(one, fact.zone) for one in stood])
    if fact.first_due_on is None:
        return course
    counted = fact.model_copy(update={"due_on": first[0], "due_at": first[1]})
    then = paused(DeadlineState(fact=counted), stood)
    due = (fact.due_on, fact.due_at)
    course.move(course.pauses, (then.due_on, then.due_at) if fact.times_extended else due)
    course.move(course.extensions, due)
    return course


def _first_due(fact: DeadlineSet, rule: DeadlineRule | None) -> Moment:
    """When it was due as counted, before pauses and extensions."""
    day, begun = fact.first_due_on or fact.due_on, fact.starts.earliest
    if rule is not None and rule.unit == "hours" and begun is not None and fact.first_due_on:
        return day, begun + rule.amount * HOUR
    return day, fact.due_at + (day - fact.due_on)


def _stop(stood: Stood, zone: str) -> Stop:
    since, until = (When(at=at, zone=zone) for at in (stood.first, stood.last))
    return Stop(since=since, until=until, ground_code=stood.ground_code)


def _course(deadline: DeadlineState, facts: Iterable[Recorded], course: _Course) -> _Course:
    for recorded in facts:
        _follow(course, recorded, deadline)
    if deadline.status == "lapsed":
        course.until = course.due
    elif deadline.status == "paused" and course.stops:
        course.until = _moment(deadline.paused) if deadline.paused else None
    return course


def _about(event: DomainEvent) -> Iterator[object]:
    if isinstance(event, DeadlinePaused):
        yield from event.deadline_ids
    elif isinstance(event, DeadlineResumed):
        yield from (one.deadline_id for one in event.deadlines)
    elif isinstance(event, DeadlineSet):
        yield event.replaces
    else:
        yield getattr(event, "deadline_id", None)


def _follow(course: _Course, recorded: Recorded, deadline: DeadlineState) -> None:
    event, own = recorded.event, deadline.fact.deadline_id
    if isinstance(event, DeadlineExtended):
        course.move(course.extensions, (event.new_due_on, event.new_due_at))
    elif isinstance(event, DeadlinePaused):
        since = event.since or deadline.since_it_came(recorded.occurred)
        course.stop(since, event, recorded.occurred)
    elif isinstance(event, DeadlineResumed):
        moved = next(one for one in event.deadlines if one.deadline_id == own)
        course.move(course.pauses, (moved.due_on, moved.due_at))
        course.go_on(recorded.occurred)
    elif isinstance(event, DeadlineMet):
        course.until = course.stood_since() or _moment(event.met)
        course.go_on(event.met)
    elif isinstance(event, DeadlineCancelled | DeadlineSet):
        course.until = _moment(recorded.occurred)
