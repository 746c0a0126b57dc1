"""Commands on several complaints at the keyboard: the other one by its reference or its id."""

import pytest

from tests.cli.conftest import Keyboard

LOG = ("log", "--narrative", "It never came", "--channel", "phone", "--complainant", "name=Jo")
ISSUES = ("--issue", "category=delay", "--issue", "category=damage")

pytestmark = pytest.mark.servers


def test_another_complaint_is_named_by_its_reference_or_by_its_id(keyboard: Keyboard) -> None:
    one, other = keyboard.json(*LOG), keyboard.json(*LOG)
    here, there = one["reference"], other["reference"]
    keyboard.types("link-complaint", here, "--other-id", there.lower(), "--link", "follow_up")
    done = keyboard.json("merge-complaint", here, "--into-id", other["complaint_id"])
    assert (done["state"], done["complaint_id"]) == ("MERGED", one["complaint_id"])
    assert {step["complaint_id"] for step in done["events"]} == {
        one["complaint_id"],
        other["complaint_id"],
    }


def test_what_is_recorded_in_another_complaint_says_in_which(keyboard: Keyboard) -> None:
    one, other = keyboard.json(*LOG), keyboard.json(*LOG)
    told = keyboard.types(
        "link-complaint", one["reference"], "--other-id", other["reference"]
    ).stdout
    _, here, there = told.splitlines()
    assert here.split()[1:] == ["ComplaintLinked"]
    assert there.split()[1:] == ["ComplaintLinked", "in", other["complaint_id"]]


def test_some_issues_are_split_off_by_their_numbers(keyboard: Keyboard) -> None:
    reference = keyboard.json(*LOG, *ISSUES)["reference"]
    done = keyboard.json("split-complaint", reference, "--issue-id", "2")
    assert "ComplaintSplit" in {step["type"] for step in done["events"]}
    assert len({step["complaint_id"] for step in done["events"]}) == 2


def test_a_complaint_that_there_is_not_is_not_linked(keyboard: Keyboard) -> None:
    reference = keyboard.json(*LOG)["reference"]
    nobody = "00000000-0000-4000-8000-000000000000"
    told = keyboard.types("link-complaint", reference, "--other-id", nobody, exit_code=1)
    assert "there is no such other complaint" in told.stderr
