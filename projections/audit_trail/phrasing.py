"""Sentences made of an event's public facts, by a small pattern for each type of event."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, singledispatch
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    Direction,
    ForwardedBy,
    Issue,
    IssueFinding,
    IssueStance,
    NewDueDate,
    ProposedRemedy,
    Recourse,
)
from domain.event import DomainEvent
from domain.values import Money, When

PART = re.compile(r"\[([^\[\]]*)\]")
FIELD = re.compile(r"\{(\w+)\}")
CONDITION = re.compile(r"([?!])(\w+)(?:=(\w+))?: ?")


def sentence(pattern: str, event: DomainEvent) -> str:
    """The pattern with the event's facts in it.

    {field} is the fact in words. [a part] is left out where a fact in it is absent or empty;
    [?field: a part] stands only where the fact holds, [!field: a part] only where it does not;
    [?field=code: a part] only where the fact is this code.
    """
    text = "".join([_told(piece, event) for piece in _pieces(pattern)])
    return text[:1].upper() + text[1:]


def fields_in(pattern: str) -> set[str]:
    """The names of all facts that a pattern speaks of."""
    return {*FIELD.findall(pattern), *(name for _, name, _ in CONDITION.findall(pattern))}


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands outside of brackets, or in one; facts: their names, each before a text."""

    begin: str
    facts: tuple[tuple[str, str], ...]
    is_part: bool
    condition: tuple[str, str, str | None] | None


@cache
def _pieces(pattern: str) -> tuple[_Piece, ...]:
    return tuple(
        _piece(text, is_part=place % 2 == 1) for place, text in enumerate(PART.split(pattern))
    )


def _piece(text: str, *, is_part: bool) -> _Piece:
    found = CONDITION.match(text) if is_part else None
    begin, *rest = FIELD.split(text[found.end() :] if found else text)
    facts = tuple(zip(rest[::2], rest[1::2], strict=True))
    return _Piece(begin, facts, is_part, (found[1], found[2], found[3]) if found else None)


def _told(piece: _Piece, event: DomainEvent) -> str:
    if piece.condition is not None:
        sign, name, code = piece.condition
        fact = getattr(event, name)
        if (fact == code if code else bool(fact)) is not (sign == "?"):
            return ""
    text = piece.begin
    for name, after in piece.facts:
        fact = getattr(event, name)
        if piece.is_part and (fact is None or fact == ()):
            return ""
        text += _fact(name, fact) + after
    return text


def _fact(name: str, fact: Any) -> str:
    """A fact in words; the name of a rule or a policy as it is written, to be typed again."""
    if isinstance(fact, str):
        return fact if name.endswith("_id") else fact.replace("_", " ")
    return spoken(fact)


@singledispatch
def spoken(fact: Any) -> str:
    """A fact in words."""
    return str(fact)


@spoken.register
def _(fact: str) -> str:
    return fact.replace("_", " ")


@spoken.register
def _(fact: UUID) -> str:
    return fact.hex[:8]


@spoken.register(datetime)
def _(fact: datetime) -> str:
    return f"{fact:%Y-%m-%d %H:%M} UTC"


@spoken.register
def _(fact: date) -> str:
    return fact.isoformat()


@spoken.register
def _(fact: When) -> str:
    return spoken(fact.on or fact.at) if fact.unknown is None else "an unknown day"


@spoken.register
def _(fact: Money) -> str:
    return f"{fact.amount} {fact.currency}"


@spoken.register(tuple)
def _(fact: tuple[Any, ...]) -> str:
    return ", ".join(map(spoken, fact)) or "none"


@spoken.register
def _(fact: Issue) -> str:
    unlisted = f" (product {spoken(fact.product_code)}, which the policy does not list)"
    return spoken(fact.category_code) + (unlisted if fact.is_product_unlisted else "")


@spoken.register
def _(fact: ForwardedBy) -> str:
    return f"{spoken(fact.body_code)}, there since {spoken(fact.first_received)}"


@spoken.register
def _(fact: Recourse) -> str:
    return spoken(fact.kind) + (f" ({spoken(fact.body_code)})" if fact.body_code else "")


@spoken.register
def _(fact: IssueStance) -> str:
    return f"issue {fact.issue_no} {spoken(fact.finding_code)}, {spoken(fact.stance)}"


@spoken.register
def _(fact: IssueFinding) -> str:
    return f"issue {fact.issue_no} {spoken(fact.finding_code)}"


@spoken.register
def _(fact: ProposedRemedy) -> str:
    return spoken(fact.kind_code) + (f" of {spoken(fact.money)}" if fact.money else "")


@spoken.register
def _(fact: Direction) -> str:
    by = f" by {spoken(fact.due_on)}" if fact.due_on else ""
    return spoken(fact.kind_code) + (f" of {spoken(fact.money)}" if fact.money else "") + by


@spoken.register
def _(fact: NewDueDate) -> str:
    return f"{spoken(fact.deadline_id)} on {spoken(fact.due_on)}"
