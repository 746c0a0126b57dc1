"""The figures of the trends as they are asked for: by period and attribute (8.2)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from projections._kit.questions import Ends, Group, Period, Sums, Where
from projections.trends.cells import Attribute, Figure

Chosen = Mapping[Attribute, Collection[Any]]
EVERY: tuple[Figure, ...] = ("received", "split_off")
"""Each complaint is in one of them."""


def counts(
    figure: Figure,
    *,
    by: tuple[Attribute, ...] = (),
    period: Period | None = None,
    since: date | None = None,
    until: date | None = None,
    only: Chosen | None = None,
) -> Sums:
    """How many, for each period and attribute: rows of (period?, *by, amount).

    since, until: the first and last day, both included. only: for each attribute the values of
    which it must have one, None for not available. Of a duration use durations(); of ``open`` the
    amounts are steps up and down (kit: statistics.stock).
    """
    groups = [Group(attribute) for attribute in by]
    if period is not None:
        groups.insert(0, Group("day", period))
    where = [Where("figure", "=", figure)]
    where += _chosen(only or {})
    where += [Where("day", ">=", since)] if since is not None else []
    where += [Where("day", "<=", until)] if until is not None else []
    return Sums(view="trends", where=tuple(where), groups=tuple(groups))


def durations(figure: Figure, *, by: tuple[Attribute, ...] = (), **chosen: Any) -> Sums:
    """How often each number of days occurs: rows of (period?, *by, days, amount).

    chosen: as for counts(). Medians and percentiles come from them by statistics.spread.
    """
    sums = counts(figure, by=by, **chosen)
    return replace(sums, groups=(*sums.groups, Group("days")))


def ends(only: Chosen | None = None) -> Ends:
    """The first and the last day on which anything at all is counted. only: as for counts()."""
    return Ends(view="trends", column="day", where=tuple(_chosen(only or {})))


def values(attribute: Attribute) -> Sums:
    """The values that complaints have of an attribute: rows of (value, amount)."""
    every = Where("figure", "in", list(EVERY))
    return Sums(view="trends", where=(every,), groups=(Group(attribute),))


def _chosen(only: Chosen) -> Iterator[Where]:
    for name, wanted in only.items():
        known = [value for value in wanted if value is not None]
        if len(known) == len(wanted):
            yield Where(name, "in", known)
        else:
            yield Where(name, "in or none", known) if known else Where(name, "is", None)
