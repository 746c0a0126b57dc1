"""How far everything is, read at one moment: the record, its relay, its views, signs of life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection

from adapters.postgres import heartbeats
from adapters.postgres.heartbeats import Heard
from adapters.postgres.views import view_lag
from adapters.view_answers import Standings

PUBLISHED: LiteralString = (
    "SELECT clock_timestamp(), (SELECT log_id FROM log), (SELECT coalesce(max(position), 0) "
    "FROM event), (SELECT s.stats_reset FROM pg_stat_bgwriter s WHERE s.stats_reset > "
    "(SELECT appended_at FROM event ORDER BY position LIMIT 1)), "
    "r.position, n.position, n.appended_at "
    "FROM (SELECT coalesce((SELECT position FROM relay WHERE topic = %s "
    "AND log_id = (SELECT log_id FROM log)), 0) AS position) r "
    "LEFT JOIN LATERAL (SELECT e.position, e.appended_at FROM event e "
    "WHERE e.position > r.position ORDER BY e.position LIMIT 1) n ON true"
)
UNAPPLIED: LiteralString = (
    "SELECT w.projection, w.version, w.slice, n.position, n.appended_at "
    "FROM views.watermark w JOIN views.live l USING (projection) "
    "CROSS JOIN LATERAL (SELECT e.position, e.appended_at FROM event e "
    "WHERE e.slice = w.slice AND e.position > w.position ORDER BY e.position LIMIT 1) n "
    "WHERE w.log_id = (SELECT log_id FROM log)"
)


@dataclass(frozen=True, slots=True)
class Next:
    """The event that is the next to be dealt with somewhere.

    since: how long it has been the next at least, as far as is known: at first since it is stored.
    """

    position: int
    appended_at: datetime
    since: datetime


Line = tuple[str, int, int]
"""Where events are dealt with in their order: a projection, its version and a slice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read.

    at: by the server's clock. head: the last position. published: the last one that is in the
    topic, with unpublished as the next; unapplied: the next of each line that has one.
    recovered_at: when the server came back from a crash or a restore, as its statistics tell; the
    signs of life from before went with them.
    """

    at: datetime
    log_id: UUID
    head: int
    topic: str
    published: int
    unpublished: Next | None
    unapplied: Mapping[Line, Next]
    heard: Mapping[tuple[str, str], Heard]
    standings: Standings
    recovered_at: datetime | None = None


async def look(connection: AsyncConnection[Any], topic: str) -> Seen:
    """Read it. connection: of plaint_writer."""
    standings = await view_lag.read_async(connection)
    unapplied = {}
    if standings.views:
        rows = await (await connection.execute(UNAPPLIED)).fetchall()
        unapplied = {(name, version, slice_): _next(*n) for name, version, slice_, *n in rows}
    heard = await heartbeats.heard_async(connection)
    row = await (await connection.execute(PUBLISHED, [topic])).fetchone()
    assert row is not None, "a select without conditions gives a row"
    at, log_id, head, recovered_at, published, *unpublished = row
    return Seen(
        at=at,
        log_id=log_id,
        head=head,
        topic=topic,
        published=published,
        unpublished=_next(*unpublished) if unpublished[0] is not None else None,
        unapplied=unapplied,
        heard=heard,
        standings=standings,
        recovered_at=recovered_at,
    )


def _next(position: int, appended_at: datetime) -> Next:
    return Next(position, appended_at, appended_at)
