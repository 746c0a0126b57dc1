"""Whether a PostgreSQL may hold the record: asked at every start, refused if it may not."""

from collections.abc import Mapping
from typing import Any

import psycopg

from domain.errors import ErrorCategory

# Setting, the values that will do, and what the record loses with any other.
NEEDED = {
    "server_encoding": ({"UTF8"}, "text would be stored otherwise than it was hashed"),
    "fsync": ({"on"}, "an acknowledged event could be lost"),
    "full_page_writes": ({"on"}, "a power cut could destroy stored events"),
    "synchronous_commit": (
        {"on", "remote_write", "remote_apply"},
        "an acknowledged event could be lost",
    ),
    "default_transaction_isolation": (
        {"read committed"},
        "the append would not see what was written before it got the lock",
    ),
    "in_recovery": ({"off"}, "a standby cannot append, and decisions must not read one"),
}
OLDEST = 150_000


class UnfitServer(RuntimeError):
    """The server cannot keep the record's promises as it is set."""

    category = ErrorCategory.UNAVAILABLE


OF_AN_API, OF_ALL_ELSE = 13, 40
"""The most connections that a process of the API opens, and the rest of an installation."""


def guard(connection: psycopg.Connection[Any], *, apis: int = 1) -> list[str]:
    """Refuses a server that would break a promise of the record; gives warnings for the rest.

    apis: how many processes of the API it is to serve.
    """
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) "
        "UNION ALL SELECT 'in_recovery', CASE WHEN pg_is_in_recovery() THEN 'on' ELSE 'off' END",
        [[*NEEDED, "server_version_num", "data_checksums", "max_connections"]],
    ).fetchall()
    return examine(dict(rows), apis=apis)


def examine(settings: Mapping[str, str], *, apis: int = 1) -> list[str]:
    """The same for settings already read. Raises UnfitServer with every fault at once."""
    faults = [
        f"{name} is {settings[name]!r}, must be {' or '.join(sorted(wanted))}: {why}"
        for name, (wanted, why) in NEEDED.items()
        if settings[name] not in wanted
    ]
    if int(settings["server_version_num"]) < OLDEST:
        faults.append(f"server_version_num is {settings['server_version_num']}, must be ≥ {OLDEST}")
    if faults:
        raise UnfitServer(f"PostgreSQL is not fit for the record ({'; '.join(faults)}): set it so")
    warnings = []
    if settings["data_checksums"] != "on":
        warnings.append(
            "data_checksums is off: bit rot on disk shows only when the log is verified"
        )
    if int(settings["max_connections"]) < (wanted := OF_AN_API * apis + OF_ALL_ELSE):
        warnings.append(
            f"max_connections is {settings['max_connections']} and {apis} API processes with all "
            f"else may open {wanted}: raise it, or start fewer (--api-processes)"
        )
    return warnings
