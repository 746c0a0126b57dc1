"""The moments are what they are called, whenever somebody asks for the next ones."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks.moments import MOMENTS, ZONE

DAY = timedelta(days=1)
presents = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2035-12-31"),
    timezones=st.just(UTC),
)


@given(presents)
def test_every_moment_lies_ahead(present: datetime) -> None:
    assert all(next_one(present) > present for next_one in MOMENTS.values())


@given(presents)
def test_each_is_the_day_that_it_is_called(present: datetime) -> None:
    local = {name: each(present).astimezone(ZONE) for name, each in MOMENTS.items()}
    assert (local["leap_day"].month, local["leap_day"].day) == (2, 29)
    assert f"{local['new_years_eve']:%m-%d %H:%M}" == "12-31 23:50"
    assert local["sunday"].isoweekday() == 7
    assert local["five_years_ahead"].year == present.astimezone(ZONE).year + 5
    hour = timedelta(hours=1)
    assert (local["clocks_forward"].astimezone(UTC) + hour).astimezone(ZONE).hour == 2
    assert local["clocks_forward"].hour == 0
    later = (local["clocks_back"].astimezone(UTC) + hour).astimezone(ZONE)
    assert (later.hour, later.fold, local["clocks_back"].hour) == (1, 1, 1)


def test_five_years_after_a_leap_day_comes_the_last_of_february() -> None:
    ahead = MOMENTS["five_years_ahead"](datetime(2028, 2, 29, 12, tzinfo=UTC))
    assert ahead == datetime(2033, 2, 28, 12, tzinfo=UTC)
