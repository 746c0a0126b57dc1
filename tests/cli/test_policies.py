"""5.3, 6.2 at the keyboard: policies and calendars as published, and why a date is that date."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

SHIPPED = Path(__file__).parents[2] / "domain" / "policies"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A policy of one's own, with the calendar of Viet Nam."""
    said = (SHIPPED / "us_cfpb.toml").read_text(encoding="utf-8")
    said = said.replace('"us_cfpb"', '"ours"').replace("us_federal", "vietnam")
    path = tmp_path / "ours.toml"
    path.write_text(said, encoding="utf-8")
    return path


def test_a_policy_is_published_once_for_what_it_says(keyboard: Keyboard, own: Path) -> None:
    first = keyboard.types("policy", "publish", str(own))
    assert first.stdout == "published ours version 1\n"
    assert "`plaint policy adopt ours --ground …` puts it in force" in first.stderr
    again = keyboard.types("policy", "publish", str(own))
    assert again.stdout == "nothing new: it is already ours version 1\n"
    own.write_text(own.read_text().replace("amount = 15", "amount = 14"), encoding="utf-8")
    assert "ours version 2" in keyboard.types("policy", "publish", str(own)).stdout
    told = keyboard.json("policy", "show", "ours", "--version", "1")
    amounts = {one["rule_id"]: one["amount"] for one in told["content"]["deadlines"]}
    assert (told["version"], amounts["respond_15d"]) == (1, 15)
    assert told["content"]["calendars"] == [{"calendar_id": "vietnam", "version": 1}]
    assert "respond_15d" in keyboard.types("policy", "show", "ours").stdout


def test_a_bad_file_names_every_fault_and_publishes_nothing(keyboard: Keyboard, own: Path) -> None:
    said = own.read_text().replace('"calendar_days"', '"moons"').replace("stages = 1", "stages = 0")
    own.write_text(said.replace('"ours"', '"other"'), encoding="utf-8")
    own = own.rename(own.with_name("other.toml"))
    told = keyboard.types("policy", "publish", str(own), exit_code=2)
    assert "stages: " in told.stderr and "deadlines.1.unit" in told.stderr
    known = keyboard.json("policy", "list")["policies"]
    assert "other" not in {one["policy_id"] for one in known}


BROKEN: dict[str, str] = {
    "no TOML": "policy_id = [",
    "nested without end": f"deadlines = {'[' * 5000}{']' * 5000}",
    "a country that is none": '[[calendars]]\ncalendar_id = "here"\ncountry = "ZZ"',
    "a calendar that is none": "calendars = [3]",
    "a field that is unknown": "moon = 1",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_that_is_no_policy_is_one_sentence(
    keyboard: Keyboard, tmp_path: Path, fault: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN[fault], encoding="utf-8")
    told = keyboard.types("policy", "publish", str(path), exit_code=2)
    assert "broken.toml is no" in told.stderr
    assert "unforeseen" not in told.stderr


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("calendar", "show", "uk_england", "0"), 2),
        (("calendar", "show", "uk_england", "10000"), 2),
        (("calendar", "show", "uk_england", "2026", "--version", "99999999999"), 4),
        (("policy", "show", "--version", "99"), 4),
        (("policy", "show", "--version", "99999999999"), 4),
    ],
)
def test_a_year_or_version_that_there_is_not_is_told(
    keyboard: Keyboard, asked: tuple[str, ...], code: int
) -> None:
    assert keyboard.types(*asked, exit_code=code).stderr


def test_what_comes_with_plaint_is_not_published_by_hand(keyboard: Keyboard) -> None:
    path = SHIPPED / "uk_fca_disp.toml"
    told = keyboard.types("policy", "publish", str(path), exit_code=2)
    assert "another policy_id" in told.stderr


def test_the_list_says_which_is_in_force(keyboard: Keyboard) -> None:
    known = {one["policy_id"]: one for one in keyboard.json("policy", "list")["policies"]}
    assert known["small_organisation"]["is_in_force"]
    assert not known["uk_fca_disp"]["is_in_force"]
    assert "uk_fca_disp" in keyboard.types("policy", "list").stdout


def test_a_calendar_shows_the_days_of_a_year(keyboard: Keyboard) -> None:
    told = keyboard.json("calendar", "show", "uk_england", "2026")
    days = {one["on"]: one["name"] for one in told["days"]}
    assert days["2026-04-03"] == "Good Friday"
    assert told["weekend"] == ["saturday", "sunday"]
    assert (
        "2026-04-03\tfriday\tno\tGood Friday"
        in keyboard.types("calendar", "show", "uk_england", "2026").stdout
    )
    assert (told["is_known"], told["doubt"]) == (True, None)
    beyond = keyboard.types("calendar", "show", "uk_england", "2150")
    assert "2150 lies after the years that the calendar knows" in beyond.stdout
    keyboard.types("calendar", "show", "atlantis", "2026", exit_code=4)
    keyboard.types("policy", "show", "atlantis", exit_code=4)


def test_which_version_is_in_force_is_said_beside_the_latest(keyboard: Keyboard, own: Path) -> None:
    (present,) = keyboard.json("policy", "show")["content"]["calendars"]
    shown = keyboard.json("calendar", "show", present["calendar_id"], "2026")
    (decides,) = shown["in_force"]
    assert (decides["policy_id"], decides["version"]) == ("small_organisation", present["version"])
    said = keyboard.types("calendar", "show", present["calendar_id"], "2026").stdout
    assert f"in force: version {present['version']}, as " in said
    later = 'calendar_id = "vietnam"\ncountry = "VN"\nholidays = [2026-05-05]'
    own.write_text(own.read_text().replace('calendar_id = "vietnam"\n', f"{later}\n", 1), "utf-8")
    keyboard.types("policy", "publish", str(own))
    unused = keyboard.types("calendar", "show", "vietnam", "2026").stdout
    assert "in force: none" in unused and "(the latest published)" in unused
    policy = keyboard.types("policy", "show", "ours").stdout
    assert "in force: none of its versions" in policy
    assert keyboard.json("policy", "show")["versions_in_force"] == [1]


def test_a_date_is_explained(keyboard: Keyboard) -> None:
    made = keyboard.json("log", "--narrative", "The kettle has no lid.")
    told = keyboard.json("explain", made["reference"], "response")["deadlines"]
    (explained,) = told
    assert (explained["kind"], explained["rule_id"]) == ("response", "respond_20wd")
    assert explained["days"][-1]["on"] == explained["due_on"]
    assert date.fromisoformat(explained["due_on"]) > date.fromisoformat(explained["days"][0]["on"])
    plain = keyboard.types("explain", made["reference"], explained["deadline_id"][:8]).stdout
    assert all(one in plain for one in explained["sentences"] if " as of " not in one)
    left = explained["budget"]
    assert (left["counted_in"], left["amount"], left["left"]) == ("working_days", 20, 20)
    assert "Of 20 working days: 0 used, 20 left as of " in plain
    every = keyboard.types("explain", made["reference"]).stdout
    assert "Rule acknowledge_2wd" in every and "Rule respond_20wd" in every
    wrong = keyboard.types("explain", made["reference"], "retention", exit_code=2)
    assert "acknowledgement" in wrong.stderr
