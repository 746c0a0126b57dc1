"""``plaint init``: a PostgreSQL that exists is made ready for Plaint."""

import asyncio

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.postgres.provision import Databases, provision
from adapters.settings import Settings
from services import wiring
from services.starting import kept, prepared_folder, publish_presets


def init(settings: Settings, admin_url: str) -> list[str]:
    """Prepare a given PostgreSQL: roles, both databases, schema, policies; the steps applied.

    admin_url: of a role that may create roles and databases. PLAINT_DATABASE_URL names the record's
    database, `plaint` where it names none; that of the keys is called the same with ``_keys``.
    """
    folder, secrets = prepared_folder(settings, is_new=True)
    given = settings.database_url or make_conninfo(admin_url, dbname="plaint")
    given = wiring.without_credentials(given)
    databases = databases_of(given)
    applied = provision(admin_url, secrets.passwords, databases)
    prepared = settings.model_copy(update={"database_url": given})
    folder.write_run({**folder.read_run(), **kept(prepared)})
    asyncio.run(_publish(prepared))
    return applied


def databases_of(address: str | None) -> Databases:
    """The names of the two databases: the one that an address names, and it with ``_keys``."""
    name = str(conninfo_to_dict(address or "").get("dbname") or "plaint")
    return Databases(name, f"{name}_keys")


async def _publish(settings: Settings) -> None:
    async with wiring.installation(settings) as installation:
        await publish_presets(installation)
