"""How far the views are: complete up to where, how far behind, what is wrong, who works on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection, Connection

from adapters.view_answers import Standing, Standings, Worker
from domain.slices import SLICES

MADE: LiteralString = "SELECT to_regclass('views.worker') IS NOT NULL"
IN_STORE: LiteralString = (
    "SELECT s, (SELECT coalesce(max(position), 0) FROM event WHERE slice = s), "
    "(SELECT coalesce(max(position), 0) FROM event) FROM generate_series(0, %s) AS s"
)
IN_TOPIC: LiteralString = (
    "SELECT p.number - 1, p.position, r.position FROM relay r, "
    "unnest(r.prev) WITH ORDINALITY AS p (position, number) "
    "WHERE r.topic = %s AND r.log_id = (SELECT log_id FROM log)"
)
MARKS: LiteralString = (
    "SELECT w.projection, w.version, w.log_id, w.slice, w.position, "
    "l.version = w.version AND l.log_id = w.log_id, "
    "(SELECT count(*) FROM views.parked p WHERE (p.projection, p.version, p.log_id) "
    "= (w.projection, w.version, w.log_id)), "
    "(SELECT string_agg(s.position || ': ' || s.reason, '; ' ORDER BY s.position) "
    "FROM views.stopped s WHERE (s.projection, s.version, s.log_id) "
    "= (w.projection, w.version, w.log_id)) "
    "FROM views.watermark w JOIN views.live l ON l.projection = w.projection "
    "WHERE w.log_id = (SELECT log_id FROM log) ORDER BY w.projection, w.version, w.slice"
)
WORKERS: LiteralString = (
    "SELECT worker, log_id, feed, slices, "
    "extract(epoch FROM clock_timestamp() - beat_at)::double precision "
    "FROM views.worker ORDER BY worker"
)
BEAT: LiteralString = (
    "INSERT INTO views.worker (worker, log_id, feed, slices) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (worker) DO UPDATE SET log_id = excluded.log_id, feed = excluded.feed, "
    "slices = excluded.slices, beat_at = clock_timestamp()"
)
LEAVE: LiteralString = "DELETE FROM views.worker WHERE worker = %s"
CLEAR: LiteralString = (
    "DELETE FROM views.worker WHERE beat_at < clock_timestamp() - make_interval(hours => 1)"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the feed ends: the last position of all, and the last in each slice."""

    head: int
    last: Mapping[int, int]


def complete_upto(slices: Mapping[int, int], ends: Ends) -> int:
    """The last position up to which nothing is missing; an idle slice holds nothing back."""
    behind = [place for slice_, place in slices.items() if place < ends.last.get(slice_, 0)]
    return min([ends.head, *behind])


def read(connection: Connection[Any], *, topic: str | None = None) -> Standings:
    """How the views stand. topic: measured by what its relay has published, else by the store."""
    if connection.execute(MADE).fetchone() != (True,):
        return Standings()
    statement, argument = _ends(topic)
    return _standings(
        connection.execute(statement, [argument]).fetchall(),
        connection.execute(MARKS).fetchall(),
        connection.execute(WORKERS).fetchall(),
    )


async def read_async(connection: AsyncConnection[Any], *, topic: str | None = None) -> Standings:
    """The same over an asynchronous connection."""
    if await (await connection.execute(MADE)).fetchone() != (True,):
        return Standings()
    statement, argument = _ends(topic)
    return _standings(
        await (await connection.execute(statement, [argument])).fetchall(),
        await (await connection.execute(MARKS)).fetchall(),
        await (await connection.execute(WORKERS)).fetchall(),
    )


def beat(connection: Connection[Any], worker: Worker) -> None:
    """Write down that a worker lives; its silent_seconds begin anew."""
    arguments = [worker.worker, worker.log_id, worker.feed, list(worker.slices)]
    connection.execute(BEAT, arguments)
    connection.execute(CLEAR)


def leave(connection: Connection[Any], worker: str) -> None:
    """Write down that a worker has ended as it should."""
    connection.execute(LEAVE, [worker])


def _ends(topic: str | None) -> tuple[LiteralString, Any]:
    return (IN_STORE, SLICES) if topic is None else (IN_TOPIC, topic)


def _standings(
    ends: Sequence[tuple[int, int, int]],
    marks: Sequence[tuple[Any, ...]],
    workers: Sequence[tuple[Any, ...]],
) -> Standings:
    head = max((head for _, _, head in ends), default=0)
    last = Ends(head, {slice_: position for slice_, position, _ in ends})
    views: dict[tuple[str, int, UUID], dict[int, int]] = {}
    rest: dict[tuple[str, int, UUID], tuple[bool, int, str | None]] = {}
    for name, version, log_id, slice_, position, *standing in marks:
        views.setdefault((name, version, log_id), {})[slice_] = position
        rest[name, version, log_id] = (standing[0], standing[1], standing[2])
    return Standings(
        tuple(_standing(key, slices, last, rest[key]) for key, slices in views.items()),
        tuple(
            Worker(worker=name, log_id=log_id, feed=feed, slices=tuple(s), silent_seconds=silent)
            for name, log_id, feed, s, silent in workers
        ),
    )


def _standing(
    key: tuple[str, int, UUID],
    slices: Mapping[int, int],
    ends: Ends,
    rest: tuple[bool, int, str | None],
) -> Standing:
    name, version, log_id = key
    is_live, parked, stopped = rest
    return Standing(
        projection=name,
        version=version,
        log_id=log_id,
        is_live=is_live,
        slices=slices,
        complete_upto=complete_upto(slices, ends),
        head=ends.head,
        parked=parked,
        stopped=stopped,
    )
