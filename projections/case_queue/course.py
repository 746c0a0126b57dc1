"""What became of a complaint over its whole life, for the list of all complaints (8.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from domain.complaint.events import (
    ComplaintMerged,
    ComplaintSplit,
    ComplaintUnmerged,
    DuplicateAbsorbed,
    DuplicateReleased,
    KnownStateImported,
    PersonalDataErased,
    RecordCorrected,
)
from domain.event import DomainEvent
from projections._parts.course import Course
from projections._parts.outcomes import outcome_after
from projections._parts.timeliness import late
from projections.case_queue.row import CaseRow, Shown


@dataclass(frozen=True, kw_only=True)
class Became:
    """What became of it, as the list of all complaints shows and chooses it."""

    first_outcome: Annotated[str | None, "What the first answer or agreement found."] = None
    outcome: Annotated[str | None, "What was found in the end, by an outside body too."] = None
    source_outcome_code: Annotated[str | None, "The outcome that a source asserts."] = None
    answered_on: Annotated[date | None, "The day of the first answer, if it is known."] = None
    ended_on: Annotated[
        date | None, "The day of its ending, if it has ended and that is known."
    ] = None
    ended_because: Annotated[str | None, "The ground of that ending, else its basis."] = None
    missed: Annotated[tuple[str, ...], "The kinds of due dates that passed undone."] = ()
    done_late: Annotated[tuple[str, ...], "The kinds of what was done after it was due."] = ()
    entered_late: Annotated[tuple[str, ...], "The kinds of what was done in time, told late."] = ()
    relaxations: Annotated[int, "How often one person did what two are asked for."] = 0
    corrections: Annotated[int, "How often its record was corrected."] = 0
    split_from: Annotated[UUID | None, "The complaint that it was split off from."] = None
    split_into: Annotated[tuple[UUID, ...], "The complaints that were split off from it."] = ()
    merged_into: Annotated[UUID | None, "The complaint that it goes on in."] = None
    merged_here: Annotated[tuple[UUID, ...], "The complaints that go on in it."] = ()
    erasures: Annotated[int, "How often personal data in it was erased."] = 0


@dataclass(frozen=True, kw_only=True)
class Case(Became, CaseRow):
    """One complaint, open or ended: what the queue and the list of all complaints show."""

    course: Annotated[Course, "What its days, outcomes and due dates rest on."]


@dataclass(frozen=True, kw_only=True)
class ListedCase(Became, Shown):
    """One complaint, open or ended, as the list of all complaints shows it."""


def shown(course: Course) -> dict[str, Any]:
    """The columns that show a course."""
    outcome, days, ending = outcome_after(course.answers), course.days, course.standing_ending
    first = course.answers.first
    return {
        "first_outcome": outcome.first,
        "outcome": outcome.final,
        "answered_on": days.of(first.act if first else None),
        "ended_on": days.of(ending.act if ending else None),
        "ended_because": ending.because if ending else None,
        "missed": late(course.targets, "missed"),
        "done_late": late(course.targets, "done_late"),
        "entered_late": late(course.targets, "entered_late"),
    }


def counted(row: Became, event: DomainEvent) -> dict[str, Any]:
    """The columns that an event adds to: what was relaxed, corrected, erased, split and merged."""
    changes: dict[str, Any] = {}
    if getattr(event, "separation", None) == "relaxed":
        changes["relaxations"] = row.relaxations + 1
    change = _COUNTED.get(type(event))
    return changes | change(row, event) if change else changes


def _absorbed(row: Became, event: DuplicateAbsorbed) -> dict[str, Any]:
    return {"merged_here": (*_without(row, event.from_id), event.from_id)}


def _released(row: Became, event: DuplicateReleased) -> dict[str, Any]:
    return {"merged_here": _without(row, event.from_id)}


def _without(row: Became, from_id: UUID) -> tuple[UUID, ...]:
    return tuple(one for one in row.merged_here if one != from_id)


_COUNTED: dict[type[DomainEvent], Callable[[Any, Any], dict[str, Any]]] = {
    RecordCorrected: lambda row, _event: {"corrections": row.corrections + 1},
    PersonalDataErased: lambda row, _event: {"erasures": row.erasures + 1},
    KnownStateImported: lambda _row, event: {"source_outcome_code": event.source_outcome_code},
    ComplaintSplit: lambda row, event: {"split_into": (*row.split_into, *event.new_ids)},
    ComplaintMerged: lambda _row, event: {"merged_into": event.into_id},
    ComplaintUnmerged: lambda _row, _event: {"merged_into": None},
    DuplicateAbsorbed: _absorbed,
    DuplicateReleased: _released,
}
