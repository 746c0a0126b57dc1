"""An event that no version of Plaint knows, put into the record as a later version might."""

from typing import Any
from uuid import UUID

import orjson
import psycopg

from adapters import octets

UNKNOWN = "NeverHeardOf"
LAST = (
    "SELECT version, slice, public, leaf, appended_at FROM event WHERE stream_id = %s "
    "ORDER BY version DESC LIMIT 1"
)
INSERT = (
    "INSERT INTO event (position, stream_id, version, stream_kind, slice, type, public, leaf, "
    "appended_at) SELECT coalesce(max(position), 0) + 1, %s, %s, 'complaint', %s, %s, %s, %s, "
    "clock_timestamp() FROM event RETURNING position"
)


def poison(superuser: psycopg.Connection[Any], complaint_id: UUID) -> int:
    """Follow a complaint's last event with one of an unknown type; its position."""
    found = superuser.execute(LAST, [complaint_id]).fetchone()
    assert found is not None
    version, slice_, before, leaf, _ = found
    event = orjson.loads(before)
    event |= {
        "type": UNKNOWN,
        "version": version + 1,
        "event_id": str(octets.event_id(UUID(event["event_id"]), 0)),
        "prev": bytes(leaf).hex(),
        "data": {},
        "sealed": [],
    }
    public = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
    given = [complaint_id, version + 1, slice_, UNKNOWN, public, octets.leaf(public)]
    made = superuser.execute(INSERT, given).fetchone()
    assert made is not None
    return int(made[0])
