"""The relay's place in its topic: who may move it, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from adapters.octets import SLICES
from adapters.postgres.heartbeats import RELAY, STANDBY, Pulse

NOTHING = (0,) * SLICES
LOCK = 7705

READ = "SELECT topic_id, log_id, position, prev, epoch FROM relay WHERE topic = %s"
TAKE_OVER = (
    "INSERT INTO relay (topic, topic_id, log_id, epoch) SELECT %s, '', log_id, 1 FROM log "
    "ON CONFLICT (topic) DO UPDATE SET epoch = relay.epoch + 1 "
    "RETURNING topic_id, log_id, position, prev, epoch"
)
# The log's id belongs to the question: positions of a renewed log are other positions.
MOVE = (
    "UPDATE relay SET topic_id = %s, log_id = %s, position = %s, prev = %s "
    "WHERE topic = %s AND epoch = %s AND EXISTS (SELECT FROM log WHERE log_id = %s)"
)
HOLDER = (
    "SELECT a.pid, extract(epoch FROM clock_timestamp() - a.state_change)::float8 "
    "FROM pg_locks l JOIN pg_database d ON d.oid = l.database JOIN pg_stat_activity a USING (pid) "
    "WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted "
    "AND l.classid = %s AND l.objid::bigint = (hashtext(%s)::bigint & 4294967295)"
)


class Fenced(RuntimeError):
    """Another relay has taken over, or the log was renewed: this one must leave."""


@dataclass(frozen=True, slots=True)
class RelayRow:
    """How far a topic is published.

    topic_id: Kafka's own id of the topic, empty while nothing was published. prev: the last
    published position of each slice. epoch: of the relay that read it.
    """

    topic_id: str
    log_id: UUID
    position: int
    prev: tuple[int, ...]
    epoch: int


class RelayState:
    """The row of one topic, over a connection of plaint_relay that was opened with autocommit."""

    def __init__(self, connection: psycopg.Connection[Any], topic: str) -> None:
        if not connection.autocommit:
            raise ValueError("a row that moves must be committed: connect with autocommit=True")
        self._connection = connection
        self._topic = topic
        self._signs = Pulse(connection, RELAY, topic)
        self._beside = Pulse(connection, STANDBY, topic)

    def works(self) -> None:
        """Say that the relay goes on; only the one that is alone may say so."""
        self._signs.works()

    def waits(self, reason: str) -> None:
        """Say that it cannot go on, and why."""
        self._signs.waits(reason)

    def refuses(self, reason: str) -> None:
        """Say that it will not publish, and why."""
        self._signs.refuses(reason)

    def stands_by(self) -> None:
        """Say that another relay publishes and this one waits for its turn."""
        self._beside.works()

    def alone(self) -> bool:
        """Whether this is the one relay of the topic, from now until the connection ends."""
        ((alone,),) = self._rows("SELECT pg_try_advisory_lock(%s, hashtext(%s))", LOCK, self._topic)
        return bool(alone)

    def active(self) -> bool:
        """Whether some relay publishes the topic now; any role may ask."""
        return bool(self._rows(HOLDER, LOCK, self._topic))

    def end_silent(self, seconds: float) -> bool:
        """End the session of a relay that asked nothing for so long: it is frozen or cut off.

        When it wakes it finds its connection gone and its epoch passed.
        """
        silent = [pid for pid, since in self._rows(HOLDER, LOCK, self._topic) if since > seconds]
        for pid in silent:
            self._rows("SELECT pg_terminate_backend(%s)", pid)
        return bool(silent)

    def read(self) -> RelayRow | None:
        """The row as it is, None before the first relay."""
        rows = self._rows(READ, self._topic)
        return _row(rows[0]) if rows else None

    def take_over(self) -> RelayRow:
        """Raise the epoch, so that no earlier relay can move the row any more, and give the row."""
        return _row(self._rows(TAKE_OVER, self._topic)[0])

    def mine(self, row: RelayRow) -> None:
        """Ask whether the row is still this relay's, which also shows that it lives.

        Raises Fenced.
        """
        found = self.read()
        if found is None or found.epoch != row.epoch:
            raise Fenced(f"another relay has taken over {self._topic} (epoch {found})")

    def move(self, row: RelayRow) -> None:
        """Write the row, which is all published. Raises Fenced when it is no longer ours to."""
        moved = self._connection.execute(
            MOVE,
            (
                row.topic_id,
                row.log_id,
                row.position,
                list(row.prev),
                self._topic,
                row.epoch,
                row.log_id,
            ),
        )
        if moved.rowcount != 1:
            raise Fenced(f"another relay has taken over {self._topic}, or the log was renewed")

    def _rows(self, statement: LiteralString, *arguments: object) -> list[tuple[Any, ...]]:
        with self._connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
            return cursor.execute(statement, arguments).fetchall()


def _row(found: Sequence[Any]) -> RelayRow:
    topic_id, log_id, position, prev, epoch = found
    return RelayRow(topic_id, log_id, position, tuple(prev), epoch)
