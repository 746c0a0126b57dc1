"""Exact figures from counted cells: percentiles, means, shares, stocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a whole number is spread over n cases; all but n are None where there are none."""

    n: int
    median: float | None = None
    p90: float | None = None
    mean: float | None = None
    minimum: int | None = None
    maximum: int | None = None


def spread(histogram: Iterable[tuple[int, int]]) -> Spread:
    """The spread of exact cells (number, how many cases); percentiles are interpolated.

    As PERCENTILE_CONT of the SQL standard does it. Raises ValueError for a negative count.
    """
    cells = sorted((number, count) for number, count in histogram if count)
    if any(count < 0 for _, count in cells):
        raise ValueError("a histogram holds a negative count: fold the view again")
    n = sum(count for _, count in cells)
    if not n:
        return Spread(n=0)
    return Spread(
        n=n,
        median=float(_percentile(cells, n, Fraction(1, 2))),
        p90=float(_percentile(cells, n, Fraction(9, 10))),
        mean=float(Fraction(sum(number * count for number, count in cells), n)),
        minimum=cells[0][0],
        maximum=cells[-1][0],
    )


def _percentile(cells: Sequence[tuple[int, int]], n: int, part: Fraction) -> Fraction:
    place = part * (n - 1)
    below = place.numerator // place.denominator
    low, high = _nth(cells, below), _nth(cells, min(below + 1, n - 1))
    return low + (place - below) * (high - low)


def _nth(cells: Sequence[tuple[int, int]], place: int) -> int:
    passed = 0
    for number, count in cells:
        passed += count
        if place < passed:
            return number
    raise IndexError(place)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; the denominator leaves out the cases where nobody knows."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to take a share of."""
        return 100 * self.part / self.whole if self.whole else None


def share(counts: Iterable[tuple[bool | None, int]]) -> Share:
    """The share of cases where something holds, among those where it is known."""
    known = [(holds, count) for holds, count in counts if holds is not None]
    return Share(sum(count for holds, count in known if holds), sum(count for _, count in known))


def stock(steps_by_day: Iterable[tuple[date | None, int]]) -> list[tuple[date, int]]:
    """How many there were at the end of each day on which that changed, from steps up and down.

    Steps without a day belong to no day and are left out.
    """
    total = 0
    levels = []
    for day, step in sorted((day, step) for day, step in steps_by_day if day is not None):
        total += step
        levels.append((day, total))
    return levels
