"""A PostgreSQL that is given, not started here: its address, coming in, and why it may refuse."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.local.folder import DataFolder
from adapters.secrets import Secrets, SecretsMissing, read_secrets
from adapters.settings import BadSettings, Settings
from domain.errors import ErrorCategory
from services import addresses

CONNECT_SECONDS = 10


class NotPrepared(RuntimeError):
    """A given server lacks what Plaint needs there."""

    category = ErrorCategory.UNAVAILABLE


def must_be_address(text: str, *, of: str) -> None:
    """Refuse what cannot be read as an address. Raises BadSettings, which names what it is `of`.

    The text itself is not repeated: it may hold a password.
    """
    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        raise BadSettings(
            f"{of} is not the address of a PostgreSQL: write it like "
            "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        ) from None


def patient(address: str) -> str:
    """The address; where it says nothing about it, a host that does not answer is soon given up."""
    parameters: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, **conninfo_to_dict(address)}
    return make_conninfo("", **parameters)


def secrets_of_given(folder: DataFolder) -> Secrets:
    """The secrets that a given server was prepared with. Raises NotPrepared."""
    try:
        return read_secrets(folder.secrets)
    except SecretsMissing as error:
        raise NotPrepared(
            f"the secrets of the given database are not in {folder.path}: name the data folder "
            "that it was prepared with (--data DIR), or prepare it once with "
            "`plaint init --admin-url ADDRESS`"
        ) from error


def connected(
    settings: Settings, *, database: str | None = None
) -> psycopg.Connection[tuple[object, ...]]:
    """A connection as the writer, to the record or to another database of its server.

    Raises NotPrepared where a given server refuses.
    """
    address = patient(addresses.writer_dsn(settings))
    try:
        return psycopg.connect(make_conninfo(address, dbname=database), autocommit=True)
    except psycopg.OperationalError as error:
        if settings.database_url is None:
            raise
        raise NotPrepared(
            f"the given database does not let Plaint in ({first_line(error)}): see that it runs, "
            "and that --data names the folder that it was prepared with; if it never was, run "
            "`plaint init --admin-url ADDRESS`"
        ) from error


def first_line(error: psycopg.Error) -> str:
    """What the database said, for a sentence."""
    return next(iter(str(error).splitlines()), type(error).__name__)
