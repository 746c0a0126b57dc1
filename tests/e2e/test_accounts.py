"""Started as root: which account each process is, and that a change of it loses nothing."""

import os
import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.local.account import account_for
from adapters.local.postmaster import Postmaster
from tests.e2e.installation import Running, fresh_folder
from tests.e2e.reachable_python import can_read_tree, reachable_python
from tests.support.door import Door

pytestmark = [
    pytest.mark.servers,
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another account"),
]

ROOT, NOBODY, DAEMON = (pwd.getpwnam(name).pw_uid for name in ("root", "nobody", "daemon"))
PARTS = ("projections", "tick", "api")
LETTER = b"%PDF-1.7\n%%EOF\n"
AS_ROOT = "API, relay, projections and clock run as root"


@dataclass(frozen=True)
class Moved:
    """A Plaint that was started for `nobody` and then, on the same folder, for `daemon`.

    letter: what was attached before, by complaint and
    document. status, said: what was told before.
    """

    plaint: Running
    letter: tuple[str, str]
    before: dict[str, int]
    status: str
    said: str
    scanned_by: Path


@pytest.fixture(scope="module")
def moved() -> Iterator[Moved]:
    daemon = account_for("daemon")
    if not can_read_tree(daemon):
        pytest.skip("another account cannot read this tree, wherever the interpreter lies")
    with fresh_folder() as folder:
        (scans := folder.parent / "scans").mkdir()
        scans.chmod(0o777)
        scan = f"sh -c 'cat >/dev/null; id -u >{scans}/$(id -u)'"
        former = Running(folder, kafka="off", PLAINT_DOCUMENT_SCAN=scan)
        former.up()
        letter, before = attached(former), uids(former)
        status, said = former.run("status"), former.said()
        former.down()
        python = reachable_python(daemon, folder.parent)
        named = {**python.environment, "PLAINT_RUN_AS": "daemon"}
        plaint = Running(folder, kafka="off", PLAINT_DOCUMENT_SCAN=scan, **named)
        plaint.program = [python.program, "-m", "services.cli"]
        plaint.up()
        yield Moved(plaint, letter, before, status, said, scans)
        plaint.down()


def attached(plaint: Running) -> tuple[str, str]:
    """A letter of a new complaint, put in at the keyboard by root."""
    file = plaint.folder.parent / "letter.pdf"
    file.write_bytes(LETTER)
    reference = plaint.json("log", "--narrative", "The kettle exploded")["reference"]
    plaint.run("attach", reference, str(file), "--title", "Their letter")
    (document,) = plaint.json("show", reference)["documents"]
    return reference, document["document_id"]


def uids(plaint: Running) -> dict[str, int]:
    """The account of each live process."""
    postgres = Postmaster(plaint.folder / "postgres" / "data", Path()).pid
    pids = {"postgres": postgres, **{name: plaint.part(name) for name in PARTS}}
    return {name: Path(f"/proc/{pid}").stat().st_uid for name, pid in pids.items()}


def owners(folder: Path) -> set[int]:
    return {path.lstat().st_uid for path in (folder, *folder.rglob("*"))}


def read(plaint: Running, letter: tuple[str, str]) -> str:
    """The content, as the API serves it."""
    key = plaint.json("key", "new", "--role", "handler")["key"]
    door = Door(plaint.note()["port"], {"handler": key})
    told = door.ask(f"/v1/complaints/{letter[0]}/documents/{letter[1]}")
    assert told.status == 200, told.text
    return told.text


def test_an_account_that_others_use_gets_the_server_and_never_the_secrets(moved: Moved) -> None:
    assert moved.before == {"postgres": NOBODY, **dict.fromkeys(PARTS, ROOT)}
    for told in (moved.said, moved.status):
        assert f"{AS_ROOT}: other programs run as nobody too" in " ".join(told.split())


def test_the_scanner_is_never_root(moved: Moved) -> None:
    attached(moved.plaint)
    scanned = {int(file.name) for file in moved.scanned_by.iterdir()}
    assert scanned == {NOBODY, DAEMON}


def test_server_and_parts_run_as_the_account_that_was_named(moved: Moved) -> None:
    assert uids(moved.plaint) == dict.fromkeys(("postgres", *PARTS), DAEMON)
    assert AS_ROOT not in moved.plaint.said() + moved.plaint.run("status")


def test_data_and_secrets_are_handed_over_and_closed_to_others(moved: Moved) -> None:
    folder = moved.plaint.folder
    for name in ("postgres/data", "secrets", "documents", "log"):
        assert owners(folder / name) == {DAEMON}, name
        assert (folder / name).stat().st_mode & 0o777 == 0o700, name
    assert {file.stat().st_mode & 0o777 for file in (folder / "secrets").iterdir()} == {0o600}
    assert f"{folder / 'secrets'} belongs to the account daemon from now on" in moved.plaint.said()


def test_what_was_attached_before_is_served(moved: Moved) -> None:
    assert read(moved.plaint, moved.letter) == LETTER.decode()


def test_what_root_does_at_the_keyboard_meanwhile_reaches_the_parts(moved: Moved) -> None:
    """A key that root makes, and a document under it, is the parts' to read."""
    moved.plaint.run("secrets", "rotate", "keys")
    assert read(moved.plaint, attached(moved.plaint)) == LETTER.decode()
    for name in ("secrets", "documents", "log"):
        assert owners(moved.plaint.folder / name) == {DAEMON}, name
