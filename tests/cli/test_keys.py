"""Keys for the API: shown once, listed without their secret, revoked for ever."""

import re

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers


def test_a_key_is_shown_once_and_listed_without_its_secret(keyboard: Keyboard) -> None:
    """The text is the answer; what to do with it is a remark."""
    told = keyboard.types("key", "new", "--role", "handler", "--unit", "north")
    key = told.stdout.strip()
    assert re.fullmatch(r"plaint_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)
    listed = keyboard.types("key", "list").stdout
    _, prefix, secret = key.split("_", 2)
    assert prefix in listed
    assert "north" in listed
    assert secret not in listed


def test_a_revoked_key_stays_listed_and_cannot_be_revoked_again(keyboard: Keyboard) -> None:
    """The second time ends with 4."""
    prefix = keyboard.json("key", "new", "--role", "auditor")["prefix"]
    keyboard.types("key", "revoke", prefix)
    (ours,) = [one for one in keyboard.json("key", "list")["keys"] if one["prefix"] == prefix]
    assert ours["revoked_at"] is not None
    keyboard.types("key", "revoke", prefix, exit_code=4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--role", "boss"), "handler, investigator"),
        (("--role", "handler", "--unit", "N 1"), "code"),
    ],
)
def test_a_role_or_unit_that_there_is_not_is_refused(
    keyboard: Keyboard, words: tuple[str, ...], said: str
) -> None:
    """With those that there are."""
    assert said in keyboard.types("key", "new", *words, exit_code=2).stderr


def test_a_partys_key_is_made_for_one_complaint(keyboard: Keyboard) -> None:
    """It says whose it is; for nobody there is none."""
    asked = ("key", "new", "--role", "party")
    assert "--party-id" in keyboard.types(*asked, exit_code=2).stderr
    stranger = "00000000-0000-4000-8000-000000000001"
    nowhere = (*asked, "--complaint", stranger, "--party-id", stranger)
    keyboard.types(*nowhere, exit_code=4)
