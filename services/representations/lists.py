"""What lists and views look like to programs, alike over HTTP and at the command line."""

from typing import Annotated

from pydantic import BaseModel, Field

from projections import discover
from projections._kit import Column, Projection, Tallies
from projections._kit.shapes import shown_columns
from services.queries.any_view import columns_by_name
from services.queries.conditions import askable

MEANING = "What the column holds."


class ColumnAnswer(BaseModel):
    """One column of a view."""

    name: str
    kind: str
    meaning: Annotated[str, Field(description=MEANING)]
    is_optional: Annotated[bool, Field(description="Whether it can be empty: none in conditions.")]
    can_be_asked: Annotated[bool, Field(description="Whether rows can be chosen by it.")]


class ViewDescribed(BaseModel):
    """A view that can be asked; of one that sums, each row ends with the amount."""

    name: str
    version: int
    question: Annotated[str, Field(description="What it answers.")]
    is_sums: bool
    columns: list[ColumnAnswer]


class ViewsAnswer(BaseModel):
    """The views of this installation, and what each column of them holds."""

    views: list[ViewDescribed]


def views() -> ViewsAnswer:
    """The views of this installation, described."""
    return ViewsAnswer(views=[_view(projection) for projection in discover()])


def _view(projection: Projection) -> ViewDescribed:
    asked_by = {column.name for column in askable(columns_by_name(projection).values())}
    return ViewDescribed(
        name=projection.name,
        version=projection.version,
        question=projection.question,
        is_sums=isinstance(projection, Tallies),
        columns=[
            _column(column, can_be_asked=column.name in asked_by)
            for column in shown_columns(projection)
        ],
    )


def _column(column: Column, *, can_be_asked: bool) -> ColumnAnswer:
    return ColumnAnswer(
        name=column.name,
        kind=column.kind,
        meaning=column.sentence,
        is_optional=column.is_optional,
        can_be_asked=can_be_asked,
    )
