"""A local time without an offset is an instant only where clocks show it once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.complaint.corrections.corrected_fields import when_of
from domain.local_times import NoOneInstant, instant_of_local

LONDON = "Europe/London"
LEFT_OUT = datetime.fromisoformat("2027-03-28T01:30")
TWICE = datetime.fromisoformat("2027-10-31T01:30")


def test_a_time_that_comes_once_is_that_instant() -> None:
    told = instant_of_local(datetime.fromisoformat("2027-06-01T09:30"), LONDON)
    assert told == datetime(2027, 6, 1, 8, 30, tzinfo=UTC)


def test_an_hour_that_is_left_out_is_no_instant() -> None:
    with pytest.raises(NoOneInstant, match="2027-03-28 01:30 never comes in Europe/London"):
        instant_of_local(LEFT_OUT, LONDON)


def test_an_hour_that_comes_twice_needs_its_offset() -> None:
    with pytest.raises(NoOneInstant, match=r"01:30:00\+01:00 or 2027-10-31T01:30:00\+00:00"):
        instant_of_local(TWICE, LONDON)


@pytest.mark.parametrize("local", [LEFT_OUT, TWICE])
def test_no_correction_sets_such_a_time(local: datetime) -> None:
    assert when_of(local.isoformat(), zone=LONDON) is None
    assert when_of(f"{local.isoformat()}[{LONDON}]") is None
    assert when_of(f"{local.isoformat()}+01:00[{LONDON}]") is not None


@given(
    st.datetimes(
        datetime.fromisoformat("2000-01-01"),
        datetime.fromisoformat("2040-01-01"),
        timezones=st.just(UTC),
    ),
    st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_what_clocks_show_is_that_instant_or_refused(instant: datetime, zone: str) -> None:
    shown = instant.astimezone(ZoneInfo(zone))
    try:
        assert instant_of_local(shown.replace(tzinfo=None, fold=0), zone) == instant
    except NoOneInstant:
        hour = timedelta(hours=1)
        offsets = {(instant + one).astimezone(shown.tzinfo).utcoffset() for one in (-hour, hour)}
        assert len(offsets) == 2
