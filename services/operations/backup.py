"""``plaint backup``: a copy of all that a server of ours holds, from which it can be made anew."""

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from adapters.clock import now
from adapters.documents.folder import DocumentFolder
from adapters.local import cluster_copy
from adapters.local.archive import Archive, kept_archive, must_be_there
from adapters.local.children import ServerFailed
from adapters.local.files import make_folder, read_note, write_note
from adapters.local.folder import DataFolder, FolderRefused
from adapters.local.programs import postgres_major
from adapters.postgres.archiving import Archiver, ArchiveStuck
from adapters.postgres.renewal import end
from adapters.settings import Settings
from domain.values import instant_text
from services import addresses
from services.operations.starting import Screen
from services.operations.temporary_server import attended, programs_of

NOTE, CLUSTER, SECRETS, DOCUMENTS = "backup.json", "cluster", "secrets", "documents"
FORM = 1
ARCHIVE_SECONDS = 60.0
KEPT = ("policy", "legal_entity", "zone")


class ServerIsGiven(FolderRefused):
    """The database is somebody else's server: its administrator backs it up."""


class ArchiveOff(ServerFailed):
    """The server that runs does not keep its log where it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup holds. position: every event up to it is there, and perhaps more.

    archive: the folder whose later log can bring a restore further; None where none is kept.
    """

    folder: str
    log_id: UUID
    position: int
    archive: str | None
    octets: int
    seconds: float


def backup(settings: Settings, to: Path, screen: Screen) -> BackedUp:
    """Copy cluster, secrets and documents into ``to``, an empty or new folder, as all goes on.

    Raises ServerIsGiven, FolderRefused, NotRunning, ServerFailed.
    """
    began = time.monotonic()
    must_be_ours(settings)
    to = to.absolute()
    must_be_empty(to)
    folder = addresses.folder_of(settings)
    with attended(settings, screen.say) as address:
        assert address is not None
        archive = kept_archive(folder.postgres)
        with psycopg.connect(address.dsn("plaint"), autocommit=True) as connection:
            if archive is not None:
                must_keep(connection, archive)
            reached = end(connection)
        make_folder(to, 0o700)
        to.chmod(0o700)
        programs = programs_of(settings, folder)
        span = _copy_cluster(programs, address, to / CLUSTER, screen)
        _copy_secrets(folder, to / SECRETS)
        copy_documents(addresses.documents_folder(settings), to / DOCUMENTS)
    _write_note(folder, to, {"archive": archive and str(archive), "first_wal": span.first})
    return BackedUp(
        folder=str(to),
        log_id=reached.log_id,
        position=reached.position,
        archive=None if archive is None else str(archive),
        octets=sum(path.stat().st_size for path in to.rglob("*") if path.is_file()),
        seconds=time.monotonic() - began,
    )


def must_be_ours(settings: Settings) -> None:
    """Refuse a given server. Raises ServerIsGiven."""
    if settings.database_url is not None:
        raise ServerIsGiven(
            "the database is a given server, which its own administrator backs up and restores: "
            "docs/operations.md says what belongs together; copy the folder of secrets with it"
        )


def must_be_empty(folder: Path, *, allowed: frozenset[str] = frozenset()) -> None:
    """Refuse a folder that holds anything but what is allowed. Raises FolderRefused."""
    if folder.exists() and (found := {path.name for path in folder.iterdir()} - allowed):
        names = ", ".join(sorted(found)[:3])
        raise FolderRefused(f"{folder} is not empty (it holds {names}): name an empty or new one")


def must_keep(connection: psycopg.Connection[Any], archive: Path) -> None:
    """Refuse a server that does not keep its log there. Raises ArchiveOff, FolderRefused."""
    must_be_there(archive)
    archiver = Archiver(connection)
    if archiver.keeps_by() != Archive(archive).keeping()["archive_command"]:
        raise ArchiveOff(
            f"PostgreSQL runs and does not keep its log in {archive}: stop it (`plaint down`) and "
            "start it again, for that setting is read at the start alone"
        )
    try:
        archiver.finish(ARCHIVE_SECONDS)
    except ArchiveStuck as error:
        raise ServerFailed(str(error)) from error


def _copy_cluster(programs: Path, address: Any, to: Path, screen: Screen) -> cluster_copy.Span:
    with screen.progress("cluster (octets)", 0) as advance:
        known = 0

        def shown(copied: int, _total: int) -> None:
            nonlocal known
            advance(copied - known)
            known = copied

        return cluster_copy.take(programs, address, to, shown)


def _copy_secrets(folder: DataFolder, to: Path) -> None:
    """After the cluster: a key-encryption key that is new by then opens what was copied before."""
    to.mkdir(mode=0o700)
    for path in sorted(folder.secrets.iterdir()):
        if path.is_file() and not path.name.endswith(".part"):
            copy_secret(path, to / path.name)


def copy_secret(path: Path, to: Path) -> None:
    """Copy a file for our own account alone, and see it on disk."""
    with (
        path.open("rb") as original,
        os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy,
    ):
        shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())


def copy_documents(folder: Path, to: Path) -> None:
    """After the cluster: a document is stored before the event that names it."""
    to.mkdir(mode=0o700)
    for digest in DocumentFolder(folder).digests():
        (to / digest[:2]).mkdir(mode=0o700, exist_ok=True)
        # What is removed by order meanwhile shall not be in the copy.
        with suppress(FileNotFoundError):
            copy_secret(folder / digest[:2] / digest[2:], to / digest[:2] / digest[2:])


def _write_note(folder: DataFolder, to: Path, more: dict[str, Any]) -> None:
    """Last of all: a backup without it is not finished."""
    started = folder.read_run()
    kept = {name: started[name] for name in KEPT if isinstance(started.get(name), str)}
    stamp = {"form": FORM, "made_at": instant_text(now()), "postgres": postgres_major()}
    write_note(to / NOTE, {**stamp, **more, "settings": kept})


def read_backup(folder: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises FolderRefused for what is no whole backup."""
    note: dict[str, Any] = dict(read_note(folder / NOTE))
    parts = [name for name in (CLUSTER, SECRETS) if not (folder / name).is_dir()]
    if note.get("form") != FORM or parts:
        raise FolderRefused(
            f"{folder} is no whole backup of this form (`plaint backup` writes {NOTE} last): "
            "name the folder that was given to it"
        )
    return note
