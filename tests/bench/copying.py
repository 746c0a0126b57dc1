"""Binary COPY of rows that a table holds: the rate at which they could be stored at best."""

import time

import psycopg

from tests.support.servers import FreshDatabases


def copied_a_second(database: FreshDatabases, table: str, columns: str, limit: int) -> float:
    """Rows a second into a table with the same indexes, from octets that are ready in memory."""
    with database.superuser() as connection, connection.cursor() as cursor:
        ready = _octets(cursor, f"SELECT {columns} FROM {table} LIMIT {limit}")
        cursor.execute(f"CREATE TABLE bench_copy (LIKE {table} INCLUDING ALL)".encode())
        start = time.perf_counter()
        statement = f"COPY bench_copy ({columns}) FROM STDIN (FORMAT binary)"
        with cursor.copy(statement.encode()) as copy:
            for piece in ready:
                copy.write(piece)
        rate = cursor.rowcount / (time.perf_counter() - start)
        cursor.execute("DROP TABLE bench_copy")
    return rate


def _octets(cursor: psycopg.Cursor[tuple[object, ...]], query: str) -> list[bytes]:
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)".encode()) as out:
        return [bytes(piece) for piece in out]
