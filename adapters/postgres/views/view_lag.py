"""How far the views are: complete up to where, how far behind, what is wrong, who works on them."""

from collections.abc import Iterable, Mapping, Sequence
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
    "= (w.projection, w.version, w.log_id)), "
    "(SELECT e.position FROM event e WHERE e.slice = w.slice AND e.position > w.position "
    "ORDER BY e.position LIMIT 1) "
    "FROM views.watermark w JOIN views.live l ON l.projection = w.projection "
    "WHERE w.log_id = (SELECT log_id FROM log) AND (%s::text IS NULL OR w.projection = %s) "
    "ORDER BY w.projection, w.version, w.slice"
)
HEAD: LiteralString = "SELECT 0, 0, coalesce(max(position), 0) FROM event"
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


def complete_upto(head: int, following: Iterable[int | None]) -> int:
    """The last position up to which nothing is missing; an idle slice holds nothing back.

    head: where the feed ends. following: of each slice the next event that is not in the view.
    """
    return min([head, *(place - 1 for place in following if place is not None)])


def read(connection: Connection[Any], *, topic: str | None = None) -> Standings:
    """How the views stand. topic: measured by what its relay has published, else by the store."""
    if connection.execute(MADE).fetchone() != (True,):
        return Standings()
    statement, argument = _ends(topic)
    return _standings(
        connection.execute(statement, [argument]).fetchall(),
        connection.execute(MARKS, [None, None]).fetchall(),
        connection.execute(WORKERS).fetchall(),
    )


async def read_async(connection: AsyncConnection[Any], *, topic: str | None = None) -> Standings:
    """The same over an asynchronous connection."""
    if await (await connection.execute(MADE)).fetchone() != (True,):
        return Standings()
    statement, argument = _ends(topic)
    return _standings(
        await (await connection.execute(statement, [argument])).fetchall(),
        await (await connection.execute(MARKS, [None, None])).fetchall(),
        await (await connection.execute(WORKERS)).fetchall(),
    )


async def read_one(connection: AsyncConnection[Any], projection: str) -> Standing | None:
    """How the version of a view stands that readers see, by the store; None where none is made."""
    ends = await (await connection.execute(HEAD)).fetchall()
    marks = await (await connection.execute(MARKS, [projection, projection])).fetchall()
    return next((view for view in _standings(ends, marks, ()).views if view.is_live), None)


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
    views: dict[tuple[str, int, UUID], dict[int, int]] = {}
    following: dict[tuple[str, int, UUID], list[int | None]] = {}
    rest: dict[tuple[str, int, UUID], tuple[bool, int, str | None]] = {}
    for name, version, log_id, slice_, position, *standing, next_ in marks:
        key = (name, version, log_id)
        views.setdefault(key, {})[slice_] = position
        following.setdefault(key, []).append(next_)
        rest[key] = (standing[0], standing[1], standing[2])
    return Standings(
        tuple(
            _standing(key, slices, rest[key], upto=complete_upto(head, following[key]), head=head)
            for key, slices in views.items()
        ),
        tuple(
            Worker(worker=name, log_id=log_id, feed=feed, slices=tuple(s), silent_seconds=silent)
            for name, log_id, feed, s, silent in workers
        ),
    )


def _standing(
    key: tuple[str, int, UUID],
    slices: Mapping[int, int],
    rest: tuple[bool, int, str | None],
    *,
    upto: int,
    head: int,
) -> Standing:
    name, version, log_id = key
    is_live, parked, stopped = rest
    return Standing(
        projection=name,
        version=version,
        log_id=log_id,
        is_live=is_live,
        slices=slices,
        complete_upto=upto,
        head=head,
        parked=parked,
        stopped=stopped,
    )
