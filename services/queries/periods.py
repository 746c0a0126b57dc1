"""Days, ISO weeks, months, quarters and years in a row, each named by its first day."""

from datetime import date, timedelta

from projections._kit.questions import Period

MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
"""The periods that are made of whole months of a calendar year."""


def first_day(day: date, period: Period) -> date:
    """The first day of the period that a day lies in; of a week, its Monday."""
    if period in MONTHS:
        month = day.month - 1
        return date(day.year, month - month % MONTHS[period] + 1, 1)
    return day - timedelta(days=day.weekday() if period == "week" else 0)


def last_day(first: date, period: Period) -> date:
    """The last day of the period with this first day."""
    return following(first, period) - timedelta(days=1)


def following(first: date, period: Period) -> date:
    """The first day of the next period."""
    if period in MONTHS:
        month = first.month - 1 + MONTHS[period]
        return date(first.year + month // 12, month % 12 + 1, 1)
    return first + timedelta(days=7 if period == "week" else 1)


def periods(since: date, until: date, period: Period) -> list[date]:
    """Every period from the one of a first day to the one of a last day."""
    found = []
    day = first_day(since, period)
    while day <= until:
        found.append(day)
        day = following(day, period)
    return found
