"""``plaint restore``: a data folder made from a backup and, as far as it reaches, its archive."""

import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from adapters.local import cluster_copy
from adapters.local.account import Account, AccountRefused, account_for
from adapters.local.archive import Archive, must_be_there
from adapters.local.children import ServerFailed
from adapters.local.files import make_folder
from adapters.local.folder import DataFolder, FolderRefused
from adapters.local.postgres_server import PostgresServer
from adapters.local.programs import postgres_major, postgres_programs
from adapters.local.superuser import KEPT_IN, must_be_given
from adapters.local.system_account import settle_account
from adapters.postgres.renewal import End, end, renew
from adapters.secrets import join_keks
from adapters.settings import Settings
from domain.values import instant_text
from services import addresses
from services.operations.backup import (
    CLUSTER,
    DOCUMENTS,
    SECRETS,
    copy_documents,
    copy_secret,
    must_be_empty,
    must_be_ours,
    read_backup,
)
from services.operations.replayed import must_have_reached, must_open
from services.operations.starting import Screen

GROWING = "restoring"
NONE = "none"
QUIET = {"hot_standby": "off", "archive_mode": "off"}
UNTIL = "%Y-%m-%d %H:%M:%S.%f+00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to restore from. archive: None for the backup alone.

    until: where to stop, else at the end of the archive. last: the last position that the lost
    system is known to have given; only a restore that ends exactly there keeps the log's id.
    secrets: a folder of later secrets, whose key-encryption keys are taken along.
    """

    backup: Path
    archive: Path | None
    until: datetime | None = None
    last: int | None = None
    secrets: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored. at: when its last event was stored. last_wal: of the archive.

    log_id: new where commits may have been lost; former_log_id is then the one it had.
    """

    folder: str
    position: int
    at: datetime | None
    last_wal: str | None
    former_log_id: UUID
    log_id: UUID
    seconds: float


def wanted(
    backup: Path,
    archive: str | None,
    *,
    until: datetime | None,
    last: int | None,
    secrets: Path | None = None,
) -> Wanted:
    """What is meant, with the archive that the backup names where none is given.

    archive: a folder, or "none" for the backup alone. Raises FolderRefused, also where there is
    nothing after the backup that could be stopped at a time.
    """
    note = read_backup(backup.absolute())
    noted, made_at = note.get("archive"), datetime.fromisoformat(str(note["made_at"]))
    if until is not None and until < made_at:
        raise FolderRefused(
            f"the backup ended at {instant_text(made_at)}, and holds all until then: to stop at "
            f"{instant_text(until)}, name a backup that is older than that"
        )
    named = archive if archive is not None else noted
    folder = Path(named).absolute() if isinstance(named, str) and named != NONE else None
    if folder is not None:
        must_be_there(folder)
    elif until is not None:
        raise FolderRefused("without an archive there is nothing to stop in: name --archive DIR")
    return Wanted(backup=backup.absolute(), archive=folder, until=until, last=last, secrets=secrets)


def restore(settings: Settings, options: Wanted, screen: Screen) -> Restored:
    """Make the data folder of the settings, which must be empty, from a backup and its archive.

    It can be repeated after an interruption. Nothing is left running. Raises FolderRefused,
    FolderHeld, BackupDamaged, ArchiveBroken, AccountRefused, ServerFailed.
    """
    began = time.monotonic()
    must_be_ours(settings)
    note = read_backup(options.backup)
    if settled := settle_account(settings.run_as):
        screen.say(settled)
    account, folder = account_for(settings.run_as), addresses.folder_of(settings)
    must_be_empty(folder.path, allowed=frozenset({GROWING, "lock"}))
    make_folder(folder.path)
    with folder.hold():
        account.must_enter(folder.path)
        growing = DataFolder(folder.path / GROWING)
        shutil.rmtree(growing.path, ignore_errors=True)
        make_folder(growing.postgres)
        programs = postgres_programs(growing.postgres / "programs", account)
        last_wal = _must_be_whole(options, note, programs, account, screen)
        _copy(options, growing, account, screen)
        reached, log_id = _bring_forward(settings, options, growing, last_wal, screen)
        _put_in_place(growing, folder)
        kept = note.get("settings")
        folder.write_run(dict(kept) if isinstance(kept, dict) else {})
    return Restored(
        folder=str(folder.path),
        position=reached.position,
        at=reached.at,
        last_wal=last_wal,
        former_log_id=reached.log_id,
        log_id=log_id,
        seconds=time.monotonic() - began,
    )


def _must_be_whole(
    options: Wanted, note: dict[str, Any], programs: Path, account: Account, screen: Screen
) -> str | None:
    """Refuse a damaged backup or archive before anything is made of it; the archive's last file."""
    if note.get("postgres") != postgres_major():
        raise ServerFailed(
            f"the backup is of PostgreSQL {note.get('postgres')} and this Plaint brings "
            f"{postgres_major()}: restore it with the Plaint that made it"
        )
    screen.say("verifying the backup")
    cluster_copy.verify(programs, options.backup / CLUSTER)
    if options.archive is None:
        return None
    archive = Archive(options.archive)
    if not account.can_read([options.archive, *archive.files()]):
        raise AccountRefused(
            f"the account {account.name}, which runs the servers, cannot read all files in "
            f"{options.archive}: let it read them, or give them to it, once no server writes there "
            f"any more (chown -R {account.name} {options.archive})"
        )
    if options.until is not None:
        return None
    return archive.must_reach_from(cluster_copy.span(options.backup / CLUSTER).first)


def _copy(options: Wanted, growing: DataFolder, account: Account, screen: Screen) -> None:
    screen.say("copying the backup")
    backup, data = options.backup, growing.postgres / "data"
    shutil.copytree(backup / CLUSTER, data)
    (data / cluster_copy.MANIFEST).unlink()
    for path in (data, *data.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        account.own(path)
    make_folder(growing.secrets, 0o700)
    for path in sorted((backup / SECRETS).iterdir()):
        copy_secret(path, growing.secrets / path.name)
    if options.secrets is not None:
        join_keks(growing.secrets, options.secrets)
    copy_documents(backup / DOCUMENTS, growing.documents)


def _bring_forward(
    settings: Settings, options: Wanted, growing: DataFolder, last_wal: str | None, screen: Screen
) -> tuple[End, UUID]:
    """Let PostgreSQL replay the log, renew the log's id unless nothing can be lost, stop again."""
    recovery = _recovery(options, growing)
    server = PostgresServer(
        growing.postgres, secrets=growing.secrets, run_as=settings.run_as, recovery=recovery
    )
    screen.say("replaying the write-ahead log" if options.archive else "starting PostgreSQL once")
    address = server.start()
    if options.archive is not None:
        # It may have gone on under another password than that of the backup.
        server.stop()
        must_be_given(growing.secrets / KEPT_IN)
        server = PostgresServer(
            growing.postgres, secrets=growing.secrets, run_as=settings.run_as, recovery=QUIET
        )
        address = server.start()
    try:
        with psycopg.connect(address.dsn("plaint"), autocommit=True) as connection:
            if last_wal is not None:
                must_have_reached(growing, last_wal)
            must_open(growing, address)
            reached = end(connection)
            if (
                options.last is not None
                and options.until is None
                and reached.position == options.last
            ):
                return reached, reached.log_id
            return reached, renew(connection).log_id
    finally:
        server.stop()


def _recovery(options: Wanted, growing: DataFolder) -> dict[str, str]:
    """Settings for the one start that brings the copy forward; none of them stays."""
    # Nobody may ask before the end; what is replayed is in the archive already.
    quiet = QUIET
    if options.archive is None:
        return quiet
    (growing.postgres / "data" / "recovery.signal").touch(mode=0o600)
    target = {"recovery_target_timeline": "latest", "recovery_target_action": "promote"}
    if options.until is not None:
        target["recovery_target_time"] = options.until.strftime(UNTIL)
    return {**quiet, **target, **Archive(options.archive).fetching()}


def _put_in_place(growing: DataFolder, folder: DataFolder) -> None:
    """The cluster last: with it in place the folder is a whole one."""
    make_folder(folder.kafka)
    growing.secrets.rename(folder.secrets)
    growing.documents.rename(folder.documents)
    growing.postgres.rename(folder.postgres)
    shutil.rmtree(growing.path)
