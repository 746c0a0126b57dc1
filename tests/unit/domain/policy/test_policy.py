"""5.3: a policy names what it uses, and the presets are policies."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.policy_files import (
    FOLDER,
    BadPolicy,
    NoSuchPreset,
    preset,
    preset_ids,
    presets,
    read_policy,
)
from adapters.toml_files import BadFile
from domain.policy import Calendar, Policy
from tests.support.controls import POLICY, SMALL, policy


def test_adding_a_policy_is_writing_a_file_and_none_ever_goes() -> None:
    shipped = {"iso10002_default", "small_organisation", "uk_fca_disp"}
    assert {*shipped, "uk_housing_ombudsman", "us_cfpb"} <= set(preset_ids())
    assert [each.policy_id for each in presets(year=2026)] == preset_ids()
    assert preset("iso10002_default", year=2026) == POLICY
    assert preset("small_organisation", year=2026) == SMALL


@pytest.mark.parametrize("policy_id", preset_ids())
def test_a_shipped_policy_is_named_where_a_newcomer_looks(policy_id: str) -> None:
    assert f"`{policy_id}`" in (Path(__file__).parents[4] / "README.md").read_text("utf-8")


def test_a_policy_is_the_same_after_it_was_stored() -> None:
    for shipped in presets():
        stored = shipped.model_dump(mode="json", exclude_none=True)
        assert Policy.model_validate(stored) == shipped


def test_no_number_in_a_policy_is_a_float() -> None:
    def floats(value: Any) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not any(floats(shipped.model_dump(mode="json")) for shipped in presets())


@pytest.mark.parametrize(
    "changed",
    [
        {"deadlines": []},
        {"defaults": {"severity_code": "grim"}},
        {"defaults": {"channel_code": "pigeon"}},
        {"defaults": {"category_code": "smell"}},
        {"calendars": [{"calendar_id": "other", "version": 1, "weekend": []}]},
        {"separation": {"approve": "self_after_hours"}},
        {"separation": {"approve": "required", "hours": 3}},
        {"day_ends": "25:00"},
        {"unknown": 1},
        {"authority": [rule.model_dump() for rule in POLICY.authority] * 2},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_policy_that_contradicts_itself_is_none(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        policy(**changed)


def test_a_calendar_has_a_working_day() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    with pytest.raises(ValidationError):
        Calendar.model_validate({"calendar_id": "never", "version": 1, "weekend": days})


def test_holidays_are_no_working_days() -> None:
    calendar = Calendar(
        calendar_id="week", version=1, weekend=("sunday",), holidays=(date(2026, 3, 3),)
    )
    working = [calendar.is_working_day(date(2026, 3, day)) for day in (1, 2, 3, 7)]
    assert working == [False, True, False, True]


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(NoSuchPreset, match="iso10002_default, small_organisation, uk_fca_disp"):
        preset("fca")


def test_a_file_that_is_no_policy_says_where(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('policy_id = "mine"\n', encoding="utf-8")
    with pytest.raises(BadPolicy, match=r"mine\.toml is no policy: .*title: Field required"):
        read_policy(path)
    path.write_text("policy_id = \n", encoding="utf-8")
    with pytest.raises(BadFile, match="not TOML"):
        read_policy(path)


def test_a_file_is_named_after_its_policy(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[4] / "domain" / "policies" / "small_organisation.toml"
    path = tmp_path / "other.toml"
    path.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadPolicy, match=r"small_organisation\.toml"):
        read_policy(path)


def test_a_byte_order_mark_before_a_policy_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "small_organisation.toml"
    shipped = (FOLDER / "small_organisation.toml").read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" * 2 + shipped.replace(b"\n", b"\r\n"))
    assert read_policy(path, year=2026) == preset("small_organisation", year=2026)


@pytest.mark.parametrize("title", [" ", "\u200b", "x" * 201, "Ours\u2028version 9, in force"])
def test_what_a_policy_is_called_by_is_a_title(tmp_path: Path, title: str) -> None:
    path = tmp_path / "small_organisation.toml"
    text = (FOLDER / "small_organisation.toml").read_text(encoding="utf-8")
    path.write_text(re.sub("(?m)^title = .*$", f'title = "{title}"', text, count=1), "utf-8")
    with pytest.raises(BadPolicy, match=r"is no policy: title: "):
        read_policy(path, year=2026)


def doubled(tmp_path: Path, only: str = "", starts_from: str = "received") -> Path:
    """A policy that has a second rule of how long an answer may take."""
    path = tmp_path / "small_organisation.toml"
    text = (FOLDER / "small_organisation.toml").read_text(encoding="utf-8")
    rule = (
        f'[[deadlines]]\nrule_id = "other"\nkind = "response"\nstarts_from = ["{starts_from}"]\n'
        f'amount = 1\nunit = "hours"\ncalendar_id = "{SMALL.calendars[0].calendar_id}"\n{only}'
    )
    path.write_text(f"{text}\n{rule}", encoding="utf-8")
    return path


def test_of_two_rules_for_the_same_none_goes_before_the_other_in_silence(tmp_path: Path) -> None:
    with pytest.raises(BadPolicy, match=r"and other are both for response of the same complaints"):
        read_policy(doubled(tmp_path), year=2026)


@pytest.mark.parametrize("only", ['only = {channel_codes = ["letter"]}', "stage = 2"])
def test_a_rule_for_some_complaints_stands_beside_the_one_for_all(
    tmp_path: Path, only: str
) -> None:
    assert read_policy(doubled(tmp_path, only), year=2026).deadline_rule("other")


def test_every_complaint_has_a_day_on_which_the_answer_is_due(tmp_path: Path) -> None:
    path = tmp_path / "small_organisation.toml"
    text = (FOLDER / "small_organisation.toml").read_text(encoding="utf-8")
    only = 'kind = "response"\nonly = {channel_codes = ["letter"]}'
    path.write_text(text.replace('kind = "response"', only), encoding="utf-8")
    with pytest.raises(BadPolicy, match="response is due of some complaints alone"):
        read_policy(path, year=2026)
