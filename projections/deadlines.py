"""Every due date: what made it, whether it still runs, what became of it (6.2, 7.1)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from domain.complaint.deadlines.lateness import Lateness, lateness_of, miss_stands
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
)
from domain.event import DomainEvent
from domain.recorded import Recorded
from projections._kit import Index, Key, Page, Records, Where
from projections._parts.timeliness import rested_on_what_was_wrong

VERSION = 7
Named = DeadlineMet | DeadlineMissed | DeadlineLapsed | DeadlineCancelled | DeadlineExtended


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """One due date and what became of it."""

    complaint_id: Annotated[UUID, "The complaint."]
    deadline_id: Annotated[UUID, "The due date."]
    kind: Annotated[str, "What is due, such as acknowledgement or response."]
    party: Annotated[str, "Who has to keep it."]
    rule_id: Annotated[str, "The rule that made it."]
    policy_id: Annotated[str, "The policy that the rule is of."]
    policy_version: Annotated[int, "The policy's version."]
    calendar_id: Annotated[str, "The calendar that it was reckoned by."]
    calendar_version: Annotated[int, "The calendar's version."]
    due_on: Annotated[date, "The day on which it is due, in its own zone, as it stands."]
    due_at: Annotated[datetime, "The instant at which it is due, as it stands."]
    warn_at: Annotated[datetime | None, "From when on it counts as due soon."]
    first_due_at: Annotated[datetime, "The instant at which it was due when it was set."]
    extended: Annotated[int, "How often it was extended."]
    status: Annotated[str, "running, paused, missed, met, lapsed, cancelled or replaced."]
    lateness: Annotated[
        Lateness | None,
        "in_time, entered_late (done in time, recorded after it was due), done_late or missed.",
    ]
    was_missed: Annotated[bool, "Whether a miss was recorded that stands."]
    awaits_clock: Annotated[bool, "Whether the clock still has to say that it passed."]
    position: Annotated[int, "The position of the last event about it."]


def keys(recorded: Recorded) -> tuple[Key, ...]:
    """The due dates that an event is about: its own, and the one that it replaces."""
    return tuple((recorded.stream_id, deadline_id) for deadline_id in _named(recorded.event))


def _named(event: DomainEvent) -> tuple[UUID, ...]:
    if isinstance(event, DeadlineSet):
        return (event.deadline_id, *([event.replaces] if event.replaces else []))
    if isinstance(event, DeadlinePaused):
        return event.deadline_ids
    if isinstance(event, DeadlineResumed):
        return tuple(one.deadline_id for one in event.deadlines)
    return (event.deadline_id,) if isinstance(event, Named) else ()


def fold(row: DueDate | None, recorded: Recorded) -> DueDate | None:
    """The due date after one more event about it."""
    event = recorded.event
    if isinstance(event, DeadlineSet) and (row is None or row.deadline_id == event.deadline_id):
        return _set(event, recorded)
    if row is None:
        return None
    return replace(row, **_changes(row, recorded), position=recorded.position or 0)


def _changes(row: DueDate, recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    if isinstance(event, DeadlineExtended):
        due = {"due_on": event.new_due_on, "due_at": event.new_due_at}
        return {**due, "warn_at": event.new_warn_at, "extended": row.extended + 1}
    if isinstance(event, DeadlinePaused):
        is_running = row.status == "running"
        return {"status": "paused", "awaits_clock": False} if is_running else {}
    if isinstance(event, DeadlineResumed):
        return _resumed(row, event) if row.status == "paused" else {}
    if isinstance(event, DeadlineMet):
        return _met(row, event, recorded.recorded_at)
    lateness: dict[str, Any] = {}
    if isinstance(event, DeadlineMissed):
        lateness = {"lateness": "missed", "was_missed": True}
    elif (isinstance(event, DeadlineCancelled) and event.voids_miss) or _was_wrong(row, event):
        lateness = {"lateness": None, "was_missed": False}
    return {"status": _status(event), "awaits_clock": False, **lateness}


def _was_wrong(row: DueDate, event: DomainEvent) -> bool:
    """Whether it is set anew because it rested on what was told wrong, and was not missed."""
    return isinstance(event, DeadlineSet) and rested_on_what_was_wrong(
        event, missed_at=row.due_at if row.was_missed else None
    )


def _met(row: DueDate, event: DeadlineMet, recorded_at: datetime) -> dict[str, Any]:
    return {
        "status": "met",
        "awaits_clock": False,
        "lateness": lateness_of(event, due_at=row.due_at, recorded_at=recorded_at),
        "was_missed": miss_stands(event, was_missed=row.was_missed),
    }


def _resumed(row: DueDate, event: DeadlineResumed) -> dict[str, Any]:
    moved = next(one for one in event.deadlines if one.deadline_id == row.deadline_id)
    due = {"due_on": moved.due_on, "due_at": moved.due_at, "warn_at": moved.warn_at}
    return {**due, "status": "running", "awaits_clock": True}


def _status(event: DomainEvent) -> str:
    if isinstance(event, DeadlineMissed):
        return "missed"
    if isinstance(event, DeadlineLapsed):
        return "lapsed"
    return "cancelled" if isinstance(event, DeadlineCancelled) else "replaced"


def _set(event: DeadlineSet, recorded: Recorded) -> DueDate:
    return DueDate(
        complaint_id=recorded.stream_id,
        deadline_id=event.deadline_id,
        kind=event.kind,
        party=event.party,
        rule_id=event.rule_id,
        policy_id=event.policy_id,
        policy_version=event.policy_version,
        calendar_id=event.calendar_id,
        calendar_version=event.calendar_version,
        due_on=event.due_on,
        due_at=event.due_at,
        warn_at=event.warn_at,
        first_due_at=event.due_at,
        extended=event.times_extended or 0,
        status="running",
        lateness=None,
        was_missed=False,
        awaits_clock=True,
        position=recorded.position or 0,
    )


ORDER = ("due_at", "complaint_id", "deadline_id")

PROJECTION = Records(
    name="deadlines",
    version=VERSION,
    question="Which due dates there are, what made them, and what became of them.",
    row=DueDate,
    fold=fold,
    key=("complaint_id", "deadline_id"),
    keys=keys,
    indexes=(Index(ORDER, where="awaits_clock"),),
)


def passed(at: datetime, *, limit: int) -> Page:
    """The due dates before this instant that the clock has not turned into a fact yet."""
    where = (Where("awaits_clock", "is", True), Where("due_at", "<", at))
    return Page(view="deadlines", row=DueDate, order=ORDER, where=where, limit=limit)


def warned(at: datetime, *, limit: int, after: DueDate | None = None) -> Page:
    """The due dates that still run and of which it was time to warn. after: the last one seen."""
    where = (
        Where("awaits_clock", "is", True),
        Where("due_at", ">=", at),
        Where("warn_at", "<=", at),
    )
    place = (after.due_at, after.complaint_id, after.deadline_id) if after else None
    return Page(view="deadlines", row=DueDate, order=ORDER, where=where, after=place, limit=limit)


def counted_by(calendar_id: str, *, before: int, limit: int, after: DueDate | None = None) -> Page:
    """The due dates that run and were counted by older versions of a calendar.

    before: the version that is newer. after: the last one seen.
    """
    where = (
        Where("awaits_clock", "is", True),
        Where("calendar_id", "=", calendar_id),
        Where("calendar_version", "<", before),
    )
    place = (after.due_at, after.complaint_id, after.deadline_id) if after else None
    return Page(view="deadlines", row=DueDate, order=ORDER, where=where, after=place, limit=limit)
