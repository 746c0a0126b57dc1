"""What every event is: a frozen payload whose fields each declare their class of data."""

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.privacy import P0, SEALED, PrivacyClass, class_of
from domain.values import When


class DomainEvent(BaseModel):
    """A fact, without the envelope that says whose, when and in which stream.

    TYPE and SCHEMA are storage formats: written out, never derived, never reused.
    SEALED_UNDER: the field that names the party to whom its P2 and P4 fields belong; where there is
    none, they are the complainant's. settles_event_ids: the outside facts without a place that a
    staff event settles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    TYPE: ClassVar[str]
    SCHEMA: ClassVar[int] = 1
    SEALED_UNDER: ClassVar[str] = "party_id"

    settles_event_ids: Annotated[tuple[UUID, ...] | None, P0] = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What an event of another type has; the library's own looks for more, and longer."""
            raise AttributeError(f"{type(self).__name__} has no {name}")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, an event with an unclassified field."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            class_of(cls.__name__, name, field)


class ArrivingEvent(DomainEvent):
    """What a party may bring with their own key: it happened when it arrived (invariant 2).

    claimed: when they say that it was. It starts no clock and decides no window.
    """

    claimed: Annotated[When | None, P0] = None


class OutsideEvent(ArrivingEvent):
    """What somebody outside did: it is recorded whenever they say that they did it.

    is_time_doubtful: before the receipt or in the future; somebody has to look at it (invariant 2).
    """

    is_time_doubtful: Annotated[Literal[True] | None, P0] = None


@cache
def classes_of(kind: type[DomainEvent]) -> dict[str, PrivacyClass]:
    """Field name to class of data, for every field of an event type."""
    return {name: class_of(kind.__name__, name, field) for name, field in kind.model_fields.items()}


@cache
def sealed_classes(kind: type[DomainEvent]) -> tuple[PrivacyClass, ...]:
    """The personal classes that an event type declares, sorted; each is sealed, even if empty."""
    declared = set(classes_of(kind).values())
    return tuple(mark for mark in SEALED if mark in declared)
