"""What to call days, ISO weeks, months, quarters and years, one by one and in long silences."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby

from projections._kit.questions import Period

LONG_SILENCE = 4


def stretches(days: Sequence[date], busy: Collection[date]) -> list[list[date]]:
    """The periods one by one, but long runs of those in which nothing happened together."""
    parts: list[list[date]] = []
    for is_busy, run in groupby(days, key=lambda day: day in busy):
        together = list(run)
        is_long = not is_busy and len(together) >= LONG_SILENCE
        parts += [together] if is_long else [[day] for day in together]
    return parts


def label(day: date, period: Period | None) -> str:
    """``2026-W09``, ``2026-03``, ``2026-Q1``, ``2026`` or ``2026-03-05``."""
    year, week, _ = day.isocalendar()
    names: dict[Period | None, str] = {
        "week": f"{year}-W{week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": f"{day.year}",
    }
    return names.get(period, day.isoformat())


def label_of_stretch(days: Sequence[date], period: Period) -> str:
    """One period by its name, several by how many they are."""
    return label(days[0], period) if len(days) == 1 else f"{len(days)} quiet {period}s"
