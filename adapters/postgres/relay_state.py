"""The relay's place in its topic: who may move it, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from adapters.postgres.heartbeats import RELAY, STANDBY, Pulse
from domain.slices import SLICES

NOTHING = (0,) * SLICES
LOCK = 7705

READ = (
    "SELECT r.topic_id, r.log_id, r.position, r.prev, r.epoch, coalesce(m.topic_id, ''), "
    "coalesce(m.prev[1], 0) FROM relay r LEFT JOIN relay m ON m.topic = %s "
    "AND m.log_id = r.log_id AND m.position = r.position WHERE r.topic = %s"
)
TAKE_OVER = (
    "INSERT INTO relay (topic, topic_id, log_id, epoch) SELECT %s, '', log_id, 1 FROM log "
    "ON CONFLICT (topic) DO UPDATE SET epoch = relay.epoch + 1"
)
BESIDE = (
    "INSERT INTO relay (topic, topic_id, log_id, prev) SELECT %s, '', log_id, '{0}' FROM log "
    "ON CONFLICT (topic) DO UPDATE SET epoch = relay.epoch + 1"
)
MOVE_BESIDE = (
    "UPDATE relay SET topic_id = %s, log_id = %s, position = %s, prev = %s WHERE topic = %s"
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
    """How far a topic is published, and the management system's beside it: both have a row.

    topic_id: Kafka's own id of the topic, empty while nothing was published. prev: the last
    published position of each slice. epoch: of the relay that read it. management_id, management:
    the same of the topic beside it, empty and 0 where it is no further than another one was.
    """

    topic_id: str
    log_id: UUID
    position: int
    prev: tuple[int, ...]
    epoch: int
    management_id: str = ""
    management: int = 0


class RelayState:
    """The rows of two topics, over a connection of plaint_relay that was opened with autocommit."""

    def __init__(
        self, connection: psycopg.Connection[Any], topic: str, management: str | None = None
    ) -> None:
        if not connection.autocommit:
            raise ValueError("a row that moves must be committed: connect with autocommit=True")
        self._connection = connection
        self._topic = topic
        self._management = management
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
        rows = self._rows(READ, self._management, self._topic)
        return _row(rows[0]) if rows else None

    def take_over(self) -> RelayRow:
        """Raise the epoch, so that no earlier relay can move the row any more, and give the row."""
        with self._connection.transaction():
            self._connection.execute(TAKE_OVER, [self._topic])
            if self._management is not None:
                self._connection.execute(BESIDE, [self._management])
        row = self.read()
        assert row is not None
        return row

    def mine(self, row: RelayRow) -> None:
        """Ask whether the row is still this relay's, which also shows that it lives.

        Raises Fenced.
        """
        found = self.read()
        if found is None or found.epoch != row.epoch:
            raise Fenced(f"another relay has taken over {self._topic} (epoch {found})")

    def move(self, row: RelayRow) -> None:
        """Write both rows, which are all published. Raises Fenced when they are not ours to."""
        at = (row.log_id, row.position)
        mine = (self._topic, row.epoch, row.log_id)
        with self._connection.transaction():
            moved = self._connection.execute(MOVE, (row.topic_id, *at, list(row.prev), *mine))
            if moved.rowcount != 1:
                raise Fenced(f"another relay has taken over {self._topic}, or the log was renewed")
            if self._management is not None:
                beside = (row.management_id, *at, [row.management], self._management)
                self._connection.execute(MOVE_BESIDE, beside)

    def _rows(self, statement: LiteralString, *arguments: object) -> list[tuple[Any, ...]]:
        with self._connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
            return cursor.execute(statement, arguments).fetchall()


def _row(found: Sequence[Any]) -> RelayRow:
    topic_id, log_id, position, prev, *rest = found
    return RelayRow(topic_id, log_id, position, tuple(prev), *rest)
