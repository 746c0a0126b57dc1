"""A projection of lessons: it names the one slice that it reads, and is folded from their topic."""

from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from domain.recorded import Recorded
from domain.slices import OF_MANAGEMENT
from projections._kit import Records
from tests.lesson.events import LessonNoted, LessonShared

POISON = "poison"
CURES: list[str] = []
"""Units that the fold could not read at first and can now."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson."""

    stream_id: Annotated[UUID, "The lesson."]
    reference: Annotated[str, "What people quote."]
    units: Annotated[int, "How many units have it."] = 0


def fold(row: LessonRow | None, recorded: Recorded) -> LessonRow | None:
    """The row after one more event."""
    event = recorded.event
    if isinstance(event, LessonNoted):
        return LessonRow(recorded.stream_id, event.reference)
    if row is not None and isinstance(event, LessonShared):
        if event.with_unit == POISON and POISON not in CURES:
            raise ValueError("a unit that nobody knows")
        return replace(row, units=row.units + 1)
    return row


LESSONS = Records(
    name="lessons",
    version=1,
    question="Which lessons there are, and how many units have each.",
    row=LessonRow,
    fold=fold,
    key=("stream_id",),
    slices=OF_MANAGEMENT,
)
