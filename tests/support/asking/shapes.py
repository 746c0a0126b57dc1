"""Commands of which only the form is right: made from the models, whatever they mean."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ValidationError

from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.recorded import Recorded
from domain.values import UNKNOWN, Money, When
from tests.support.controls import HANDLER, LONDON, named

DAY = date(2026, 3, 2)
CODES = ("refund", "other", "email", "low", "high", "unclassified", "no_cooperation", "phone")
WORDS = ("x", "2026-03-04[Europe/London]", "unknown", "email")
STRANGERS = (named("nobody"), HANDLER.id)
LATEST = 40


class Shapes:
    """Makes commands that somebody might send; the same ones for the same seed.

    known: the ids that they may name.
    """

    def __init__(self, known: Iterable[UUID], seed: int) -> None:
        self._chance = Random(seed)
        self._known: Sequence[UUID] = (*dict.fromkeys(known), *STRANGERS)

    def of(self, kind: AnyDecider) -> Command | None:
        """A command of this kind; None where chance made what has not its form."""
        try:
            made: Command = kind.model.model_validate(self._fields(kind.model))
            return made
        except ValidationError:
            return None

    def _fields(self, model: type[BaseModel]) -> dict[str, Any]:
        return {
            name: self._value(field.annotation, name)
            for name, field in model.model_fields.items()
            if field.is_required() or self._chance.random() < 1 / 3
        }

    def _value(self, hint: Any, name: str) -> Any:
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self._value(self._one([each for each in inner if each is not NoneType]), name)
        if hasattr(hint, "__metadata__"):
            return self._value(inner[0], name)
        if origin is Literal:
            return self._one(inner)
        if origin is tuple:
            return [self._value(inner[0], name) for _ in range(self._one((0, 1, 1, 1, 2)))]
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return self._model(hint)
        return self._plain(hint, name)

    def _model(self, hint: type[BaseModel]) -> Any:
        if hint is When:
            return self._one((UNKNOWN, When(on=DAY, zone=LONDON)))
        if hint is Money:
            return Money(amount=self._one(("40.00", "900.00")), currency="GBP")
        return self._fields(hint)

    def _plain(self, hint: Any, name: str) -> Any:
        later = timedelta(days=self._chance.randint(0, 90))
        text = CODES if name.endswith(("_code", "kind", "field")) else WORDS
        values: dict[Any, Callable[[], Any]] = {
            UUID: lambda: self._one(self._known),
            bool: lambda: self._one((True, False)),
            int: lambda: self._chance.randint(1, 3),
            date: lambda: DAY + later,
            AwareDatetime: lambda: datetime(2026, 3, 2, 9, tzinfo=UTC) + later,
            str: lambda: "ab" * 32 if name.endswith("sha256") else self._one(text),
        }
        return values[hint]()

    def _one(self, values: Sequence[Any]) -> Any:
        return values[self._chance.randrange(len(values))]


def ids_of(events: Sequence[Recorded]) -> list[UUID]:
    """The ids that the latest events of a complaint name."""
    found: list[UUID] = []
    for recorded in reversed(events):
        found += [recorded.event_id, *_uuids(recorded.event.model_dump())]
        if len(found) >= LATEST:
            break
    return found[:LATEST]


def _uuids(value: Any) -> list[UUID]:
    if isinstance(value, UUID):
        return [value]
    if not isinstance(value, dict | list | tuple):
        return []
    parts = value.values() if isinstance(value, dict) else value
    return [one for part in parts for one in _uuids(part)]
