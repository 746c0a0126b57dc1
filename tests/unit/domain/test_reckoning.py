"""From when something counts: between receipt and recording, in the complaint's zone (6.2, 8.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.complaint.reckoning import is_before, placed, reckoned
from domain.values import UNKNOWN, When

LONDON, TOKYO, NEW_YORK = "Europe/London", "Asia/Tokyo", "America/New_York"
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
RECEIVED = When(at=NOON, zone=LONDON)
RECORDED_AT = NOON + timedelta(days=30)


def instant(at: datetime, zone: str = LONDON) -> When:
    return When(at=at, zone=zone)


def day(text: str, zone: str = LONDON) -> When:
    return When(on=date.fromisoformat(text), zone=zone)


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (instant(NOON + timedelta(days=1)), instant(NOON + timedelta(days=1))),
        (day("2026-03-20"), day("2026-03-20")),
        (day("2016-03-20"), RECEIVED),
        (instant(NOON - timedelta(seconds=1)), RECEIVED),
        (day("2026-03-05"), day("2026-03-05")),
        (day("2026-04-04"), day("2026-04-04")),
        (day("2026-04-05"), instant(RECORDED_AT)),
        (day("2036-04-05"), instant(RECORDED_AT)),
        (UNKNOWN, instant(RECORDED_AT)),
    ],
    ids=[
        "in time",
        "a day in time",
        "ten years early",
        "a second early",
        "the day of the receipt",
        "the day of the recording",
        "the day after it",
        "ten years late",
        "unknown",
    ],
)
def test_a_time_counts_from_the_receipt_to_its_recording(told: When, counts: When) -> None:
    assert reckoned(told, received=RECEIVED, recorded_at=RECORDED_AT, zone=LONDON) == counts


def test_a_receipt_of_the_future_counts_from_its_recording() -> None:
    told = day("2031-01-01")
    counts = reckoned(told, received=None, recorded_at=RECORDED_AT, zone=LONDON)
    assert counts == instant(RECORDED_AT)


def test_the_last_evening_of_a_month_elsewhere_is_a_day_of_the_complaints_own_zone() -> None:
    evening = instant(datetime(2026, 4, 1, 3, 30, tzinfo=UTC), NEW_YORK)
    assert evening.day == date(2026, 3, 31)
    assert placed(evening, LONDON).day == date(2026, 4, 1)
    assert placed(day("2026-03-31", TOKYO), LONDON) == day("2026-03-31")


DAYS = some.dates(date(1801, 1, 1), date(2198, 12, 31))
INSTANTS = some.integers(-5_300_000_000, 7_200_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
ZONES = some.sampled_from((LONDON, TOKYO, NEW_YORK, "UTC", "Pacific/Apia", "Australia/Lord_Howe"))
TIMES = some.one_of(
    some.just(UNKNOWN),
    some.builds(When, at=INSTANTS, zone=ZONES),
    some.builds(When, on=DAYS, zone=ZONES),
)


@given(receipt=TIMES, told=TIMES, recorded_at=INSTANTS, later=INSTANTS, zone=ZONES)
def test_whatever_is_told_counts_neither_before_the_receipt_nor_after_the_recording(
    receipt: When, told: When, recorded_at: datetime, later: datetime, zone: str
) -> None:
    first, second = sorted((recorded_at, later))
    received = reckoned(receipt, received=None, recorded_at=first, zone=zone)
    counts = reckoned(told, received=received, recorded_at=second, zone=zone)
    assert received.zone == counts.zone == zone
    assert not is_before(counts, received)
    assert not is_before(When(at=second, zone=zone), counts)
    assert received.day is not None and counts.day is not None and received.day <= counts.day
    assert reckoned(counts, received=received, recorded_at=second, zone=zone) == counts
