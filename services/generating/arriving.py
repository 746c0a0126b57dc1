"""When people complain: by season, day of the week and hour, and more from year to year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random

BY_MONTH = (1.25, 1.05, 1.0, 0.95, 0.95, 0.9, 0.95, 0.85, 1.0, 1.05, 1.1, 1.0)
"""January has the invoices of December, August the holidays."""
BY_WEEKDAY = (1.3, 1.15, 1.1, 1.05, 1.0, 0.3, 0.2)
BY_HOUR = (1, 0, 0, 0, 0, 1, 2, 4, 8, 12, 13, 12, 9, 10, 11, 10, 9, 7, 5, 4, 4, 3, 2, 1)
GROWTH = 0.15
"""How much more there are after a year."""
OPENS, ENDS = 8, 18


def arrivals(random: Random, begin: date, end: date) -> Iterator[datetime]:
    """Moments of receipt between two days, without end and in no order."""
    days = [begin + timedelta(days=number) for number in range((end - begin).days)]
    growing = (1 + GROWTH * number / 365 for number in range(len(days)))
    weights = (
        BY_MONTH[day.month - 1] * BY_WEEKDAY[day.weekday()] * more
        for day, more in zip(days, growing, strict=True)
    )
    by_day, by_hour = list(accumulate(weights)), list(accumulate(BY_HOUR))
    while True:
        (day,) = random.choices(days, cum_weights=by_day)
        (hour,) = random.choices(range(24), cum_weights=by_hour)
        yield datetime.combine(day, time(hour), UTC) + timedelta(seconds=random.randrange(3600))


def at_work(random: Random, moment: datetime) -> datetime:
    """The first moment from then on at which somebody is at work."""
    if moment.hour >= ENDS or moment.weekday() >= 5:
        days = max(1, 7 - moment.weekday() if moment.weekday() >= 4 else 1)
        moment = _opening(random, moment + timedelta(days=days))
    elif moment.hour < OPENS:
        moment = _opening(random, moment)
    return moment


def _opening(random: Random, moment: datetime) -> datetime:
    morning = moment.replace(hour=OPENS, minute=0, second=0)
    return morning + timedelta(seconds=random.randrange(2 * 3600))
