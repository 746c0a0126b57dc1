"""The seam where the ``eventsourcing`` library writes: into the record's own append function."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.utils import retry
from psycopg.rows import tuple_row

from adapters.octets import leaf, slice_of
from adapters.postgres.append_checks import admit
from adapters.postgres.batch import APPEND, answers, arguments
from adapters.record import Append, Appended, Claim, EventToAppend, Expectation, Outcome


class UnsafeLibrary(RuntimeError):
    """The library is set so that it would lose, change or forget events."""


class RecordRecorder(PostgresApplicationRecorder):
    """Reads the library's view of the record; writes through the record's own append function."""

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "") -> None:
        if datastore.enable_db_functions:
            raise UnsafeLibrary(
                "POSTGRES_ENABLE_DB_FUNCTIONS is on: that way takes no lock and subscribers lose "
                "events; unset it"
            )
        super().__init__(datastore, events_table_name=events_table_name)

    def create_table(self) -> None:
        """Never: the schema is made by migrations alone."""
        raise UnsafeLibrary("CREATE_TABLE is on: set it to n, the schema is made by plaint init")

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        request: bytes,
        claims: Sequence[Claim] = (),
        sealed: Sequence[Sequence[bytes]] = (),
        **_: Any,
    ) -> Sequence[int]:
        """Stores the events of one command and gives their positions, also if it was stored before.

        request: the request digest. sealed: the blobs of each event, in their order. Raises
        IntegrityError naming the outcome when the record refuses, UnfitCommand for contradictions.
        """
        command = command_of(stored_events, request=request, claims=claims, sealed=sealed)
        admit(command)
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(binary=True, row_factory=tuple_row) as cursor,
        ):
            cursor.execute(APPEND, arguments([command]), prepare=True)
            (appended,) = answers(cursor.fetchall())
        return _positions(appended)


def command_of(
    stored_events: Sequence[StoredEvent],
    *,
    request: bytes,
    claims: Sequence[Claim],
    sealed: Sequence[Sequence[bytes]],
) -> Append:
    """The command that these events make; what it needs to know stands in their octets."""
    streams: dict[UUID, Expectation] = {}
    events: list[EventToAppend] = []
    command_ids: set[str] = set()
    for stored, blobs in zip(stored_events, sealed or [()] * len(stored_events), strict=True):
        envelope = orjson.loads(stored.state)
        stream_id, version = UUID(str(stored.originator_id)), stored.originator_version
        expected = Expectation(stream_id, version - 1, bytes.fromhex(envelope["prev"]))
        streams.setdefault(stream_id, expected)
        events.append(_new_event(stored, envelope["stream_kind"], tuple(blobs)))
        command_ids.add(envelope["command_id"])
    (command_id,) = command_ids
    return Append(UUID(command_id), request, tuple(streams.values()), tuple(claims), tuple(events))


def _new_event(stored: StoredEvent, kind: str, blobs: tuple[bytes, ...]) -> EventToAppend:
    stream_id = UUID(str(stored.originator_id))
    return EventToAppend(
        stream_id=stream_id,
        version=stored.originator_version,
        stream_kind=kind,
        slice=slice_of(stream_id) if kind == "complaint" else None,
        type=stored.topic,
        public=stored.state,
        leaf=leaf(stored.state),
        sealed=blobs,
    )


def _positions(appended: Appended) -> Sequence[int]:
    if appended.outcome not in (Outcome.STORED, Outcome.ALREADY):
        raise IntegrityError(f"the record refused the command: {appended.outcome.name}")
    if appended.first_position is None or appended.last_position is None:
        return []
    return range(appended.first_position, appended.last_position + 1)
