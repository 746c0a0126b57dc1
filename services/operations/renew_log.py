"""``plaint renew-log``: a new id for the log, when positions will be given a second time."""

from collections.abc import Callable

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.postgres.renewal import Renewed, renew
from adapters.settings import BadSettings, Settings
from services.operations.init import databases_of
from services.operations.temporary_server import attended


def renew_log(settings: Settings, admin_url: str | None, say: Callable[[str], None]) -> Renewed:
    """Give the log a new id; views begin anew, and the relay refuses topics of the former log.

    admin_url: of a given server's administrator. Raises BadSettings, NotRunning,
    psycopg.OperationalError.
    """
    with attended(settings, say) as address:
        if address is not None:
            dsn = address.dsn("plaint")
        elif admin_url is not None:
            dsn = make_conninfo(admin_url, dbname=databases_of(settings.database_url).record)
        else:
            raise BadSettings(
                "the database is a given server: name its administrator with --admin-url URL, "
                "for none of Plaint's own roles may renew the log"
            )
        with psycopg.connect(dsn, autocommit=True) as connection:
            return renew(connection)
