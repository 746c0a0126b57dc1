"""The values by which figures choose complaints: as people type them, and as tables print them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated

from pydantic import Field

from domain.values import IllFormed
from projections.trends import Attribute
from services.commands.numeric_times import TRUTHS

Value = str | bool | None
Choices = Mapping[Attribute, tuple[Value, ...]]
"""For each attribute the values of which a complaint has to have one; None for not available."""

NOT_AVAILABLE = "not available"
PRINTED: Mapping[bool | None, str] = {None: NOT_AVAILABLE, True: "yes", False: "no"}
MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A value asked for that no complaint has, so that a zero is not taken for a figure."""

    attribute: Attribute
    value: str
    near: Annotated[tuple[str, ...], Field(description="Values like it that complaints have.")]


def printed(value: Value) -> str:
    """A value as a table prints it; value_of() reads it back."""
    if value is None or isinstance(value, bool):
        return PRINTED[value]
    return value.replace("_", " ")


def value_of(attribute: Attribute, word: str) -> Value:
    """The value that a word means, printed or as a code. Raises IllFormed."""
    code = "_".join(word.split())
    if not code:
        raise IllFormed("write a value, or none for what is not available", fault="no value")
    if code in ("none", NOT_AVAILABLE.replace(" ", "_")):
        return None
    if not attribute.startswith("is_"):
        return code
    if code not in TRUTHS:
        raise IllFormed("write true, false or none", fault=f"no answer ({attribute}: {word})")
    return TRUTHS[code]


def choices(pairs: Iterable[tuple[Attribute, Value]]) -> Choices:
    """The pairs by attribute: values of one attribute are alternatives, attributes go together."""
    found: dict[Attribute, tuple[Value, ...]] = {}
    for attribute, value in pairs:
        found[attribute] = tuple(dict.fromkeys((*found.get(attribute, ()), value)))
    return found


def unmatched(only: Choices, known: Mapping[Attribute, Collection[Value]]) -> tuple[Unmatched, ...]:
    """The values chosen that are not among those that complaints have, each with its like."""
    return tuple(
        Unmatched(attribute=attribute, value=value, near=_near(value, known[attribute]))
        for attribute, values in only.items()
        for value in values
        if isinstance(value, str) and value not in known[attribute]
    )


def _near(value: str, known: Collection[Value]) -> tuple[str, ...]:
    like = {one.casefold(): one for one in known if isinstance(one, str)}
    holding = sorted(one for one in like if value.casefold() in one)
    close = get_close_matches(value.casefold(), like, n=MOST_NEAR)
    return tuple(like[one] for one in dict.fromkeys((*close, *holding)))[:MOST_NEAR]
