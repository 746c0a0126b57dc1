"""The log's incarnation made anew, by an administrator, when positions will be used again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from adapters.postgres.roles import OWNER

# As if nothing had been published: so a relay refuses a topic that holds another log's records.
# The epoch rises, which fences a relay that still runs.
FORGET: LiteralString = (
    "UPDATE relay SET topic_id = '', log_id = %s, position = 0, "
    "prev = array_fill(0::bigint, ARRAY[cardinality(prev)]), epoch = epoch + 1"
)
END: LiteralString = (
    "SELECT (SELECT log_id FROM log), position, appended_at FROM event "
    "ORDER BY position DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class End:
    """Where a record ends. at: when the last event was stored, None in an empty record."""

    log_id: UUID
    position: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """The log's former id and its new one."""

    former_log_id: UUID
    log_id: UUID


def end(connection: psycopg.Connection[Any]) -> End:
    """Where the record ends."""
    row = connection.execute(END).fetchone()
    if row is None:
        row = (_log_id(connection), 0, None)
    return End(*row)


def renew(connection: psycopg.Connection[Any]) -> Renewed:
    """Give the log a new id and forget what was published under the former one.

    connection: to the record, with autocommit, of an administrator who may act as plaint_owner.
    """
    with connection.transaction():
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        former = _log_id(connection)
        connection.execute("SELECT renew_log_id()")
        log_id = _log_id(connection)
        connection.execute(FORGET, [log_id])
    return Renewed(former, log_id)


def _log_id(connection: psycopg.Connection[Any]) -> UUID:
    row = connection.execute("SELECT log_id FROM log").fetchone()
    if row is None:
        raise LookupError("the table log is empty: this is no record of Plaint's")
    return UUID(str(row[0]))
