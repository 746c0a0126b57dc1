"""5.3 Which version decides: the latest day that has come; of one day what was recorded last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.policy_files import preset
from domain.complaint.authority.separation import NotTheirRole
from domain.policy import Holiday
from domain.policy.adopting import (
    Adoption,
    AdoptPolicy,
    InForceBeforeRecorded,
    RelaxedTooSoon,
    adopted,
    differ_in_calendars_alone,
    in_force,
    to_come,
    what_became,
)
from domain.values import PolicyRef
from tests.support.controls import HANDLER
from tests.support.policies import OWNER

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def adoption(version: int, from_on: date, zone: str = "UTC") -> Adoption:
    return Adoption(
        legal_entity="main",
        zone=zone,
        ref=PolicyRef(id="ours", version=version),
        from_on=from_on,
        ground_code="decided",
        adopted_by=OWNER,
        recorded_at=NOON,
    )


def wanted(from_on: date | None = None, zone: str = "UTC") -> AdoptPolicy:
    return AdoptPolicy(
        legal_entity="main",
        zone=zone,
        policy_id="ours",
        policy_version=2,
        from_on=from_on,
        ground_code="decided",
    )


FIRST = adoption(1, date(2026, 1, 1))
LATER = adoption(2, date(2026, 3, 10))
MEANWHILE = adoption(3, date(2026, 3, 2))


def test_a_policy_adopted_for_a_later_day_waits_for_it() -> None:
    known = [FIRST, LATER]
    assert in_force(known, NOON) == FIRST
    assert to_come(known, NOON) == (LATER,)
    assert in_force(known, datetime(2026, 3, 10, tzinfo=UTC)) == LATER


def test_what_was_adopted_just_after_midnight_decides_for_a_clock_that_is_behind() -> None:
    assert in_force([MEANWHILE], datetime(2026, 3, 1, 23, 55, tzinfo=UTC)) == MEANWHILE


def test_what_is_adopted_meanwhile_does_not_undo_what_waits() -> None:
    known = [FIRST, LATER, MEANWHILE]
    assert in_force(known, NOON) == MEANWHILE
    assert in_force(known, datetime(2026, 3, 10, tzinfo=UTC)) == LATER


def test_of_two_adopted_for_one_day_the_one_recorded_last_decides() -> None:
    other = adoption(4, LATER.from_on)
    assert to_come([LATER, other], NOON) == (other,)
    assert in_force([LATER, other], datetime(2026, 3, 10, tzinfo=UTC)) == other


def test_what_waits_what_was_taken_back_and_what_took_it_back_are_told_apart() -> None:
    anew = replace(MEANWHILE, ref=FIRST.ref, from_on=LATER.from_on)
    other = adoption(4, LATER.from_on)
    assert what_became([FIRST, LATER], NOON) == ("in_force", "waiting")
    assert what_became([FIRST, LATER, anew], NOON) == ("in_force", "taken_back", "taking_back")
    assert what_became([FIRST, LATER, other], NOON) == ("in_force", "taken_back", "waiting")
    assert what_became([FIRST, MEANWHILE], NOON) == ("over", "in_force")


def test_a_day_begins_in_the_adoption_s_own_zone() -> None:
    tokyo = adoption(2, date(2026, 3, 3), "Asia/Tokyo")
    assert in_force([FIRST, tokyo], datetime(2026, 3, 2, 14, 59, tzinfo=UTC)) == FIRST
    assert in_force([FIRST, tokyo], datetime(2026, 3, 2, 15, tzinfo=UTC)) == tokyo


def test_nothing_adopted_is_nothing_in_force() -> None:
    assert in_force([], NOON) is None
    assert in_force([LATER], NOON) is None


def test_a_policy_is_in_force_from_today_unless_a_later_day_is_named() -> None:
    assert adopted(wanted(), by=OWNER, now=NOON).from_on == NOON.date()
    assert adopted(wanted(date(2026, 4, 1)), by=OWNER, now=NOON).from_on == date(2026, 4, 1)


def test_no_policy_decides_what_was_decided_before_it_was_adopted() -> None:
    with pytest.raises(InForceBeforeRecorded, match="today: 2026-03-02"):
        adopted(wanted(date(2026, 3, 1)), by=OWNER, now=NOON)


def test_what_binds_less_begins_with_a_day_of_which_everybody_could_know_for_24_hours() -> None:
    told = adopted(wanted(), by=OWNER, now=NOON, relaxing=FIRST)
    assert told.from_on == date(2026, 3, 4)
    with pytest.raises(RelaxedTooSoon, match="earliest: 2026-03-04"):
        adopted(wanted(date(2026, 3, 3)), by=OWNER, now=NOON, relaxing=FIRST)
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    assert adopted(wanted(), by=OWNER, now=midnight, relaxing=FIRST).from_on == date(2026, 3, 3)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Kolkata", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hour", [0, 9, 10, 12, 23])
def test_no_zone_brings_that_day_nearer(zone: str, hour: int) -> None:
    told_at = NOON.replace(hour=hour, minute=59)
    event = adopted(wanted(zone=zone), by=OWNER, now=told_at, relaxing=FIRST)
    begins = adoption(2, event.from_on, zone)
    assert not begins.has_begun(told_at + timedelta(hours=24) - timedelta(seconds=1))
    assert event.from_on > told_at.date()
    assert begins.has_begun(told_at + timedelta(hours=72))


def test_what_was_recorded_later_for_the_same_day_takes_the_place_of_what_waits() -> None:
    back = adoption(1, LATER.from_on, "America/New_York")
    assert to_come([FIRST, LATER, back], NOON) == (back,)
    assert in_force([FIRST, LATER, back], datetime(2026, 3, 10, 1, tzinfo=UTC)) == FIRST
    assert in_force([FIRST, LATER, back], datetime(2026, 3, 10, 5, tzinfo=UTC)) == back


def test_what_is_taken_back_does_not_come_again_after_what_is_adopted_meanwhile() -> None:
    back = adoption(1, LATER.from_on)
    assert to_come([FIRST, LATER, back], NOON) == ()
    ours = adoption(3, NOON.date())
    assert in_force([FIRST, LATER, back, ours], datetime(2026, 3, 11, tzinfo=UTC)) == ours


def test_a_planned_return_is_nothing_taken_back() -> None:
    again = adoption(1, date(2026, 4, 1))
    assert in_force([FIRST, LATER, again], datetime(2026, 4, 1, tzinfo=UTC)) == again


def test_where_it_was_a_day_later_does_not_outlast_what_is_adopted_after_it() -> None:
    far = replace(adoption(1, date(2026, 3, 3), "Pacific/Kiritimati"), recorded_at=NOON)
    near = replace(adoption(2, NOON.date()), recorded_at=NOON + timedelta(minutes=5))
    assert in_force([far, near], NOON + timedelta(hours=1)) == near


def test_only_the_policy_s_owner_and_top_management_put_one_in_force() -> None:
    with pytest.raises(NotTheirRole, match="policy_owner, top_management"):
        adopted(wanted(), by=HANDLER, now=NOON)


def test_a_version_with_other_holidays_alone_differs_in_calendars_alone() -> None:
    policy = preset("uk_fca_disp", year=2026)
    (calendar,) = policy.calendars
    holidays = (*calendar.holidays, Holiday(on=date(2026, 7, 3), name="Mourning"))
    other = policy.model_copy(
        update={"calendars": (calendar.model_copy(update={"holidays": holidays, "version": 2}),)}
    )
    assert differ_in_calendars_alone(policy, other)
    assert not differ_in_calendars_alone(policy, other.model_copy(update={"day_ends": "16:00"}))
    renamed = calendar.model_copy(update={"calendar_id": "other"})
    assert not differ_in_calendars_alone(
        policy, policy.model_copy(update={"calendars": (renamed,)})
    )
