"""Keeping the write-ahead log of a server of ours, from which a restore goes on after a backup."""

import os
from pathlib import Path

import psycopg

from adapters.local.account import account_for
from adapters.local.archive import Archive, keep_archive, kept_archive, must_be_there
from adapters.local.children import ServerFailed
from adapters.local.folder import DataFolder, FolderRefused
from adapters.postgres.archiving import Archiver
from adapters.settings import Settings
from services.operations.restore import GROWING
from services.operations.starting import Screen
from services.operations.temporary_server import server_of

OFF = "off"


def begin_archive(settings: Settings, folder: DataFolder, screen: Screen) -> None:
    """Before the servers start: note where the log is kept from now on, as the settings say.

    Raises FolderRefused, also where a restore into this folder was interrupted, AccountRefused.
    """
    if (folder.path / GROWING).exists():
        raise FolderRefused(
            f"a restore into {folder.path} was interrupted: run `plaint restore` again, or delete "
            f"{folder.path / GROWING}"
        )
    if settings.archive is None:
        if (kept := kept_archive(folder.postgres)) is not None:
            must_be_there(kept)
        return
    if settings.database_url is not None:
        raise FolderRefused(
            "the database is a given server, which archives its own log: unset PLAINT_ARCHIVE and "
            "ask its administrator"
        )
    before = kept_archive(folder.postgres)
    wanted = None if settings.archive == OFF else Path(settings.archive).absolute()
    keep_archive(folder.postgres, wanted, account_for(settings.run_as))
    if wanted is None:
        screen.say("the write-ahead log is not archived: a restore ends where its backup ends")
    elif wanted != before:
        screen.say(f"the write-ahead log is archived in {wanted}: take a `plaint backup` now")
        if os.stat(wanted).st_dev == os.stat(folder.path).st_dev:
            screen.say("it is on the disk of the data and is lost together with it: copy it away")


def must_archive(settings: Settings, folder: DataFolder) -> None:
    """After the servers have started: refuse one that was found running with other settings.

    Raises ServerFailed.
    """
    kept = kept_archive(folder.postgres)
    address = None if settings.database_url is not None else server_of(settings).running
    if address is None:
        return
    wanted = None if kept is None else Archive(kept).keeping()["archive_command"]
    with psycopg.connect(address.dsn("plaint"), autocommit=True) as connection:
        if Archiver(connection).keeps_by() != wanted:
            raise ServerFailed(
                "PostgreSQL was found running and archives its log otherwise than was said: stop "
                "it (`plaint down`) and start again"
            )
