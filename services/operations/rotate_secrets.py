"""``plaint secrets``: new key-encryption keys and passwords in the place of those that leaked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.clock import now, random_octets
from adapters.postgres.rewrapping import hold, rewrap, wrapped_by
from adapters.postgres.roles import LOGINS, role_statements
from adapters.secrets import (
    add_kek,
    drop_kek,
    read_secrets,
    retired,
    write_passwords,
    write_retired,
)
from adapters.settings import BadSettings, Settings
from services import addresses
from services.operations.temporary_server import attended, server_of

KEPT_FOR = timedelta(days=35)
"""As long as backups live, in which keys are wrapped by the former one."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The key-encryption key in use, how many keys were wrapped by it, and the former ones.

    kept_until: until when each former one has to stay, because of backups.
    """

    kek_id: str
    wrapped: int
    kept_until: dict[str, datetime]


def rotate_keys(settings: Settings, admin_url: str | None, say: Callable[[str], None]) -> Rotated:
    """Make a key-encryption key and wrap all keys by it; goes on with one that was broken off.

    Processes that run take the new one by themselves. Raises RotatedMeanwhile, NotUnwrapped,
    BadSettings, NotRunning, psycopg.OperationalError.
    """
    folder = addresses.folder_of(settings).secrets
    with _key_store(settings, admin_url, say) as connection:
        newest, *former = read_secrets(folder).keks
        if all(kek.id in retired(folder) for kek in former):
            newest = add_kek(folder)
            say(f"the key-encryption key {newest.id} is made and in use")
        else:
            say(f"going on with the key-encryption key {newest.id}")
        keks = read_secrets(folder).keks
        wrapped = rewrap(connection, keks)
        since = {kek.id: now().isoformat() for kek in keks[1:]} | retired(folder)
        write_retired(folder, since)
    return Rotated(newest.id, wrapped, _kept_until(since))


def drop_former(settings: Settings, admin_url: str | None, say: Callable[[str], None]) -> list[str]:
    """Delete former key-encryption keys that no backup needs any more; which ones.

    One that wraps anything after all stays. Raises what rotate_keys raises.
    """
    folder = addresses.folder_of(settings).secrets
    with _key_store(settings, admin_url, say) as connection:
        in_use, since = wrapped_by(connection), retired(folder)
        due = [kek_id for kek_id, until in _kept_until(since).items() if until <= now()]
        dropped = [kek_id for kek_id in due if kek_id not in in_use]
        for kek_id in dropped:
            drop_kek(folder, kek_id)
        write_retired(folder, {name: at for name, at in since.items() if name not in dropped})
    return dropped


def rotate_passwords(settings: Settings) -> None:
    """Give the roles of our own database and its superuser new passwords, while nothing runs.

    Broken off, it is completed by the next start, which gives all of them what the secrets say.
    Raises FolderHeld while Plaint runs, BadSettings for a given server.
    """
    if settings.database_url is not None:
        raise BadSettings(
            "the database is a given server: its administrator changes the passwords of "
            f"{', '.join(LOGINS)} there, and you in secrets/passwords.json, while Plaint is down"
        )
    folder = addresses.folder_of(settings)
    read_secrets(folder.secrets)
    passwords = {role: random_octets(24).hex() for role in LOGINS}
    with folder.hold():
        server = server_of(settings)
        server.renew_password()
        address = server.start()
        try:
            write_passwords(folder.secrets, passwords)
            with psycopg.connect(address.dsn("postgres")) as connection:
                for statement in role_statements(passwords):
                    connection.execute(statement.encode())
        finally:
            server.stop()


@contextmanager
def _key_store(
    settings: Settings, admin_url: str | None, say: Callable[[str], None]
) -> Iterator[psycopg.Connection[Any]]:
    """The key store as its administrator, whom nobody else can be at the same time."""
    with attended(settings, say) as address:
        if address is not None:
            dsn = address.dsn(addresses.keys_database(settings))
        elif admin_url is not None:
            dsn = make_conninfo(admin_url, dbname=addresses.keys_database(settings))
        else:
            raise BadSettings(
                "the database is a given server: name its administrator with --admin-url URL, "
                "for none of Plaint's own roles may wrap keys anew"
            )
        with psycopg.connect(dsn, autocommit=True) as connection:
            hold(connection)
            yield connection


def _kept_until(since: dict[str, str]) -> dict[str, datetime]:
    return {kek_id: datetime.fromisoformat(at) + KEPT_FOR for kek_id, at in since.items()}
