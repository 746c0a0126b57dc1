"""How far each view is and what is wrong with it: watermarks, parked complaints, stops."""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from adapters.feed import Mark
from adapters.postgres.arrays import uuids
from adapters.postgres.views.tables import Target
from adapters.views import Batch, SetAside, ViewState
from projections._kit.applied import Arrived
from projections._kit.folding import Trouble, Work

TABLES: tuple[LiteralString, ...] = (
    """CREATE TABLE IF NOT EXISTS views.watermark (
        projection     text COLLATE "C" NOT NULL,
        version        integer NOT NULL,
        log_id         uuid NOT NULL,
        slice          smallint NOT NULL CHECK (slice BETWEEN 0 AND 12),
        position       bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
        kafka_topic_id text COLLATE "C",
        kafka_offset   bigint,
        PRIMARY KEY (projection, version, log_id, slice)
    ) WITH (fillfactor = 50)""",
    """CREATE TABLE IF NOT EXISTS views.parked (
        projection text COLLATE "C" NOT NULL,
        version    integer NOT NULL,
        log_id     uuid NOT NULL,
        stream_id  uuid NOT NULL,
        slice      smallint NOT NULL,
        position   bigint NOT NULL,
        reason     text NOT NULL,
        parked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (projection, version, log_id, stream_id)
    )""",
    """CREATE TABLE IF NOT EXISTS views.stopped (
        projection text COLLATE "C" NOT NULL,
        version    integer NOT NULL,
        log_id     uuid NOT NULL,
        slice      smallint NOT NULL,
        position   bigint NOT NULL,
        stream_id  uuid NOT NULL,
        reason     text NOT NULL,
        stopped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (projection, version, log_id, slice)
    )""",
    """CREATE TABLE IF NOT EXISTS views.live (
        projection  text COLLATE "C" PRIMARY KEY,
        version     integer NOT NULL,
        log_id      uuid NOT NULL,
        switched_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )""",
    """CREATE TABLE IF NOT EXISTS views.worker (
        worker     text COLLATE "C" PRIMARY KEY,
        log_id     uuid NOT NULL,
        feed       text COLLATE "C" NOT NULL,
        slices     smallint[] NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        beat_at    timestamptz NOT NULL DEFAULT clock_timestamp()
    )""",
)

MINE = "projection = %s AND version = %s AND log_id = %s"
LOCK: LiteralString = (
    f"SELECT slice, position FROM views.watermark WHERE {MINE} AND slice = ANY(%s) "  # noqa: S608
    "ORDER BY slice FOR UPDATE"
)
MARKS: LiteralString = (
    "SELECT slice, position, kafka_topic_id, kafka_offset FROM views.watermark "  # noqa: S608
    f"WHERE {MINE} ORDER BY slice"
)
MOVE: LiteralString = (
    "UPDATE views.watermark AS w SET position = n.position, kafka_topic_id = n.topic_id, "  # noqa: S608
    'kafka_offset = n."offset" '
    "FROM unnest(%s::smallint[], %s::bigint[], %s::text[], %s::bigint[]) "
    'AS n (slice, position, topic_id, "offset") '
    f"WHERE {MINE} AND w.slice = n.slice"
)
START: LiteralString = (
    "INSERT INTO views.watermark (projection, version, log_id, slice) "
    "SELECT %s, %s, %s, s FROM unnest(%s::smallint[]) AS s ON CONFLICT DO NOTHING"
)
PARKED_OF: LiteralString = (
    f"SELECT stream_id FROM views.parked WHERE {MINE} AND stream_id = ANY(%s)"  # noqa: S608
)
TROUBLES: dict[str, LiteralString] = {
    "parked": "SELECT stream_id, slice, position, reason FROM views.parked "  # noqa: S608
    f"WHERE {MINE} ORDER BY position",
    "stopped": "SELECT stream_id, slice, position, reason FROM views.stopped "  # noqa: S608
    f"WHERE {MINE} ORDER BY position",
}
PARK: LiteralString = (
    "INSERT INTO views.parked (projection, version, log_id, stream_id, slice, position, reason) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (projection, version, log_id, stream_id) "
    "DO UPDATE SET position = excluded.position, reason = excluded.reason"
)
STOP: LiteralString = (
    "INSERT INTO views.stopped (projection, version, log_id, stream_id, slice, position, reason) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (projection, version, log_id, slice) "
    "DO UPDATE SET stream_id = excluded.stream_id, position = excluded.position, "
    "reason = excluded.reason"
)
PASSED: LiteralString = (
    f"DELETE FROM views.stopped AS s WHERE {MINE} AND position <= "  # noqa: S608
    "(SELECT w.position FROM views.watermark w WHERE (w.projection, w.version, w.log_id, w.slice) "
    "= (s.projection, s.version, s.log_id, s.slice))"
)
RELEASE: LiteralString = f"DELETE FROM views.parked WHERE {MINE} AND stream_id = %s"  # noqa: S608


class Positions:
    """The place of one target in one log; its owner opens the transactions."""

    def __init__(self, connection: psycopg.Connection[Any], target: Target, log_id: UUID) -> None:
        self._connection = connection
        self._name = (target.mark, target.projection.version, log_id)
        self._slices = sorted(target.projection.slices)

    def start(self) -> None:
        """A watermark at zero for each slice that is read, where there is none yet."""
        self._connection.execute(START, [*self._name, self._slices])

    def lock(self, slices: Iterable[int]) -> dict[int, int]:
        """How far these slices are; nobody else moves them until the transaction ends.

        A worker that was paused meanwhile waits here and then sees what others have applied.
        Raises SetAside when they are not there.
        """
        wanted = sorted(set(slices))
        rows = self._connection.execute(LOCK, [*self._name, wanted], prepare=True).fetchall()
        if len(rows) != len(wanted):
            raise SetAside(
                f"{self._name[0]} has no watermarks for log {self._name[2]}: prepare it again"
            )
        return dict(rows)

    def marks(self) -> dict[int, Mark]:
        """How far each slice is, and where that was in which topic."""
        rows = self._connection.execute(MARKS, self._name).fetchall()
        return {slice_: Mark(*mark) for slice_, *mark in rows}

    def move(self, marks: Mapping[int, Mark]) -> None:
        """Set the watermarks of these slices."""
        moved = list(marks.values())
        columns = [
            list(marks),
            [mark.position for mark in moved],
            [mark.topic_id for mark in moved],
            [mark.offset for mark in moved],
        ]
        self._connection.execute(MOVE, [*columns, *self._name], prepare=True)

    def parked_among(self, stream_ids: Iterable[UUID]) -> frozenset[UUID]:
        """Which of these complaints are parked."""
        rows = self._connection.execute(PARKED_OF, [*self._name, uuids(stream_ids)], prepare=True)
        return frozenset(stream_id for (stream_id,) in rows)

    def note(self, work: Work) -> None:
        """Write down what the batch could not apply."""
        for trouble in work.parked:
            self._connection.execute(PARK, [*self._name, *_columns(trouble)])
        if work.stopped is not None:
            self._connection.execute(STOP, [*self._name, *_columns(work.stopped)])

    def forget_passed_stops(self) -> None:
        """Remove the note of a stop that was got over, by code that can read the event now."""
        self._connection.execute(PASSED, self._name, prepare=True)

    def release(self, stream_id: UUID) -> None:
        """Take a complaint off the list of the parked."""
        self._connection.execute(RELEASE, [*self._name, stream_id])

    def troubles(self, kind: str) -> tuple[Trouble, ...]:
        """What is parked or stopped, by position."""
        rows = self._connection.execute(TROUBLES[kind], self._name).fetchall()
        return tuple(Trouble(*row) for row in rows)

    def state(self) -> ViewState:
        """How far the target is and what is wrong with it."""
        name, version, log_id = self._name
        places = {slice_: mark.position for slice_, mark in self.marks().items()}
        return ViewState(
            name, version, log_id, places, self.troubles("parked"), self.troubles("stopped")
        )


def marks_of(batch: Batch, upto: Mapping[int, Arrived]) -> dict[int, Mark]:
    """The marks that a batch ends at, in the order of the slices."""
    return {
        slice_: Mark(upto[slice_].position, batch.topic_of(slice_), upto[slice_].offset)
        for slice_ in sorted(upto)
    }


def _columns(trouble: Trouble) -> list[Any]:
    return [trouble.stream_id, trouble.slice, trouble.position, trouble.reason]
