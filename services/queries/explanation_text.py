"""An explanation's plain sentences: the rule, the start, the days, and what happened since."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.complaint.corrections.corrected_fields import OCCURRED, when_of
from domain.complaint.deadlines.budgets import Budget
from domain.complaint.deadlines.day_count import DayCounted
from domain.complaint.deadlines.lateness import VOID
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
    RecordCorrected,
)
from domain.complaint.state import DeadlineState
from domain.policy import Calendar, DeadlineRule, Policy
from domain.policy.calendars import WEEKDAYS
from domain.recorded import Recorded
from domain.values import Instant, When

BY_HAND = {
    "promised_date": "the day was named itself: in an offer, a plan or a determination",
    NEW_TARGET: "somebody set it after the day before it was missed",
}


ANEW = {
    "corrected": "a fact that it rests on was corrected",
    "product_known": "the product became known",
    "reclassified": "what the complaint is about changed",
    "calendar_corrected": "its calendar was corrected",
    "carried": "it was carried over from another complaint",
}
"""Why a due date was set anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something that happened to a due date."""

    event_id: UUID
    type: str
    recorded_at: Instant
    sentence: Annotated[str, "The same for people."]


def day_shown(day: date) -> str:
    """A day with its weekday."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {day.isoformat()}"


def counted(amount: int, unit: str) -> str:
    """So many of a policy's units: 1 working day, 2 months."""
    said = unit.replace("_", " ")
    return f"{amount} {said.removesuffix('s') if amount == 1 else said}"


def told_rule(fact: DeadlineSet, rule: DeadlineRule | None, policy: Policy) -> str:
    """The rule that made it, in the policy's version."""
    whose = f"policy {fact.policy_id} version {fact.policy_version} ({policy.title})"
    if rule is None:
        why = BY_HAND.get(fact.rule_id, f"by the rule {fact.rule_id}")
        return f"No count made it: {why}; {whose} was in force."
    ends = rule.day_ends or policy.day_ends
    until = "" if rule.unit == "hours" else f", until the day ends at {ends} in {fact.zone}"
    return f"Rule {rule.rule_id} of {whose}: {counted(rule.amount, rule.unit)}{until}."


def told_start(fact: DeadlineSet, start: Recorded | None) -> str:
    """The fact that it counts from, and when that was."""
    if fact.rule_id == NEW_TARGET:
        return f"It runs from {_when(fact.starts)}, when it was set."
    named = start.event.TYPE if start else "a fact of another complaint"
    recorded = f", recorded {start.recorded_at:%Y-%m-%d %H:%M UTC}" if start else ""
    return f"It counts from {named} on {_when(fact.starts)}{recorded}."


def told_anew(
    deadline: DeadlineState, known: Mapping[UUID, DeadlineState], history: Sequence[Recorded]
) -> Iterator[str]:
    """Which corrections its start has had, and why it took another one's place."""
    fact = deadline.fact
    for one in history:
        event = one.event
        if isinstance(event, RecordCorrected) and _sets_time(event, fact.start_event_id):
            yield (
                f"What the record said of that time was corrected on {_when(one.occurred)} from "
                f"{_time(event.wrong)} to {_time(event.right)}, because {_said(event.ground_code)}."
            )
    replaced = known.get(fact.replaces) if fact.replaces else None
    if fact.ground_code and replaced:
        instead = day_shown(replaced.due_on)
        yield f"It took the place of one due on {instead}, because {ANEW[fact.ground_code]}."
    if fact.first_due_on:
        counted = day_shown(fact.first_due_on)
        yield f"Counted, it was due on {counted}; what extensions and pauses added holds."


def _sets_time(event: RecordCorrected, start_event_id: UUID) -> bool:
    return event.target_event_id == start_event_id and event.field == OCCURRED


def told_budget(budget: Budget | None) -> Iterator[str]:
    """How much time it gives, and how much of it is used, stood still and is left."""
    if budget is None:
        return
    unit = budget.counted_in.replace("_", " ")
    more = f", {budget.extended} of them by extension" if budget.extended else ""
    stood = f", {budget.suspended} stood still" if budget.suspended else ""
    left = f"{budget.left} left" if budget.left >= 0 else f"over by {-budget.left}"
    at = f"{budget.as_of:%Y-%m-%d %H:%M} UTC"
    yield f"Of {budget.amount} {unit}{more}: {budget.used} used{stood}, {left} as of {at}."
    for stop in budget.stops:
        until = f"until {_when(stop.until)}" if stop.until else "and still does"
        yield f"It stood still from {_when(stop.since)} {until}, because {_said(stop.ground_code)}."


def told_counting(days: Sequence[DayCounted], calendar: Calendar) -> Iterator[str]:
    """Which days were counted and which were not, with the names of the holidays."""
    if not days:
        return
    counted = sum(day.number is not None for day in days)
    source = f"; {calendar.source}" if calendar.source else ""
    named = f"calendar {calendar.calendar_id} version {calendar.version}{source}"
    yield f"Of the {len(days)} days after it, {counted} count as working days ({named})."
    names = {weekday.capitalize() for weekday in WEEKDAYS}
    weekend = [day for day in days if day.why_free in names]
    if weekend:
        kinds = ", ".join(sorted({str(day.why_free) for day in weekend}))
        yield f"Not counted: {len(weekend)} days of weekends ({kinds})."
    for day in days:
        if day.why_free and day not in weekend:
            yield f"Not counted: {day_shown(day.on)}, {day.why_free}."
        if day.is_made_up:
            yield f"Counted although in a weekend: {day_shown(day.on)}, worked for another day."


def told_changes(deadline: DeadlineState, history: Sequence[Recorded]) -> Iterator[Told]:
    """What happened to it since it was set, in order."""
    for recorded in history:
        tell = _TELLS.get(type(recorded.event))
        if tell is None or not _is_about(recorded.event, deadline.fact.deadline_id):
            continue
        yield Told(
            event_id=recorded.event_id,
            type=recorded.event.TYPE,
            recorded_at=recorded.recorded_at,
            sentence=f"{_when(recorded.occurred)}: {tell(recorded.event, deadline, history)}.",
        )


def _is_about(event: Any, deadline_id: UUID) -> bool:
    if isinstance(event, DeadlineSet):
        return event.replaces == deadline_id
    if isinstance(event, DeadlinePaused):
        return deadline_id in event.deadline_ids
    if isinstance(event, DeadlineResumed):
        return any(one.deadline_id == deadline_id for one in event.deadlines)
    return bool(event.deadline_id == deadline_id)


def _extended(event: DeadlineExtended, deadline: DeadlineState, history: Sequence[Recorded]) -> str:
    # The day ends at its midnight, which is the next day's first instant.
    ends = event.old_due_at.astimezone(ZoneInfo(deadline.fact.zone)) - timedelta(microseconds=1)
    old = ends.date()
    agreed = "agreed with the complainant" if event.is_agreed else "not agreed"
    by = event.approved_by
    approved = f", approved by {by.hex[:8]}" if by else ", within the limit"
    notice = next((one for one in history if one.event_id == event.notice_event_id), None)
    notified = f"; told by {notice.event.TYPE} on {_when(notice.occurred)}" if notice else ""
    return (
        f"extended from {day_shown(old)} to {day_shown(event.new_due_on)} by rule "
        f"{event.rule_id}, because {_said(event.ground_code)}, {agreed}{approved}{notified}"
    )


def _resumed(event: DeadlineResumed, deadline: DeadlineState, _history: Sequence[Recorded]) -> str:
    moved = next(one for one in event.deadlines if one.deadline_id == deadline.fact.deadline_id)
    return f"went on, and is due on {day_shown(moved.due_on)}"


def _met(event: DeadlineMet, deadline: DeadlineState, history: Sequence[Recorded]) -> str:
    by = next((one for one in history if one.event_id == event.by_event_id), None)
    what = by.event.TYPE if by else "an event"
    return f"met by {what} on {_when(event.met)}, {deadline.lateness_told}"


Tell = Callable[[Any, DeadlineState, Sequence[Recorded]], str]
_TELLS: dict[type, Tell] = {
    DeadlineExtended: _extended,
    DeadlinePaused: lambda event, *_: (
        f"paused by rule {event.rule_id}, because {_said(event.ground_code)}"
    ),
    DeadlineResumed: _resumed,
    DeadlineMet: _met,
    DeadlineMissed: lambda *_: "missed",
    DeadlineLapsed: lambda *_: "passed unused",
    DeadlineCancelled: lambda event, *_: (
        f"cancelled, because {_said(event.ground_code)}{f'; {VOID}' if event.voids_miss else ''}"
    ),
    DeadlineSet: lambda event, *_: (
        f"replaced by one due on {day_shown(event.due_on)}"
        + (f", because {ANEW[event.ground_code]}" if event.ground_code else "")
    ),
}


def _when(when: When) -> str:
    day = when.day
    if day is None:
        return "an unknown day"
    if when.at is None or when.zone is None:
        return day_shown(day)
    return f"{day_shown(day)} {when.at.astimezone(ZoneInfo(when.zone)):%H:%M} {when.zone}"


def _time(text: str | None) -> str:
    """A time that a correction tells, for people."""
    when = when_of(text or "")
    return _when(when) if when else str(text)


def _said(code: str) -> str:
    return code.replace("_", " ")
