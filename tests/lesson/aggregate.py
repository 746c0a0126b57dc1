"""A lesson: its state, its fold, its commands, and the aggregate that they make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field

from domain import decider, draft
from domain.aggregate import Aggregate
from domain.complaint.events import NoteAdded
from domain.decision_context import Command, DecisionContext
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.roles import MANAGEMENT
from domain.values import Code, Text, Title, When
from tests.lesson.events import LESSON_EVENTS, LessonNoted, LessonShared, LessonSpread

C = TypeVar("C", bound=Command)
ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is known of a lesson. state: NOTED, or SPREAD once enough units have it."""

    reference: str
    legal_entity: str
    zone: str | None
    party_id: UUID
    version: int
    recorded_at: datetime
    state: str = "NOTED"
    units: tuple[str, ...] = ()


def evolve(lesson: Lesson | None, recorded: Recorded) -> Lesson:
    """The lesson after one more event."""
    event, version, at = recorded.event, recorded.version, recorded.recorded_at
    if lesson is None:
        if not isinstance(event, LessonNoted):
            raise ValueError(f"{event.TYPE} begins no lesson")
        return Lesson(
            reference=event.reference,
            legal_entity=event.legal_entity,
            zone=event.zone,
            party_id=event.party_id,
            version=version,
            recorded_at=at,
        )
    if isinstance(event, LessonShared):
        lesson = replace(lesson, units=(*lesson.units, event.with_unit))
    if isinstance(event, LessonSpread):
        lesson = replace(lesson, state="SPREAD")
    return replace(lesson, version=version, recorded_at=at)


class LessonDraft(draft.Draft[Lesson]):
    """A command on a lesson being decided."""

    KIND = "lesson"

    def evolved(self, before: Lesson | None, recorded: Recorded) -> Lesson:
        """The lesson after one more event."""
        return evolve(before, recorded)

    def following(
        self, before: Lesson | None, after: Lesson, _event: DomainEvent
    ) -> Iterator[DomainEvent]:
        """It is spread once enough units have it."""
        if before is not None and len(before.units) < ENOUGH <= len(after.units):
            yield LessonSpread(units=len(after.units))


class Decider(decider.Decider[Lesson, C]):
    """A command on a lesson."""

    def begun(
        self, lesson: Lesson | None, context: DecisionContext, occurred: When | None
    ) -> LessonDraft:
        """An empty draft of a command on this lesson."""
        return LessonDraft(context, lesson, occurred or context.now_of(lesson))


class SharedAlready(Refusal, code="SharedAlready"):
    """The unit has it already."""

    clause = "8.7"
    rule = "a lesson is brought to a unit once"
    instead = "name another unit"


class NoteLesson(Command):
    """Something that others should know."""

    topic_code: Annotated[Code, Field(description="What it is about")]
    lesson: Annotated[Text, Field(description="What was learned")]
    taught_by: Annotated[Title | None, Field(description="Who taught it")] = None


class ShareLesson(Command):
    """To which unit it was brought."""

    unit: Annotated[Code, Field(description="The unit that has it now")]


class CommentLesson(Command):
    """A note on it."""

    note: Annotated[Text, Field(description="What is noted")]


def _note(draft: LessonDraft, command: NoteLesson) -> None:
    context = draft.context
    draft.add(
        LessonNoted(
            reference=context.reference,
            legal_entity=context.legal_entity,
            zone=context.zone,
            topic_code=command.topic_code,
            party_id=draft.new_id("party"),
            taught_by=command.taught_by,
            lesson=command.lesson,
        )
    )


def _share(draft: LessonDraft, command: ShareLesson) -> None:
    assert draft.state is not None
    if command.unit in draft.state.units:
        raise SharedAlready(unit=command.unit)
    draft.add(LessonShared(with_unit=command.unit))


def _comment(draft: LessonDraft, command: CommentLesson) -> None:
    draft.add(NoteAdded(visibility_code="staff", note=command.note))


def _claims(event: DomainEvent) -> Iterator[tuple[str, str]]:
    if isinstance(event, LessonNoted):
        yield "reference", f"{event.legal_entity}\n{event.reference}"


def _subject(told: Any) -> UUID | None:
    return told.party_id if isinstance(told, Lesson | LessonNoted) else None


LESSON = Aggregate(
    stream_kind="lesson",
    letter="L",
    collection="lessons",
    topic="management",
    state=Lesson,
    evolve=evolve,
    events=LESSON_EVENTS,
    deciders=(
        Decider("note_lesson", NoteLesson, _note, "8.7", "Note a lesson", begins=True),
        Decider("share_lesson", ShareLesson, _share, "8.7", "Bring it to a unit", MANAGEMENT),
        Decider("comment_lesson", CommentLesson, _comment, "8.7", "Comment on it", MANAGEMENT),
    ),
    claims=_claims,
    subject=_subject,
)
