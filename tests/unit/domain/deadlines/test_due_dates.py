"""6.2: working days, months that are too short, days that have 23 hours."""

from datetime import UTC, date, datetime, time

import pytest

from domain.complaint.deadlines.day_count import due_date, is_late, promised
from domain.complaint.deadlines.working_time import end_of
from domain.policy import Calendar, DeadlineRule, Unit
from domain.values import When

WEEK = Calendar(
    calendar_id="week",
    version=1,
    weekend=("saturday", "sunday"),
    holidays=(date(2026, 4, 3), date(2026, 4, 6)),
)


def due(
    amount: int, unit: Unit, starts: When, *, day_ends: str = "24:00", warn: int | None = None
) -> tuple[date, datetime, datetime | None]:
    """The due date of a rule over the calendar with Easter 2026."""
    rule = DeadlineRule(
        rule_id="rule",
        kind="response",
        starts_from=("received",),
        amount=amount,
        unit=unit,
        calendar_id="week",
        warn_percent=warn,
    )
    found = due_date(rule, starts=starts, calendar=WEEK, day_ends=day_ends)
    return found.due_on, found.due_at, found.warn_at


def on(day: str, zone: str = "Europe/London") -> When:
    """A day in a zone."""
    return When(on=date.fromisoformat(day), zone=zone)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected"),
    [
        (1, "working_days", "2026-03-02", "2026-03-03"),
        (5, "working_days", "2026-03-02", "2026-03-09"),
        (1, "working_days", "2026-03-06", "2026-03-09"),
        (1, "working_days", "2026-03-07", "2026-03-09"),
        (1, "working_days", "2026-04-02", "2026-04-07"),
        (3, "calendar_days", "2026-03-06", "2026-03-09"),
        (8, "weeks", "2026-03-02", "2026-04-27"),
        (1, "months", "2026-01-31", "2026-02-28"),
        (6, "months", "2026-08-31", "2027-02-28"),
        (12, "months", "2028-02-29", "2029-02-28"),
    ],
)
def test_counting_begins_with_the_day_after(
    amount: int, unit: Unit, start: str, expected: str
) -> None:
    assert due(amount, unit, on(start))[0] == date.fromisoformat(expected)


def test_a_day_ends_at_its_local_midnight() -> None:
    assert due(1, "calendar_days", on("2026-06-01"))[1] == datetime(2026, 6, 2, 23, tzinfo=UTC)
    assert due(1, "calendar_days", on("2026-12-01"))[1] == datetime(2026, 12, 3, 0, tzinfo=UTC)


def test_a_day_may_end_with_the_close_of_business() -> None:
    at_five = due(1, "working_days", on("2026-06-01"), day_ends="17:00")[1]
    assert at_five == datetime(2026, 6, 2, 16, tzinfo=UTC)


def test_the_day_is_that_of_the_zone() -> None:
    late = When(at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC), zone="Asia/Tokyo")
    assert due(1, "working_days", late)[0] == date(2026, 3, 4)


def test_hours_count_from_the_instant_over_a_change_of_the_clock() -> None:
    start = When(at=datetime(2026, 3, 28, 12, tzinfo=UTC), zone="Europe/London")
    due_on, due_at, _ = due(24, "hours", start)
    assert (due_on, due_at) == (date(2026, 3, 29), datetime(2026, 3, 29, 12, tzinfo=UTC))


def test_a_warning_comes_after_a_share_of_the_time() -> None:
    start = When(at=datetime(2026, 3, 2, 12, tzinfo=UTC), zone="UTC")
    assert due(10, "hours", start, warn=80)[2] == datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert due(10, "hours", start)[2] is None


@pytest.mark.parametrize(
    ("start", "amount", "ends", "percent", "expected"),
    [
        # Two working days of 24 hours and the 14 that are left of Friday: half of them is Monday.
        (datetime(2026, 11, 27, 10, tzinfo=UTC), 2, "24:00", 50, "2026-11-30T17:00Z"),
        (datetime(2026, 11, 27, 10, tzinfo=UTC), 20, "24:00", 80, "2026-12-21T21:12Z"),
        # Received after the day had ended: the next morning begins the time.
        (datetime(2026, 11, 27, 18, tzinfo=UTC), 2, "17:00", 50, "2026-12-01T00:00Z"),
        # Half of it ends with Thursday; the next working morning is Tuesday's, after Easter.
        (datetime(2026, 4, 1, 0, tzinfo=UTC), 3, "24:00", 50, "2026-04-07T00:00Z"),
    ],
)
def test_a_warning_falls_into_working_time(
    start: datetime, amount: int, ends: str, percent: int, expected: str
) -> None:
    starts = When(at=start, zone="UTC")
    found = due(amount, "working_days", starts, day_ends=ends, warn=percent)
    assert found[2] == datetime.fromisoformat(expected)


@pytest.mark.parametrize("unit", ["hours", "calendar_days", "weeks", "months"])
def test_warnings_of_any_unit_fall_into_working_time(unit: Unit) -> None:
    friday = When(at=datetime(2026, 11, 27, 10, tzinfo=UTC), zone="UTC")
    amount = 48 if unit == "hours" else 2
    _, due_at, warn_at = due(amount, unit, friday, warn=60)
    assert warn_at is not None and friday.earliest is not None
    assert friday.earliest < warn_at < due_at
    assert WEEK.is_working_day(warn_at.date())


def test_where_nobody_works_before_it_is_due_the_warning_comes_all_the_same() -> None:
    saturday = When(at=datetime(2026, 11, 28, 10, tzinfo=UTC), zone="UTC")
    assert due(10, "hours", saturday, warn=80)[2] == datetime(2026, 11, 28, 18, tzinfo=UTC)


def test_beyond_the_known_years_weekends_count_and_the_due_date_is_an_estimate() -> None:
    old = WEEK.model_copy(update={"first_year": 2020, "last_year": 2025})
    rule = DeadlineRule(
        rule_id="rule",
        kind="response",
        starts_from=("received",),
        amount=5,
        unit="working_days",
        calendar_id="week",
    )
    starts = When(on=date(2025, 12, 29), zone="UTC")
    found = due_date(rule, starts=starts, calendar=old, day_ends="24:00")
    assert (found.due_on, found.is_estimated) == (date(2026, 1, 5), True)
    fewer = rule.model_copy(update={"amount": 2})
    known = due_date(fewer, starts=starts, calendar=old, day_ends="24:00")
    assert (known.due_on, known.is_estimated) == (date(2025, 12, 31), None)


@pytest.mark.parametrize(
    ("unit", "expected"), [("working_days", "2026-03-09"), ("calendar_days", "2026-03-08")]
)
def test_a_promised_day_is_a_working_day_where_the_rule_counts_those(
    unit: Unit, expected: str
) -> None:
    rule = DeadlineRule(
        rule_id="rule",
        kind="remedy_due",
        starts_from=("remedy_accepted",),
        amount=5,
        unit=unit,
        calendar_id="week",
    )
    sunday = date(2026, 3, 8)
    found = promised(rule, sunday, zone="UTC", calendar=WEEK, day_ends="17:00")
    assert found.due_on == date.fromisoformat(expected)
    assert found.due_at == datetime.combine(found.due_on, time(17), UTC)


def test_the_due_instant_itself_is_in_time() -> None:
    due_on, due_at = date(2026, 3, 4), end_of(date(2026, 3, 4), zone="UTC", day_ends="24:00")
    assert not is_late(When(at=due_at, zone="UTC"), due_on=due_on, due_at=due_at)
    after = When(at=datetime(2026, 3, 5, 0, 0, 1, tzinfo=UTC), zone="UTC")
    assert is_late(after, due_on=due_on, due_at=due_at)


def test_a_day_without_an_hour_is_late_only_after_the_due_day() -> None:
    due_on, due_at = date(2026, 3, 4), datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert not is_late(on("2026-03-04"), due_on=due_on, due_at=due_at)
    assert is_late(on("2026-03-05"), due_on=due_on, due_at=due_at)
