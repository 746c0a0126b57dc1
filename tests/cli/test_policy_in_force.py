"""5.3, 4.12 at the keyboard: nobody alone where two are asked, whatever the settings say."""

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.addresses import folder_of
from tests.cli.conftest import Keyboard, _keyboard, _publish
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers

SHIPPED = Path(__file__).parents[2] / "domain" / "policies"
SMALL = {"PLAINT_POLICY": "small_organisation"}


@pytest.fixture(scope="module")
def two(postgres: Cluster) -> Iterator[Keyboard]:
    """An installation that decides under the default policy, which asks for two people."""
    with postgres.databases() as database, _keyboard(database) as keyboard:
        asyncio.run(_publish(keyboard.settings))
        yield keyboard


def under(keyboard: Keyboard, **setting: str) -> Keyboard:
    """The same keyboard, with one more setting in the environment."""
    return Keyboard(keyboard.settings, {**keyboard.environment, **setting})


def proposed(keyboard: Keyboard) -> str:
    """A complaint with a decision that waits for somebody else's approval."""
    logged = keyboard.json("log", "--narrative", "No lid.", "--complainant", "name=Ada")
    reference: str = logged["reference"]
    for step in (
        ("open-investigation", reference),
        ("record-finding", reference, "--finding", "upheld"),
        ("propose-decision", reference, "--remedy", "kind=refund,money=5000.00 EUR"),
    ):
        keyboard.types(*step)
    return reference


def test_a_setting_makes_nobody_the_approver_of_their_own_decision(two: Keyboard) -> None:
    reference = proposed(two)
    version = two.json("show", reference)["fold_of"]["version"]
    for role in ("handler", "approver"):
        two.types("approve-decision", reference, "--as", role, exit_code=1)
        told = under(two, **SMALL).types("approve-decision", reference, "--as", role, exit_code=1)
        assert "what was adopted decides" in told.stderr
        assert "`plaint policy adopt`" in told.stderr
    assert two.json("show", reference)["fold_of"]["version"] == version


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PLAINT_POLICY", "small_organisation"),
        ("PLAINT_ZONE", "Pacific/Kiritimati"),
        ("PLAINT_LEGAL_ENTITY", "another"),
    ],
)
@pytest.mark.parametrize(
    "typed",
    [
        ("log", "--narrative", "x"),
        ("queue",),
        ("status",),
        ("import", "cfpb", "/dev/null"),
        ("policy", "adopt", "small_organisation", "--ground", "decided"),
    ],
    ids=" ".join,
)
def test_a_command_with_other_settings_is_refused(
    two: Keyboard, typed: tuple[str, ...], setting: str, value: str
) -> None:
    told = under(two, **{setting: value}).types(*typed, exit_code=1)
    assert f"setting: {setting}, named: {value}" in told.stderr


def test_a_command_with_settings_that_say_what_was_adopted_is_done(two: Keyboard) -> None:
    under(two, PLAINT_POLICY="iso10002_default", PLAINT_ZONE="UTC").types("policy", "list")


def test_a_policy_adopted_for_a_later_day_waits_for_it(two: Keyboard) -> None:
    first_day = (datetime.now(UTC) + timedelta(days=40)).date()
    adopt = ("policy", "adopt", "us_cfpb", "--ground", "licence")
    told = two.json(*adopt, "--from-on", first_day.isoformat(), "--as", "top_management")
    assert (told["policy_id"], told["role"], told["is_new"]) == ("us_cfpb", "top_management", True)
    listed = two.json("policy", "list")
    assert [(one["policy_id"], one["is_in_force"]) for one in listed["adoptions"]] == [
        ("iso10002_default", True),
        ("us_cfpb", False),
    ]
    shown = two.types("policy", "list").stdout
    assert f"main decides under us_cfpb version 1 from {first_day} on (UTC)" in shown
    assert "by top management" in shown and ": licence" in shown
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    refused = two.types(*adopt, "--from-on", yesterday.isoformat(), exit_code=1)
    assert "or a later one" in refused.stderr


def test_what_waits_is_taken_back_by_adopting_what_decides(two: Keyboard) -> None:
    again = ("policy", "adopt", "iso10002_default", "--ground", "licence_refused")
    told = two.types(*again)
    assert "main decides under iso10002_default version 1" in told.stdout
    assert "taken back" in told.stderr
    *_, waited, last = two.json("policy", "list")["adoptions"]
    assert (waited["status"], last["status"]) == ("taken_back", "taking_back")
    assert last["ground_code"] == "licence_refused"
    assert "taken back: main decides under us_cfpb" in two.types("policy", "list").stdout
    assert "nothing new" in two.types(*again).stderr


def test_a_policy_that_is_adopted_decides_from_then_on(two: Keyboard, tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    default = (SHIPPED / "iso10002_default.toml").read_text()
    ours.write_text(default.replace('"iso10002_default"', '"ours"'))
    two.types("policy", "publish", str(ours))
    adopt = ("policy", "adopt", "ours", "--ground", "licence")
    told = two.types(*adopt)
    assert "main decides under ours version 1" in told.stdout
    assert "nothing new" in two.types(*adopt).stderr
    known = {one["policy_id"]: one for one in two.json("policy", "list")["policies"]}
    assert known["ours"]["is_in_force"]
    assert not known["iso10002_default"]["is_in_force"]


def test_nobody_relaxes_the_separation_for_an_hour(two: Keyboard) -> None:
    reference = proposed(two)
    adopt = ("policy", "adopt", "small_organisation", "--ground", "one_person_left")
    today = datetime.now(UTC).date().isoformat()
    assert "for 24 hours" in two.types(*adopt, "--from-on", today, exit_code=1).stderr
    before = two.json("policy", "list")["adoptions"]
    told = two.json(*adopt)
    assert not told["is_in_force"] and told["from_on"] > today
    assert "nobody approves" in two.types("approve-decision", reference, exit_code=1).stderr
    after = two.json("policy", "list")["adoptions"]
    assert after[:-1] == before and after[-1]["policy_id"] == "small_organisation"


def test_the_keyboard_s_log_tells_who_put_what_in_force(two: Keyboard) -> None:
    two.types("policy", "adopt", "atlantis", "--ground", "decided", exit_code=4)
    path = folder_of(two.settings).log / "keyboard.log"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    told = [one for one in lines if one["event"] == "keyboard.command"]
    assert told[-1]["command"].endswith("policy adopt")
    assert (told[-1]["outcome"], told[-1]["by"]) == ("not done", f"account {os.geteuid()}")


def test_what_was_never_published_is_not_adopted(two: Keyboard) -> None:
    two.types("policy", "adopt", "atlantis", "--ground", "decided", exit_code=4)
    two.types("policy", "adopt", "us_cfpb", exit_code=2)


def test_days_typed_without_a_zone_are_meant_in_the_adopted_one(two: Keyboard) -> None:
    adopt = ("policy", "adopt", "ours", "--ground", "moved")
    two.types(*adopt, "--zone", "Asia/Tokyo")
    made = two.json("log", "--narrative", "x", "--occurred", "2026-03-05")
    received = two.json("show", made["reference"])["received"]
    assert (received["on"], received["zone"]) == (date(2026, 3, 5).isoformat(), "Asia/Tokyo")
