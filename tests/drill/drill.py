"""One drill: a system with writers backed up, killed, restored elsewhere, checked, started."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from adapters.postgres.archiving import Archiver
from adapters.settings import Settings
from services.operations.temporary_server import attended, server_of
from tests.drill.writers import Acknowledged, Writers
from tests.e2e.installation import ACCOUNT, Running

ARCHIVE_SECONDS = 60.0

Store = dict[tuple[str, int], tuple[int, bytes]]
"""By stream and version: the position and the octets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """What a drill came to. archived: acknowledged before the last log was archived."""

    restored: Running
    backup: dict[str, Any]
    restore: dict[str, Any]
    before_start: dict[str, Any]
    after_start: dict[str, Any]
    acknowledged: list[Acknowledged]
    archived: list[Acknowledged]
    old: Store
    new: Store

    @property
    def lost(self) -> list[Acknowledged]:
        """Acknowledged events that the restored record has not."""
        return [one for one in self.acknowledged if (one.complaint_id, one.version) not in self.new]

    @property
    def lost_though_archived(self) -> list[Acknowledged]:
        """Those among them that the archive had: none may be."""
        return [one for one in self.archived if (one.complaint_id, one.version) not in self.new]

    @property
    def other_octets(self) -> int:
        """Events of the restored record that are not, octet by octet, those of the lost one."""
        ids = {(one.complaint_id, one.version): one.event_id for one in self.acknowledged}
        return sum(
            1
            for place, stored in self.new.items()
            if self.old.get(place) != stored
            or json.loads(stored[1])["event_id"]
            != ids.get(place, json.loads(stored[1])["event_id"])
        )


def drill(parent: Path, *, seconds: float, say: Callable[[str], None]) -> Drilled:
    """Do it all below ``parent``, writing for so long before and after the backup."""
    first, second = Running(parent / "first"), Running(parent / "second")
    say("starting Plaint with an archive")
    first.up("--archive", str(parent / "archive"))
    writers = Writers(first, first.first_keys()["handler"])
    writers.start()
    try:
        time.sleep(seconds)
        say("backup, while they write")
        backup = json.loads(first.run_apart("backup", str(parent / "backup"), "--json"))
        time.sleep(seconds)
        archived = writers.acknowledged()
        finish_log(first)
        time.sleep(seconds / 2)
        say("kill -9 of everything")
        first.kill_everything()
    finally:
        writers.stop()
    say("restore into an empty folder")
    restore = json.loads(second.run_apart("restore", str(parent / "backup"), "--json"))
    say("check, before anything is started")
    before_start = checked(second)
    old, new = stored(first), stored(second)
    say("start the restored one, then check again")
    second.up()
    second.wait_until(lambda: max(second.lags(), default=1) == 0, 120.0)
    return Drilled(
        restored=second,
        backup=backup,
        restore=restore,
        before_start=before_start,
        after_start=checked(second),
        acknowledged=writers.acknowledged(),
        archived=archived,
        old=old,
        new=new,
    )


def checked(plaint: Running) -> dict[str, Any]:
    """What ``plaint check`` says, whether anything differs or not."""
    found: dict[str, Any] = json.loads(plaint.run_apart("check", "--json", check=False))
    return found


def settings_of(plaint: Running) -> Settings:
    """The settings of an installation's data folder."""
    return Settings(data=plaint.folder, run_as=ACCOUNT.get("PLAINT_RUN_AS"))


def superuser(plaint: Running, database: str = "plaint") -> psycopg.Connection[Any]:
    """A connection that may do everything to a running installation."""
    address = server_of(settings_of(plaint)).running
    assert address is not None
    return psycopg.connect(address.dsn(database), autocommit=True)


def finish_log(plaint: Running) -> None:
    """Have everything that was committed until now in the archive."""
    with superuser(plaint) as connection:
        Archiver(connection).finish(ARCHIVE_SECONDS)


def stored(plaint: Running) -> Store:
    """All events of an installation that is not running; after a kill its server recovers first."""
    with attended(settings_of(plaint), lambda _: None) as address:
        assert address is not None
        with psycopg.connect(address.dsn("plaint")) as connection:
            rows = connection.execute(
                "SELECT stream_id::text, version, position, public FROM event"
            ).fetchall()
    return {(stream, version): (position, public) for stream, version, position, public in rows}
