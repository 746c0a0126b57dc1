"""Told histories put into a real store, and stores read back, for tests of feeds and views."""

from adapters.octets import leaf
from tests.support.histories import T0, Telling
from tests.support.servers import FreshDatabases

INSERT = (
    "INSERT INTO event (position, stream_id, version, stream_kind, slice, type, public, leaf, "
    "appended_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def store(database: FreshDatabases, telling: Telling, *, after: int = 0) -> None:
    """Put what was told after a position into the record, at the positions it was told at."""
    told = [
        (
            one.position,
            one.stream_id,
            one.version,
            "complaint",
            delivery.slice,
            one.event.TYPE,
            delivery.public,
            leaf(delivery.public),
            T0,
        )
        for one, delivery in zip(telling.recorded, telling.deliveries, strict=True)
        if delivery.position > after
    ]
    with database.superuser() as superuser, superuser.cursor() as cursor:
        cursor.executemany(INSERT, told)


def renew_log(database: FreshDatabases) -> None:
    """What an operator does after a restore."""
    with database.superuser() as superuser:
        superuser.execute("SELECT renew_log_id()")
