"""The secrets are made once, whole, for us alone, however many start at the same moment."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from adapters.secrets import (
    KEYS,
    PASSWORDS,
    SECRET,
    Secrets,
    SecretsMissing,
    complete_passwords,
    make_secrets,
)
from adapters.secrets import read_secrets as read

ROLES = ("plaint_writer", "plaint_relay")
RACES = 50


def written(secrets: Secrets) -> str:
    keks = [(kek.id, kek.octets.hex()) for kek in secrets.keks]
    return f"{secrets.installation.hex()} {keks} {dict(secrets.passwords)}"


def race(folder: Path, start: Barrier, note: Path) -> None:
    """Make the secrets of one folder after the other, each at the moment when the other does."""
    made = []
    for number in range(RACES):
        start.wait(30)
        made.append(written(make_secrets(folder / str(number), ROLES)))
    note.write_text("\n".join(made))


def test_two_that_start_at_once_get_the_same_secrets_and_these_stay(tmp_path: Path) -> None:
    for number in range(RACES):
        (tmp_path / str(number)).mkdir()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    notes = [tmp_path / "first", tmp_path / "second"]
    racers = [context.Process(target=race, args=(tmp_path, start, note)) for note in notes]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(120)
    first, second = (note.read_text().splitlines() for note in notes)
    assert first == second
    assert first == [written(read(tmp_path / str(number))) for number in range(RACES)]
    assert len(set(first)) == RACES


def test_they_are_for_us_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    make_secrets(tmp_path, ROLES)
    assert {file.name for file in tmp_path.iterdir()} == {SECRET, KEYS, PASSWORDS}
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_what_is_missing_is_made_and_what_is_there_is_not_changed(tmp_path: Path) -> None:
    before = make_secrets(tmp_path, ROLES)
    (tmp_path / PASSWORDS).unlink()
    with pytest.raises(SecretsMissing, match=PASSWORDS):
        read(tmp_path)
    after = make_secrets(tmp_path, ROLES)
    assert (after.installation, after.keks) == (before.installation, before.keks)
    assert set(after.passwords) == set(ROLES)
    assert after.passwords != before.passwords


def test_a_role_that_came_later_gets_a_password_and_all_else_stays(tmp_path: Path) -> None:
    before = make_secrets(tmp_path, ("writer",))
    after = complete_passwords(tmp_path, ("writer", "analyst"))
    assert after.passwords["writer"] == before.passwords["writer"]
    assert after.passwords["analyst"]
    assert (after.installation, after.keks) == (before.installation, before.keks)
    assert complete_passwords(tmp_path, ("writer", "analyst")) == after == read(tmp_path)
