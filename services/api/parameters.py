"""The parameters of questions, as the address gives them: closed, bounded, each at most once."""

from typing import Annotated, Self, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.complaint.lifecycle import State
from domain.complaint.parts import PriorityCode
from domain.values import Code, IllFormed
from projections._kit.questions import Period
from projections.case_queue import Wanted
from projections.trends import FIGURES, Attribute, Figure
from services.commands.numeric_times import DayWritten, InstantWritten, written
from services.queries.answers import TrendsAsked
from services.queries.trend_values import Value, choices, value_of

ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)
CATALOGUE = "\n".join(f"- `{figure}`: {sentence}" for figure, sentence in FIGURES.items())
WHOLE = written("0|[1-9][0-9]*", "is no whole number: write it in digits, such as 50")
"""Stands after the bounds of a number: those that follow it are not described."""
YesNo = Annotated[bool, written("true|false", "is neither true nor false: write one of them")]
Identifier = Annotated[
    UUID,
    written(
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "is no uuid: write it as 6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d",
    ),
]


class Parameters(BaseModel):
    """Parameters of an address: unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AsOf(Parameters):
    """Which moment is meant: a version, a position, or what was recorded by an instant."""

    version: Annotated[
        Annotated[int, Field(ge=1, lt=2**31), WHOLE] | None,
        Field(description="As it was after so many of its events; beyond its last one: not found."),
    ] = None
    at: Annotated[
        InstantWritten | None,
        Field(description="As it was by what had been recorded until then."),
    ] = None
    position: Annotated[
        Annotated[int, Field(ge=1, lt=2**63), WHOLE] | None,
        Field(description="As it was when the record had reached this position."),
    ] = None

    @model_validator(mode="after")
    def _is_one_moment(self) -> Self:
        if len(self.model_fields_set) > 1:
            raise IllFormed("a moment is version or at or position, one of them")
        return self


class QueueParameters(Parameters):
    """Which complaints of the queue, and which part of them."""

    legal_entity: Code | None = None
    state: State | None = None
    handler: Identifier | None = None
    is_mine: YesNo = False
    is_unassigned: YesNo = False
    unit: Code | None = None
    priority_code: PriorityCode | None = None
    is_safety: YesNo | None = None
    is_overdue: YesNo | None = None
    needs_decision: YesNo | None = None
    awaits_approval: YesNo | None = None
    is_suspended: YesNo | None = None
    is_paused: YesNo | None = None
    is_escalated: YesNo | None = None
    is_external: YesNo | None = None
    is_owing: YesNo | None = None
    limit: Annotated[int, Field(ge=1, le=200), WHOLE] = 50
    cursor: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None

    @property
    def wanted(self) -> Wanted:
        """The filter as the queue knows it."""
        return Wanted(**self.model_dump(exclude={"limit", "cursor", "is_mine"}))


class TrailParameters(Parameters):
    """Which part of a complaint's history."""

    after_version: Annotated[int, Field(ge=0, lt=2**31), WHOLE] = 0
    as_of: InstantWritten | None = None
    limit: Annotated[int, Field(ge=1, le=1_000), WHOLE] = 200


class DeadlineParameters(Parameters):
    """As of when a due date is explained: what was recorded by then, and what was left then."""

    at: InstantWritten | None = None


class TrendsParameters(Parameters):
    """Which figure; ``by`` and ``only`` are lists with commas: ``by=unit,outcome``,
    ``only=unit:claims,is_disputed:true,outcome:none``. Values of one attribute are alternatives:
    ``only=unit:claims,unit:cards``.
    """

    figure: Annotated[Figure, Field(description=CATALOGUE)]
    by: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    only: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    period: Period | None = None
    since: DayWritten | None = None
    until: DayWritten | None = None

    @property
    def asked(self) -> TrendsAsked:
        """The question. Raises ValueError for an attribute that there is not; BackToFront."""
        return TrendsAsked(
            figure=self.figure,
            by=tuple(_attribute(name) for name in (self.by or "").split(",") if name),
            only=choices(_chosen(part) for part in (self.only or "").split(",") if part),
            period=self.period,
            since=self.since,
            until=self.until,
        )

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        asked = self.asked
        if len(set(asked.by)) != len(asked.by):
            raise IllFormed("group by each attribute once")
        return self


def _attribute(name: str) -> Attribute:
    for known in ATTRIBUTES:
        if known == name:
            return known
    raise IllFormed(f"use {', '.join(ATTRIBUTES)}", fault=f"no such attribute ({name})")


def _chosen(part: str) -> tuple[Attribute, Value]:
    name, colon, value = part.partition(":")
    if not colon or "\x00" in value:
        hint = "write unit:claims or outcome:none"
        raise IllFormed(hint, fault=f"no attribute and value ({part})")
    attribute = _attribute(name)
    return attribute, value_of(attribute, value)
