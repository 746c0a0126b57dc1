"""A second aggregate at the keyboard: given, shown and told as its commands are."""

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

NOTED = ("note-lesson", "--topic", "kettles", "--lesson", "Lids come off")


def test_it_is_noted_shared_and_shown(keyboard: Keyboard) -> None:
    done = keyboard.json(*NOTED)
    reference = done["reference"]
    assert (done["state"], done["version"]) == ("NOTED", 1)
    told = keyboard.types("share-lesson", reference, "--unit", "north").stdout
    assert f"{reference} is NOTED, version 2: 1 event recorded" in told
    assert keyboard.json("show", reference)["state"]["units"] == ["north"]
    assert "LessonShared" in keyboard.types("history", reference).stdout


def test_its_text_is_opened_for_who_asks(keyboard: Keyboard) -> None:
    reference = keyboard.json(*NOTED)["reference"]
    assert "Lids" not in keyboard.types("history", reference).stdout
    assert "Lids come off" in keyboard.types("show", reference, "--content").stdout


def test_it_is_refused_by_its_own_rule(keyboard: Keyboard) -> None:
    reference = keyboard.json(*NOTED)["reference"]
    keyboard.types("share-lesson", reference, "--unit", "north")
    again = keyboard.types("share-lesson", reference, "--unit", "north", exit_code=1)
    assert "a lesson is brought to a unit once" in again.stderr


def test_the_record_checks_with_it(keyboard: Keyboard) -> None:
    keyboard.json(*NOTED)
    found = keyboard.json("check", "--no-topic", "--no-views")
    assert found["is_same"], found
