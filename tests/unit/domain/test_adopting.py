"""5.3 Which version decides: the latest day that has come; of one day what was recorded last."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.policy_files import preset
from domain.complaint.authority.separation import NotTheirRole
from domain.policy import AuthorityRule, Holiday, StandIn
from domain.policy.adopting import (
    Adoption,
    AdoptPolicy,
    InForceBeforeRecorded,
    RelaxedTooSoon,
    adopted,
    differ_in_calendars_alone,
    in_force,
    to_come,
)
from domain.policy.relaxing import relaxes
from domain.values import PolicyRef
from tests.support.controls import HANDLER, money
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


def test_what_is_adopted_meanwhile_does_not_undo_what_waits() -> None:
    known = [FIRST, LATER, MEANWHILE]
    assert in_force(known, NOON) == MEANWHILE
    assert in_force(known, datetime(2026, 3, 10, tzinfo=UTC)) == LATER


def test_of_two_adopted_for_one_day_the_one_recorded_last_decides() -> None:
    other = adoption(4, LATER.from_on)
    assert to_come([LATER, other], NOON) == (other,)
    assert in_force([LATER, other], datetime(2026, 3, 10, tzinfo=UTC)) == other


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


def test_what_keeps_less_apart_begins_on_the_next_day_at_the_earliest() -> None:
    told = adopted(wanted(), by=OWNER, now=NOON, relaxing=FIRST)
    assert told.from_on == date(2026, 3, 3)
    with pytest.raises(RelaxedTooSoon, match="earliest: 2026-03-03"):
        adopted(wanted(NOON.date()), by=OWNER, now=NOON, relaxing=FIRST)
    # Where it is tomorrow already, today ends no sooner.
    early = adoption(1, date(2026, 1, 1), "Pacific/Kiritimati")
    assert adopted(wanted(), by=OWNER, now=NOON, relaxing=early).from_on == date(2026, 3, 4)


PRESENT = preset("iso10002_default", year=2026)
ONE_HOUR = PRESENT.separation.model_copy(update={"approve": "self_after_hours", "hours": 1})
DAY = ONE_HOUR.model_copy(update={"hours": 24})
EITHER = PRESENT.separation.model_copy(update={"approver_roles": ("approver", "handler")})
ALL_ROLES = StandIn(role="handler", acts_as=("management_representative",))
LIMIT = AuthorityRule(rule_id="more", role="handler", limits=(money("100.01", "EUR"),))
ANY_SUM = AuthorityRule(rule_id="more", role="handler", kinds=("refund",), is_unlimited=True)


@pytest.mark.parametrize(
    "changed",
    [
        {"separation": ONE_HOUR},
        {"separation": EITHER},
        {"approval_waived_for": ("apology",)},
        {"stand_ins": (ALL_ROLES,)},
        {"authority": (LIMIT,)},
        {"authority": (ANY_SUM,)},
    ],
    ids=str,
)
def test_whatever_lets_one_person_do_more_relaxes(changed: dict[str, Any]) -> None:
    other = PRESENT.model_copy(update=changed)
    assert relaxes(other, PRESENT)
    assert not relaxes(PRESENT, PRESENT)


def test_what_asks_for_more_people_relaxes_nothing() -> None:
    small = preset("small_organisation", year=2026)
    assert relaxes(small, PRESENT) and not relaxes(PRESENT, small)
    sooner, later = (PRESENT.model_copy(update={"separation": one}) for one in (ONE_HOUR, DAY))
    assert relaxes(sooner, later) and not relaxes(later, sooner)
    less = AuthorityRule(rule_id="less", role="handler", limits=(money("5.00", "EUR"),))
    assert not relaxes(PRESENT.model_copy(update={"authority": (less,)}), PRESENT)


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
