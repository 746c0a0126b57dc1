"""A user id without a name, as containers have them, is enough where no server is ours."""

import itertools
import os
import pwd
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from adapters.local.account import Account, AccountRefused
from adapters.settings import Settings
from services.operations.external_server import NotPrepared
from services.operations.starting import prepared_folder
from services.operations.supervising import account_of, ourselves

NAMED = {entry.pw_uid for entry in pwd.getpwall()}
NAMELESS = next(uid for uid in itertools.count(12345) if uid not in NAMED)
MAY_CHANGE = os.geteuid() == 0
GIVEN = {"database_url": "host=127.0.0.1 port=1 dbname=plaint"}


def answer(there: Connection, ask: Callable[..., str], *arguments: object) -> None:
    if MAY_CHANGE:
        os.setgroups([])
        os.setgid(NAMELESS)
        os.setuid(NAMELESS)
    there.send(ask(*arguments))


def asked(ask: Callable[..., str], *arguments: object) -> str:
    """What a child answers: as somebody without a name where we are root, else as ourselves."""
    context = get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=answer, args=(there, ask, *arguments))
    child.start()
    there.close()
    try:
        return str(here.recv())
    finally:
        child.join(30)


def who() -> str:
    return ourselves().name


def begun(folder: Path, given: dict[str, str]) -> str:
    """How a start ends that needs a folder and secrets before anything else."""
    try:
        prepared_folder(Settings.model_validate({"data": folder, **given}))
    except (AccountRefused, NotPrepared) as error:
        return str(error)
    return "prepared"


def test_an_account_goes_by_its_number_where_it_has_no_name() -> None:
    assert account_of(NAMELESS, 7) == Account(str(NAMELESS), NAMELESS, 7, dropped=False)
    assert account_of(0, 0).name == pwd.getpwuid(0).pw_name


def test_the_parts_run_as_whoever_starts_them() -> None:
    assert asked(who) == (str(NAMELESS) if MAY_CHANGE else pwd.getpwuid(os.geteuid()).pw_name)


def test_a_start_on_given_servers_asks_for_no_name(folder: Path) -> None:
    folder.chmod(0o777)
    for broker in ({"kafka": "off"}, {"kafka_bootstrap_servers": "127.0.0.1:1"}):
        told = asked(begun, folder / "data", {**GIVEN, **broker})
        assert "prepare it once with `plaint init --admin-url ADDRESS`" in told


def test_a_start_of_a_server_of_ours_asks_for_one_and_says_what_to_do_without(folder: Path) -> None:
    folder.chmod(0o777)
    without = asked(begun, folder / "data", {"kafka": "off"})
    with_broker = asked(begun, folder / "other", GIVEN)
    if MAY_CHANGE:
        assert f"User id {NAMELESS} has no entry in the list of accounts" in without
        assert "name a server in PLAINT_DATABASE_URL" in without
        assert "The database is given already: with --kafka off" in with_broker
    else:
        assert without == "prepared"
        assert "`plaint init --admin-url ADDRESS`" in with_broker
