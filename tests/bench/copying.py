"""Binary COPY of rows that a record holds: the rate at which they could be stored at best."""

import time

import psycopg

from adapters.record import StoredEvent

COLUMNS = ["int8", "uuid", "int4", "text", "int2", "text", "bytea", "bytea", "timestamptz"]


def copied_a_second(admin_dsn: str, events: list[StoredEvent]) -> float:
    """Rows a second into a table like the record's, with its two indexes."""
    with psycopg.connect(admin_dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_event(position bigint, stream_id uuid, version int, "
            "stream_kind text, slice smallint, type text, public bytea, leaf bytea, "
            "appended_at timestamptz, PRIMARY KEY (stream_id, version), UNIQUE (position))"
        )
        start = time.perf_counter()
        with cursor.copy("COPY bench_event FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(COLUMNS)
            for event in events:
                copy.write_row(_row(event))
        connection.commit()
        rate = len(events) / (time.perf_counter() - start)
        cursor.execute("DROP TABLE bench_event")
    return rate


def _row(event: StoredEvent) -> tuple[object, ...]:
    return (
        event.position,
        event.stream_id,
        event.version,
        event.stream_kind,
        event.slice,
        event.type,
        event.public,
        event.leaf,
        event.appended_at,
    )
