"""The events of a lesson learned; a note belongs to it as it does to a complaint."""

from typing import Annotated, ClassVar
from uuid import UUID

from domain.complaint.events import NoteAdded
from domain.event import DomainEvent
from domain.privacy import P0, P2, P3
from domain.values import Code, Text, Title, Zone


class LessonNoted(DomainEvent):
    """Something was learned that others should know (8.7)."""

    TYPE: ClassVar[str] = "LessonNoted"

    reference: Annotated[str, P0]
    legal_entity: Annotated[Code, P0]
    zone: Annotated[Zone, P0]
    topic_code: Annotated[Code, P0]
    party_id: Annotated[UUID, P0]
    taught_by: Annotated[Title | None, P2] = None
    lesson: Annotated[Text | None, P3] = None


class LessonShared(DomainEvent):
    """It was brought to a unit."""

    TYPE: ClassVar[str] = "LessonShared"

    with_unit: Annotated[Code, P0]


class LessonSpread(DomainEvent):
    """It has come to every unit that there was to bring it to, by the rule alone."""

    TYPE: ClassVar[str] = "LessonSpread"

    units: Annotated[int, P0]


LESSON_EVENTS: tuple[type[DomainEvent], ...] = (LessonNoted, LessonShared, LessonSpread, NoteAdded)
