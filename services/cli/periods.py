"""Days, ISO weeks and months in a row, and what to call them."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby

from projections._kit.questions import Period

LONG_SILENCE = 4


def without_holes(found: Collection[date], period: Period) -> list[date]:
    """Every period from the first to the last, so that a quiet one is seen as quiet.

    Periods are named by their first day.
    """
    days = sorted(found)[:1]
    while days and days[-1] < max(found):
        days.append(_after(days[-1], period))
    return days


def stretches(days: Sequence[date], busy: Collection[date]) -> list[list[date]]:
    """The periods one by one, but long runs of those in which nothing happened together."""
    parts: list[list[date]] = []
    for is_busy, run in groupby(days, key=lambda day: day in busy):
        together = list(run)
        is_long = not is_busy and len(together) >= LONG_SILENCE
        parts += [together] if is_long else [[day] for day in together]
    return parts


def label(day: date, period: Period | None) -> str:
    """``2026-W09``, ``2026-03`` or ``2026-03-05``."""
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if period == "month" else day.isoformat()


def label_of_stretch(days: Sequence[date], period: Period) -> str:
    """One period by its name, several by how many they are."""
    return label(days[0], period) if len(days) == 1 else f"{len(days)} quiet {period}s"


def _after(day: date, period: Period) -> date:
    if period == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if period == "week" else 1)
