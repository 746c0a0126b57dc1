"""4.12 A policy relaxes another where it binds less in any field; each field says in which way."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import domain.complaint
from adapters.policy_files import preset
from domain.policy import (
    AuthorityRule,
    DeadlineRule,
    ErasureBasis,
    ListedCode,
    Matter,
    PauseRule,
    Policy,
    StandIn,
    kinds,
)
from domain.policy.bounds import BOUNDS
from domain.policy.kinds import HOLD_BACK
from domain.policy.relaxing import relaxes
from tests.support.controls import money

PRESENT = preset("iso10002_default", year=2026)
ONE_HOUR = PRESENT.separation.model_copy(update={"approve": "self_after_hours", "hours": 1})
DAY = ONE_HOUR.model_copy(update={"hours": 24})
EITHER = PRESENT.separation.model_copy(update={"approver_roles": ("approver", "handler")})
ALL_ROLES = StandIn(role="handler", acts_as=("management_representative",))
LIMIT = AuthorityRule(rule_id="more", role="handler", limits=(money("100.01", "EUR"),))
ANY_SUM = AuthorityRule(rule_id="more", role="handler", kinds=("refund",), is_unlimited=True)
(EXTENSION,) = PRESENT.extensions
RETENTION = DeadlineRule(
    rule_id="keep",
    kind="retention",
    starts_from=("ended",),
    amount=36,
    unit="months",
    calendar_id=PRESENT.calendars[0].calendar_id,
)
PAUSE = PauseRule(rule_id="wait", kinds=("response",), ground_codes=("awaiting",), at_most=10)


def with_(field: str, *rules: Any, of: Policy = PRESENT) -> Policy:
    return of.model_copy(update={field: rules})


def test_every_field_of_what_binds_has_its_direction_or_says_why_it_has_none() -> None:
    for model, fields in BOUNDS.items():
        assert set(fields) == set(model.model_fields), model.__name__


def test_the_rules_in_a_field_that_binds_are_themselves_told_field_by_field() -> None:
    apart = {StandIn}  # Compared by the roles that one person joins.
    for model, fields in BOUNDS.items():
        for name, bound in fields.items():
            inner = _models_in(model.model_fields[name].annotation)
            if not isinstance(bound, str):
                assert inner <= {*BOUNDS, *apart, Matter, type(money("1.00"))}, name


def test_a_matter_that_names_anything_is_narrower_than_every_matter() -> None:
    for name in Matter.model_fields:
        one = Matter.model_validate({name: ("a_code",)})
        assert Matter().covers(one) and not one.covers(Matter()), name


def _models_in(hint: Any) -> set[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return {hint}
    return {found for one in get_args(hint) for found in _models_in(one)}


@pytest.mark.parametrize(
    "changed",
    [
        {"separation": ONE_HOUR},
        {"separation": EITHER},
        {"approval_waived_for": ("apology",)},
        {"stand_ins": (ALL_ROLES,)},
        {"authority": (LIMIT,)},
        {"authority": (ANY_SUM,)},
        {"is_investigation_optional": True},
        {"may_close_with_tracked_commitments": True},
        {"pauses": (PAUSE,)},
        {"deadlines": (*PRESENT.deadlines, RETENTION)},
        {"erasure_bases": (*PRESENT.erasure_bases, ErasureBasis(code="ours", label="Ours"))},
        {"disclosure_bases": (*PRESENT.disclosure_bases, ListedCode(code="ours", label="Ours"))},
        *(
            {"extensions": (EXTENSION.model_copy(update=more),)}
            for more in (
                {"amount": 999},
                {"times": 99},
                {"needs_notice": False},
                {"unit": "months"},
                {"role": "investigator"},
                {"kinds": ("response", "acknowledgement")},
            )
        ),
    ],
    ids=str,
)
def test_whatever_lets_one_person_do_more_relaxes(changed: dict[str, Any]) -> None:
    other = PRESENT.model_copy(update=changed)
    assert relaxes(other, PRESENT)
    assert not relaxes(PRESENT, PRESENT) and not relaxes(other, other)


@pytest.mark.parametrize(
    ("field", "present", "more"),
    [
        ("pauses", PAUSE, {"back_dating_days": 3650}),
        ("pauses", PAUSE, {"at_most": None}),
        ("pauses", PAUSE, {"with_suspension": True}),
        ("pauses", PAUSE, {"ground_codes": ("awaiting", "busy")}),
        ("deadlines", RETENTION, {"amount": 1}),
        ("extensions", EXTENSION.model_copy(update={"stage": 1}), {"stage": None}),
        (
            "extensions",
            EXTENSION.model_copy(update={"only": Matter(product_codes=("loan",))}),
            {"only": Matter()},
        ),
        (
            "extensions",
            EXTENSION.model_copy(update={"ground_codes": ("awaiting",)}),
            {"ground_codes": ()},
        ),
        (
            "extensions",
            EXTENSION.model_copy(update={"needs_agreement": True}),
            {"needs_agreement": False},
        ),
    ],
    ids=str,
)
def test_a_rule_that_binds_less_relaxes_and_going_back_does_not(
    field: str, present: Any, more: dict[str, Any]
) -> None:
    narrow, wide = with_(field, present), with_(field, present.model_copy(update=more))
    assert relaxes(wide, narrow) and not relaxes(narrow, wide)


def test_an_effect_is_judged_no_sooner_than_the_policy_lets() -> None:
    month, week = (PRESENT.model_copy(update={"effect_window_days": days}) for days in (30, 7))
    assert relaxes(week, month) and relaxes(PRESENT, month)
    assert not relaxes(month, week) and not relaxes(month, PRESENT)


def test_what_asks_for_more_people_relaxes_nothing() -> None:
    small = preset("small_organisation", year=2026)
    assert relaxes(small, PRESENT) and not relaxes(PRESENT, small)
    sooner, later = (PRESENT.model_copy(update={"separation": one}) for one in (ONE_HOUR, DAY))
    assert relaxes(sooner, later) and not relaxes(later, sooner)
    less = AuthorityRule(rule_id="less", role="handler", limits=(money("5.00", "EUR"),))
    assert not relaxes(PRESENT.model_copy(update={"authority": (less,)}), PRESENT)


def test_what_is_promised_and_what_things_are_called_relaxes_nothing() -> None:
    slower = [one.model_copy(update={"amount": 500}) for one in PRESENT.deadlines]
    changed = {"title": "Ours", "stages": 3, "escalations": (), "deadlines": tuple(slower)}
    assert not relaxes(PRESENT.model_copy(update=changed), PRESENT)


def window(kind: str, **other: Any) -> Policy:
    rules = [one.model_copy(update=other) if one.kind == kind else one for one in PRESENT.deadlines]
    return with_("deadlines", *rules)


WAYS_ON = ["remedy_window", "internal_review_window", "external_referral_window"]


@pytest.mark.parametrize("kind", WAYS_ON)
def test_less_time_to_go_to_a_review_a_body_or_a_remedy_relaxes(kind: str) -> None:
    reply = next(one for one in PRESENT.deadlines if one.kind == "reply_window")
    way_on = reply.model_copy(update={"kind": kind, "rule_id": kind})
    long = with_("deadlines", *PRESENT.deadlines, way_on)
    short = with_("deadlines", *PRESENT.deadlines, way_on.model_copy(update={"amount": 1}))
    assert relaxes(short, long) and not relaxes(long, short)


@pytest.mark.parametrize("kind", ["reply_window", "reopen_window"])
def test_a_shorter_time_for_whoever_complains_relaxes_and_a_longer_one_does_not(kind: str) -> None:
    short, long = window(kind, amount=1), window(kind, amount=500)
    assert relaxes(short, PRESENT) and not relaxes(PRESENT, short) and not relaxes(long, PRESENT)
    assert relaxes(window(kind, unit="hours"), PRESENT)
    by_letter = [
        one.model_copy(update={"rule_id": "letter", "only": Matter(channel_codes=("letter",))})
        for one in long.deadlines
        if one.kind == kind
    ]
    more = with_("deadlines", *PRESENT.deadlines, *by_letter)
    assert relaxes(PRESENT, more) and not relaxes(more, PRESENT)


def test_working_days_without_a_weekend_are_a_shorter_time_and_holidays_are_the_calendar_s() -> (
    None
):
    worked = window("reply_window", unit="working_days")
    every_day = [one.model_copy(update={"weekend": ()}) for one in worked.calendars]
    other = worked.model_copy(update={"calendars": tuple(every_day)})
    assert relaxes(other, worked) and not relaxes(worked, other)
    refreshed = [one.model_copy(update={"holidays": ()}) for one in worked.calendars]
    assert not relaxes(worked.model_copy(update={"calendars": tuple(refreshed)}), worked)
    weeks = PRESENT.model_copy(update={"calendars": tuple(every_day)})
    assert not relaxes(weeks, PRESENT), "weeks have no weekend"


def test_a_review_less_a_day_that_ends_sooner_or_a_lower_priority_relaxes() -> None:
    calm = [one.model_copy(update={"priority_code": "low"}) for one in PRESENT.severity.steps]
    severity = PRESENT.severity.model_copy(update={"steps": tuple(calm)})
    for changed in ({"stages": 1}, {"day_ends": "12:00"}, {"severity": severity}):
        other = PRESENT.model_copy(update=changed)
        assert relaxes(other, PRESENT) and not relaxes(PRESENT, other), changed


def test_every_kind_of_time_that_a_refusal_reads_is_bound() -> None:
    """Told by the code outside the clocks: it compares the kind of a due date with each."""
    folder = Path(domain.complaint.__file__).parent
    texts = [
        path.read_text()
        for path in folder.rglob("*.py")
        if path.parent.name != "deadlines" and "Refusal" in path.read_text()
    ]
    found = {name for text in texts for name in re.findall(r"\.kind [!=]= ([A-Z_]+)", text)}
    named = {name: getattr(kinds, name) for name in found if hasattr(kinds, name)}
    assert {"REPLY_WINDOW", "REOPEN_WINDOW"} <= named.keys()
    assert {*named.values()} <= HOLD_BACK
