"""What stands beside a record's value: CloudEvents headers in binary mode, and the topics' names.

Headers are for routing and resuming; the value is the truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import orjson

from adapters.record import StoredEvent

COMPLAINTS = "plaint.complaints.v1"
CHECKPOINTS = "plaint.checkpoints.v1"
GROUP = "plaint-projections"

SPECVERSION = "ce_specversion"
ID = "ce_id"
SOURCE = "ce_source"
TYPE = "ce_type"
TIME = "ce_time"
SUBJECT = "ce_subject"
DATASCHEMA = "ce_dataschema"
CONTENT_TYPE = "content-type"
POSITION = "ce_position"
STREAMVERSION = "ce_streamversion"
PREVPOSITION = "ce_prevposition"

LOG_URN = "urn:plaint:log:"

Headers = Sequence[tuple[str, bytes]]


class NotOurs(ValueError):
    """A record in the topic was not written by Plaint."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which log an event stands.

    prevposition: the position before it in the same slice, 0 for the slice's first.
    """

    log_id: UUID
    position: int
    prevposition: int


class Labels:
    """Makes the headers of one log's events; the same event always gets the same ones."""

    def __init__(self, log_id: UUID) -> None:
        self._always = (
            (SPECVERSION, b"1.0"),
            (SOURCE, f"{LOG_URN}{log_id}".encode()),
            (CONTENT_TYPE, b"application/json"),
        )
        self._of_type: dict[tuple[str, int], tuple[tuple[str, bytes], ...]] = {}

    def of(self, event: StoredEvent, prevposition: int) -> list[tuple[str, bytes]]:
        """The headers of an event. Raises KeyError if its octets are no event."""
        return self.keyed(event, prevposition)[1]

    def keyed(self, event: StoredEvent, prevposition: int) -> tuple[bytes, list[tuple[str, bytes]]]:
        """The record's key, which is the stream's id as text, and the headers."""
        said = orjson.loads(event.public)
        key: bytes = said["stream_id"].encode()
        typed = self._of_type.get((event.type, said["schema"]))
        if typed is None:
            typed = self._typed(event.type, said["schema"])
        return key, [
            *typed,
            (ID, said["event_id"].encode()),
            (TIME, said["recorded_at"].encode()),
            (SUBJECT, key),
            (POSITION, b"%d" % event.position),
            (STREAMVERSION, b"%d" % event.version),
            (PREVPOSITION, b"%d" % prevposition),
        ]

    def _typed(self, name: str, schema: int) -> tuple[tuple[str, bytes], ...]:
        made = (
            *self._always,
            (TYPE, f"plaint.{name}.v{schema}".encode()),
            (DATASCHEMA, f"urn:plaint:schema:{name}:v{schema}".encode()),
        )
        self._of_type[name, schema] = made
        return made


def place(headers: Headers) -> Place:
    """Where the record's event stands in the log. Raises NotOurs when that is not said."""
    said = dict(headers)
    try:
        return Place(_log_id(said[SOURCE]), int(said[POSITION]), int(said[PREVPOSITION]))
    except (KeyError, ValueError) as error:
        raise NotOurs(f"a record without readable {SOURCE} and positions: {error!r}") from error


def event_id(headers: Headers) -> UUID:
    """Which event the record is. Raises NotOurs when that is not said."""
    try:
        return UUID(dict(headers)[ID].decode())
    except (KeyError, ValueError) as error:
        raise NotOurs(f"a record without a readable {ID}: {error!r}") from error


@lru_cache(maxsize=16)
def _log_id(source: bytes) -> UUID:
    urn = source.decode()
    if not urn.startswith(LOG_URN):
        raise ValueError(f"{SOURCE} is {urn!r}")
    return UUID(urn.removeprefix(LOG_URN))
