"""``plaint init``: a PostgreSQL that exists is made ready for Plaint."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.postgres.existing_installations import plaint_databases
from adapters.postgres.guard import guard
from adapters.postgres.log import Log
from adapters.postgres.provision import Databases, provision
from adapters.postgres.roles import LOGINS
from adapters.secrets import Secrets, SecretsMissing, complete_passwords, make_secrets
from adapters.settings import Settings
from services import addresses, wiring
from services.operations.external_server import (
    NotPrepared,
    connected,
    first_line,
    must_be_address,
    patient,
)
from services.operations.first_policies import publish_presets
from services.operations.starting import kept
from services.operations.supervising import ourselves


def init(settings: Settings, admin_url: str) -> list[str]:
    """Prepare a given PostgreSQL: roles, both databases, schema, policies; the steps applied.

    admin_url: of a role that may create roles and databases. PLAINT_DATABASE_URL names the record's
    database, `plaint` where it names none; that of the keys is called the same with ``_keys``.
    Raises NotPrepared, for a server with another folder's Plaint before anything is changed there,
    and BadSettings, UnfitServer, SchemaDiffers.
    """
    must_be_address(admin_url, of="--admin-url")
    database_url = settings.database_url or make_conninfo(admin_url, dbname="plaint")
    must_be_address(database_url, of="PLAINT_DATABASE_URL")
    database_url = addresses.without_credentials(database_url)
    prepared = settings.model_copy(update={"database_url": database_url})
    secrets = _secrets(prepared, _residents(admin_url))
    with _explained():
        applied = provision(patient(admin_url), secrets.passwords, databases_of(database_url))
    _check(prepared, make_conninfo(admin_url, dbname=databases_of(database_url).record))
    folder = addresses.folder_of(prepared)
    named = {name: value for name, value in addresses.named_in(prepared).items() if value}
    folder.write_run({**folder.read_run(), **kept(prepared), **named})
    asyncio.run(_publish(prepared))
    return applied


def databases_of(address: str | None) -> Databases:
    """The names of the two databases: the one that an address names, and it with ``_keys``."""
    name = str(conninfo_to_dict(address or "").get("dbname") or "plaint")
    return Databases(name, f"{name}_keys")


def _residents(admin_url: str) -> list[str]:
    try:
        connection = psycopg.connect(patient(admin_url), autocommit=True)
    except psycopg.OperationalError as error:
        raise NotPrepared(
            f"the server of --admin-url does not let its administrator in ({first_line(error)}): "
            "see that it runs, and that host, port, user and password are right"
        ) from error
    with connection:
        return plaint_databases(connection)


def _secrets(prepared: Settings, residents: Sequence[str]) -> Secrets:
    """Made now, once; where a Plaint lives already, they have to be that one's.

    Other passwords would shut it out, and other secrets would open nothing of its record.
    """
    folder = addresses.folder_of(prepared)
    folder.create(ourselves())
    if not residents:
        return make_secrets(folder.secrets, LOGINS)
    try:
        secrets = complete_passwords(folder.secrets, LOGINS)
        connected(prepared, database=residents[0]).close()
    except (SecretsMissing, NotPrepared) as error:
        raise NotPrepared(
            f"a Plaint lives on that server already (databases: {', '.join(residents)}) and its "
            f"secrets are not those in {folder.path}: name the data folder that it was prepared "
            "with (--data DIR), or another server"
        ) from error
    return secrets


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise NotPrepared(
            f"the server refused to be prepared ({first_line(error)}): it must be PostgreSQL 15 or "
            "newer, and the role of --admin-url one that may create roles and databases; or hand "
            "an administrator what `plaint init --print-sql` prints"
        ) from error


def _check(prepared: Settings, admin_dsn: str) -> None:
    """What was prepared is what PLAINT_DATABASE_URL names, and may hold the record."""
    with connected(prepared) as writer, psycopg.connect(admin_dsn, autocommit=True) as admin:
        if Log(writer).log_id() != Log(admin).log_id():
            raise NotPrepared(
                "--admin-url names another server than the record's address "
                f"({prepared.database_url}): name that one, or this one in PLAINT_DATABASE_URL"
            )
        guard(writer)


async def _publish(settings: Settings) -> None:
    async with wiring.installation(settings) as installation:
        await publish_presets(installation)
