"""A record filled with copies, by COPY of rows that several processes compose side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from typing import Any, LiteralString

import psycopg

from adapters.wrapping import Kek
from tests.growth.copying import Copying
from tests.growth.original import Original
from tests.support.servers import FreshDatabases

PROCESSES = 2
AT_A_TIME = 4
"""So many copies are one task of a process."""
TABLES: dict[str, tuple[LiteralString, Sequence[str]]] = {
    "event": (
        "COPY event (position, stream_id, version, stream_kind, slice, type, public, leaf, "
        "appended_at) FROM STDIN (FORMAT binary)",
        ("int8", "uuid", "int4", "text", "int2", "text", "bytea", "bytea", "timestamptz"),
    ),
    "sealed": (
        "COPY sealed (position, sha256, blob) FROM STDIN (FORMAT binary)",
        ("int8", "bytea", "bytea"),
    ),
    "command": (
        "COPY command (command_id, request, first_position, last_position) "
        "FROM STDIN (FORMAT binary)",
        ("uuid", "bytea", "int8", "int8"),
    ),
    "claim": (
        "COPY claim (kind, value, command_id) FROM STDIN (FORMAT binary)",
        ("text", "text", "uuid"),
    ),
    "data_key": (
        "COPY data_key (key_id, complaint_id, party_id, scope, kek_id, wrapped) "
        "FROM STDIN (FORMAT binary)",
        ("bytea", "uuid", "uuid", "text", "text", "bytea"),
    ),
    "contact_entry": (
        "COPY contact_entry (digest, kind, complaint_id, party_id, scope, key_number) "
        "FROM STDIN (FORMAT binary)",
        ("bytea", "text", "uuid", "uuid", "text", "int4"),
    ),
}


@dataclass(frozen=True, slots=True)
class Task:
    """Some copies. numbers: of the copies; first: the position where the first of them begins."""

    database: FreshDatabases
    original: Original
    kek: Kek
    numbers: range
    first: int
    appended_at: datetime


def fill(task: Task, on_stored: Callable[[int], object]) -> None:
    """Store all copies of a task. on_stored: hears how many events were stored."""
    size = len(task.original.events)
    # Spawned: a forked process would share the connections of this one.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [
            pool.submit(_store, _part(task, start, start * size))
            for start in range(0, len(task.numbers), AT_A_TIME)
        ]
        for part in as_completed(parts):
            on_stored(part.result())


def _part(task: Task, start: int, before: int) -> Task:
    numbers = task.numbers[start : start + AT_A_TIME]
    first = task.first + before
    return Task(task.database, task.original, task.kek, numbers, first, task.appended_at)


def _store(task: Task) -> int:
    """A copy's keys first, as ever, then all else of it in one transaction."""
    size = len(task.original.events)
    with task.database.superuser() as record, task.database.superuser(keys=True) as keys:
        for place, number in enumerate(task.numbers):
            copying = Copying(task.original, number, task.first + place * size, task.kek)
            copy = copying.copy(task.appended_at)
            for connection, tables in ((keys, copy.keys), (record, copy.record)):
                with connection.transaction():
                    for table, rows in tables.items():
                        _copy(connection, table, rows)
    return len(task.numbers) * size


def _copy(connection: psycopg.Connection[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    statement, types = TABLES[table]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
