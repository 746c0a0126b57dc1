"""The parameters of questions, as the address gives them: closed, bounded, each at most once."""

from typing import Annotated, Self, get_args

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from starlette.exceptions import HTTPException

from domain.aggregate import AnyAggregate
from domain.values import IllFormed
from projections._kit.questions import Period
from projections.trends import FIGURES, Attribute, Figure
from services.api.field_errors import UnfitParameter
from services.commands.numeric_times import DayWritten, InstantWritten, written
from services.queries.answers import BackToFront, TrendsAsked
from services.queries.queue_filter import QueueFilter
from services.queries.trend_values import Value, choices, value_of

ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)
CATALOGUE = "\n".join(f"- `{figure}`: {sentence}" for figure, sentence in FIGURES.items())
WHOLE = written("0|[1-9][0-9]*", "is no whole number: write it in digits, such as 50")
"""Stands after the bounds of a number: those that follow it are not described."""
Word = Annotated[
    str, Path(description="A uuid, a reference such as C-H8F90380K, or entity:reference")
]


class Parameters(BaseModel):
    """Parameters of an address: unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def must_name_a_stream(word: str, of: AnyAggregate) -> None:
    """Raises HTTPException (405) for the word of a command that begins one, which is posted to."""
    if any(kind.begins and kind.address == word for kind in of.deciders):
        raise HTTPException(405, headers={"Allow": "POST"})


def _last(parameters: Parameters) -> str:
    """The last one that was given, in the order in which they are described."""
    return [name for name in type(parameters).model_fields if name in parameters.model_fields_set][
        -1
    ]


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
            raise UnfitParameter(_last(self), "a moment is version or at or position, one of them")
        return self


class QueueParameters(Parameters, QueueFilter):
    """Which complaints of the queue, and which part of them."""

    limit: Annotated[int, Field(ge=1, le=200, description="Rows of a page, at most."), WHOLE] = 50
    cursor: Annotated[
        Annotated[str, Field(min_length=1, max_length=1_000)] | None,
        Field(description="Where the page before ended, as it said in `cursor`."),
    ] = None


class TrailParameters(Parameters):
    """Which part of a complaint's history."""

    after_version: Annotated[
        int, Field(ge=0, lt=2**31, description="Only what comes after this version."), WHOLE
    ] = 0
    as_of: Annotated[
        InstantWritten | None, Field(description="Only what had been recorded until then.")
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=1_000, description="Entries of a page, at most."), WHOLE
    ] = 200


class DeadlineParameters(Parameters):
    """As of when a due date is explained: what was recorded by then, and what was left then."""

    at: Annotated[
        InstantWritten | None, Field(description="As it was recorded until then; now, unless told.")
    ] = None


class TrendsParameters(Parameters):
    """Which figure; ``by`` and ``only`` are lists with commas: ``by=unit,outcome``,
    ``only=unit:claims,is_disputed:true,outcome:none``. Values of one attribute are alternatives:
    ``only=unit:claims,unit:cards``.
    """

    figure: Annotated[
        Figure | None, Field(description=f"Without one: which there are.\n\n{CATALOGUE}")
    ] = None
    by: Annotated[
        Annotated[str, Field(min_length=1, max_length=300)] | None,
        Field(description="The attributes to group by, with commas, each once."),
    ] = None
    only: Annotated[
        Annotated[str, Field(min_length=1, max_length=1_000)] | None,
        Field(description="Attributes with a value that a complaint must have, with commas."),
    ] = None
    period: Annotated[
        Period | None, Field(description="How long each row is; all in one, unless told.")
    ] = None
    since: Annotated[DayWritten | None, Field(description="The first day that counts.")] = None
    until: Annotated[DayWritten | None, Field(description="The last day that counts.")] = None

    @property
    def query(self) -> TrendsAsked | None:
        """The question; None where no figure is named. Raises BackToFront.

        Raises ValueError for an attribute that there is not.
        """
        if self.figure is None:
            return None
        return TrendsAsked(
            figure=self.figure,
            by=_grouped(self.by),
            only=choices(_chosen(part) for part in (self.only or "").split(",") if part),
            period=self.period,
            since=self.since,
            until=self.until,
        )

    @field_validator("by")
    @classmethod
    def _groups_once(cls, by: str | None) -> str | None:
        if len(set(_grouped(by))) != len(_grouped(by)):
            raise IllFormed("group by each attribute once")
        return by

    @field_validator("only")
    @classmethod
    def _names_values(cls, only: str | None) -> str | None:
        for part in filter(None, (only or "").split(",")):
            _chosen(part)
        return only

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.figure is None and self.model_fields_set:
            raise UnfitParameter("figure", f"say of which figure: {', '.join(FIGURES)}")
        try:
            assert self.figure is None or self.query
        except BackToFront as error:
            raise UnfitParameter("until", str(error)) from None
        return self


def _grouped(by: str | None) -> tuple[Attribute, ...]:
    return tuple(_attribute(name) for name in (by or "").split(",") if name)


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
