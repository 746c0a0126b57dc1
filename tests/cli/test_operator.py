"""The person at the keyboard stays one, and what separates people there is a key of their own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from adapters.local.folder import DataFolder
from services.access.operator import NotTheirFolder, check_account, operator_of
from tests.cli.conftest import Keyboard, _keyboard, _publish
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers

FORMER = "3f8a3b52-5d0e-4b4e-9a53-0c7d1a2b3c4d"


@pytest.fixture
def bank(postgres: Cluster) -> Iterator[Keyboard]:
    """A keyboard under the policy that asks two people."""
    with (
        postgres.databases() as database,
        _keyboard(database, policy="iso10002_default", zone="Europe/London") as made,
    ):
        asyncio.run(_publish(made.settings))
        yield made


def file_of(keyboard: Keyboard) -> Path:
    return Path(keyboard.environment["PLAINT_DATA"], "secrets", "operator")


def test_a_removed_or_remade_file_makes_no_second_person(bank: Keyboard) -> None:
    """Else whoever proposed a decision could approve it after `rm secrets/operator`."""
    file_of(bank).write_text(f"{FORMER}\n")
    assert operator_of(bank.settings) == UUID(FORMER)
    file_of(bank).unlink()
    assert operator_of(bank.settings) == UUID(FORMER)
    file_of(bank).write_text("00000000-0000-4000-8000-000000000001\n")
    assert operator_of(bank.settings) == UUID(FORMER)


def test_a_new_installation_needs_no_file(bank: Keyboard) -> None:
    """The id follows from the installation, so that a record that was lost would not change it."""
    first = operator_of(bank.settings)
    assert operator_of(bank.settings) == first
    assert not file_of(bank).exists()


def test_nobody_approves_their_own_at_the_keyboard_and_is_told_who_may(bank: Keyboard) -> None:
    """In whatever role they say that they act."""
    reference = bank.json("log", "--narrative", "The kettle exploded")["reference"]
    for command, *more in (
        ("open-investigation",),
        ("record-finding", "--finding", "not_upheld"),
        ("propose-decision",),
    ):
        bank.types(command, reference, *more)
    told = bank.types("approve-decision", reference, "--as", "approver", exit_code=1).stderr
    assert "plaint --key @FILE approve-decision" in " ".join(told.split())


def test_another_account_is_not_taken_for_the_owner_of_the_folder(tmp_path: Path) -> None:
    """Root can be the owner anyway."""
    folder = DataFolder(tmp_path)
    folder.secrets.mkdir()
    owner = folder.secrets.stat().st_uid
    check_account(folder, owner)
    check_account(folder, 0)
    with pytest.raises(NotTheirFolder, match="--key @FILE"):
        check_account(folder, owner + 1)
