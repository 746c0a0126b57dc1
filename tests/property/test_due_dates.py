"""However often a clock stops, goes on or is extended: no time is won, and no free day is due."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.complaint.deadlines.day_count import due_date
from domain.complaint.events import ContactRecorded, DeadlineSet
from domain.policy import Calendar, DeadlineRule, Policy
from domain.values import When
from tests.support.controls import LONDON, POLICY, RECEIVED, deadline, event_id, named, policy
from tests.support.given import Past
from tests.support.given import given as past
from tests.support.pauses import ASKED, RULE

CALENDAR = Calendar(
    calendar_id="office",
    weekend=("saturday", "sunday"),
    holidays=(date(2026, 3, 17), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)),
)
ROUNDING = timedelta(days=5)
"""From Good Friday to Tuesday after Easter, and the hour by which clocks are put on."""
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
INSTANTS = st.integers(0, 60 * 24 * 40).map(lambda minutes: FIRST + timedelta(minutes=minutes))
SPANS = st.lists(st.tuples(INSTANTS, st.integers(0, 60 * 24 * 9)), max_size=6)
UNITS = st.sampled_from(["hours", "calendar_days", "working_days"])
TOLD = ContactRecorded(
    contact_id=named("contact"),
    direction="outbound",
    channel_code="email",
    purpose_code="other",
    final_expected_on=date(2027, 3, 2),
)


def response(amount: int, percent: int = 60) -> DeadlineRule:
    """A response of so many working days."""
    return DeadlineRule(
        rule_id="respond",
        kind="response",
        starts_from=("received",),
        amount=amount,
        unit="working_days",
        calendar_id="office",
        warn_percent=percent,
    )


def under(unit: str) -> Policy:
    """A policy with that response, which a pause of this unit stops and anybody puts off."""
    others = [one for one in POLICY.model_dump()["deadlines"] if one["kind"] != "response"]
    rules = [*({**one, "calendar_id": "office"} for one in others), response(60).model_dump()]
    more = {"rule_id": "more", "kinds": ["response"], "amount": 3, "unit": "calendar_days"}
    return policy(
        calendars=[CALENDAR.model_dump()],
        deadlines=rules,
        pauses=[{**RULE, "unit": unit, "back_dating_days": 1_000}],
        extensions=[{**more, "times": 9}],
    )


def first_due() -> DeadlineSet:
    """The response as it was set."""
    starts = When(at=FIRST, zone=LONDON)
    due = due_date(response(60), starts=starts, calendar=CALENDAR, day_ends="24:00")
    return deadline(
        "response",
        rule_id="respond",
        calendar_id="office",
        starts=starts,
        due_on=due.due_on,
        due_at=due.due_at,
        warn_at=due.warn_at,
    )


def told(before: list[Past], rules: Policy, name: str, now: datetime, **asked: Any) -> bool:
    """Whether a command was taken; its facts are added."""
    outcome = past(*before).under(rules).when(name, now=now, **asked)
    if outcome.refusal is None:
        before.extend(outcome.facts)
    return outcome.refusal is None


@settings(max_examples=60)
@given(unit=UNITS, spans=SPANS, extends=st.booleans())
def test_a_due_date_is_later_by_no_more_than_the_time_that_it_truly_stood_still(
    unit: str, spans: list[tuple[datetime, int]], extends: bool
) -> None:
    rules, due = under(unit), first_due()
    before: list[Past] = [RECEIVED, due, TOLD]
    end_of_all = FIRST + timedelta(days=60)
    stood: list[tuple[datetime, datetime]] = []
    for begin, minutes in spans:
        end = begin + timedelta(minutes=minutes)
        at = When(at=begin, zone=LONDON)
        if told(before, rules, "pause_deadlines", end_of_all, occurred=at, **ASKED):
            until = When(at=end, zone=LONDON)
            assert told(before, rules, "resume_deadlines", end_of_all, occurred=until)
            stood.append((begin, end))
    now = past(*before).complaint.deadlines[due.deadline_id]
    lost = truly(stood)
    # A pause in working days passes over the free days behind it: count those alone.
    free = timedelta(days=sum(not CALENDAR.is_working_day(day) for day in days(due, now.due_on)))
    assert due.due_at <= now.due_at <= due.due_at + lost + len(stood) * ROUNDING + free
    assert CALENDAR.is_working_day(now.due_on)
    if extends:
        named_ = {"deadline_id": due.deadline_id, "notice_event_id": event_id(3)}
        asked = {"ground_code": "expert_away", **named_}
        assert told(before, rules, "extend_deadline", end_of_all, **asked)
        now = past(*before).complaint.deadlines[due.deadline_id]
    assert CALENDAR.is_working_day(now.due_on)
    assert now.warn_at is not None and FIRST < now.warn_at < now.due_at
    assert CALENDAR.is_working_day(now.warn_at.astimezone(ZoneInfo(LONDON)).date())
    for begin, end in stood:
        if begin < end:
            again = When(at=begin, zone=LONDON)
            assert not told(before, rules, "pause_deadlines", end_of_all, occurred=again, **ASKED)


def truly(stood: list[tuple[datetime, datetime]]) -> timedelta:
    """How long it stood still in all, each time counted once, in whatever order it was told."""
    lost, until = timedelta(), FIRST
    for begin, end in sorted(stood):
        lost += max(end - max(begin, until), timedelta())
        until = max(until, end)
    return lost


def days(due: DeadlineSet, last: date) -> list[date]:
    """The days after the first due date, up to another."""
    count = (last - due.due_on).days
    return [due.due_on + timedelta(days=n) for n in range(1, count + 1)]


@given(start=INSTANTS, amount=st.integers(1, 30), percent=st.integers(1, 99))
def test_a_warning_lies_between_start_and_due_date_on_a_working_day(
    start: datetime, amount: int, percent: int
) -> None:
    for ends in ("24:00", "17:00"):
        starts = When(at=start, zone=LONDON)
        found = due_date(response(amount, percent), starts=starts, calendar=CALENDAR, day_ends=ends)
        assert found.warn_at is not None and start <= found.warn_at < found.due_at
        warned_on = found.warn_at.astimezone(ZoneInfo(LONDON)).date()
        assert CALENDAR.is_working_day(warned_on) and CALENDAR.is_working_day(found.due_on)
