"""5.3: rules that contradict each other, or can never apply, are told before they are published."""

from typing import Any

import pytest

from adapters.calendars import BadCalendar, resolved
from adapters.policy_files import BadPolicy, preset_ids, presets, read_policy
from domain.policy.contradictions import contradictions
from tests.support.controls import POLICY, policy
from tests.support.pauses import RULE
from tests.unit.domain.policy.test_policy import doubled

PLAIN = POLICY.model_dump()
ANSWER: dict[str, Any] = next(one for one in PLAIN["deadlines"] if one["kind"] == "response")


def answering(rule_id: str, **only: Any) -> dict[str, Any]:
    stage = only.pop("stage", None)
    return {**ANSWER, "rule_id": rule_id, "only": only, "stage": stage}


def faults(**changed: Any) -> list[str]:
    return list(contradictions(policy(**changed)))


def with_answers(*rules: dict[str, Any]) -> list[str]:
    return faults(deadlines=[*PLAIN["deadlines"], *rules])


LOAN = {"product_codes": ["loan"]}
BY_LETTER = {**LOAN, "channel_codes": ["letter"]}


def test_no_shipped_policy_contradicts_itself() -> None:
    assert len(presets()) == len(preset_ids())
    assert [each for one in presets() for each in contradictions(one)] == []


def test_a_rule_after_one_that_is_for_more_never_applies() -> None:
    (fault,) = with_answers(answering("loans", **LOAN), answering("letters", **BY_LETTER))
    assert fault.startswith("letters never applies, as loans is for all that it is for")
    assert "put letters first" in fault
    assert with_answers(answering("letters", **BY_LETTER), answering("loans", **LOAN)) == []


def test_one_of_a_stage_goes_before_one_of_every_stage() -> None:
    second = answering("second", stage=2, **BY_LETTER)
    assert with_answers(answering("loans", **LOAN), second) == []


def test_several_rules_together_take_everything_too() -> None:
    first = {**answering("first", **LOAN), "starts_from": ["received"]}
    then = {**answering("then", **LOAN), "starts_from": ["acknowledged"]}
    last = {**answering("last", **BY_LETTER), "starts_from": ["received", "acknowledged"]}
    (fault,) = with_answers(first, then, last)
    assert "last never applies, as first, then is" in fault


def test_a_pause_by_hand_after_one_that_may_be_told_so_too_never_applies() -> None:
    by_work, by_hand = {**RULE, "with_suspension": True}, {**RULE, "rule_id": "by_hand"}
    (fault,) = faults(pauses=[by_work, by_hand])
    assert fault.startswith("by_hand never applies")
    assert faults(pauses=[by_hand, by_work]) == []


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ({"channel_codes": ["telepathy"]}, "telepathy, which is not in the policy's list of chan"),
        ({"category_codes": ["weather"]}, "weather, which is not in the policy's list of categ"),
        ({"stage": 9}, "is for stage 9, and the policy has 2"),
    ],
)
def test_a_rule_for_no_complaint_is_told(only: Any, said: str) -> None:
    listed = {"version": 1, "codes": [{"code": "other", "label": "Other"}]}
    lists = {**PLAIN["lists"], "channels": listed}
    rules = [*PLAIN["deadlines"], answering("mine", **only)]
    (fault,) = faults(deadlines=rules, lists=lists)
    assert said in fault


def test_no_day_ends_as_it_begins() -> None:
    (fault,) = faults(day_ends="00:00")
    assert "24:00 is the end of a day" in fault
    (fault,) = with_answers({**answering("mine", **LOAN), "day_ends": "00:00"})
    assert fault.startswith("mine has day_ends 00:00")


def granting(rule_id: str, *amounts: str, **more: Any) -> dict[str, Any]:
    limits = [{"amount": f"{one}.00", "currency": "GBP"} for one in amounts]
    return {"rule_id": rule_id, "role": "handler", "limits": limits, **more}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([granting("one", "5", "9")], "one limits GBP to 5.00 and to 9.00"),
        ([granting("one", "5", is_unlimited=True)], "one is_unlimited and has limits"),
        ([granting("one", "5"), granting("two", "9")], "one and two both say how much handler"),
        ([granting("one", "9"), granting("two", "5", kinds=["gift"])], "two limits nothing, as"),
        (
            [granting("two", "5", kinds=["gift"]), granting("one", is_unlimited=True)],
            "two limits nothing, as one lets",
        ),
    ],
)
def test_of_two_limits_for_one_role_and_currency_none_holds_in_silence(
    rules: list[Any], said: str
) -> None:
    (fault,) = faults(authority=rules)
    assert said in fault


def test_more_of_some_remedies_than_of_all_is_a_limit() -> None:
    assert faults(authority=[granting("all", "5"), granting("gifts", "9", kinds=["gift"])]) == []


@pytest.mark.parametrize("country", [{"country": "GB", "subdivision": "ENG"}, {"weekend": []}])
@pytest.mark.parametrize("worked", ["working_days", "not_holidays"])
def test_a_day_of_a_file_is_not_both_free_and_worked(country: Any, worked: str) -> None:
    days = {"holidays": ["2026-05-04"], worked: ["2026-05-04"]}
    with pytest.raises(BadCalendar, match="2026-05-04 is in holidays and in working_days or"):
        resolved({"calendar_id": "mine", **country, **days}, year=2026)


def test_a_file_is_refused_by_its_contradictions(tmp_path: Any) -> None:
    with pytest.raises(BadPolicy, match="other is for stage 9"):
        read_policy(doubled(tmp_path, "stage = 9"), year=2026)
