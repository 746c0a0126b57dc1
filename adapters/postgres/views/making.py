"""Making a view's tables and choosing which of its versions readers see."""

import re
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from adapters.postgres.views.fingerprint import fingerprint
from adapters.postgres.views.positions import TABLES, Positions
from adapters.postgres.views.tables import (
    Target,
    creation,
    description,
    dropping,
    log_suffix,
    named,
    renaming,
    view_of,
)
from domain.errors import ErrorCategory
from projections._kit import Projection

LOCK = 7705
LIVE: LiteralString = "SELECT version, log_id FROM views.live WHERE projection = %s"
FORMER: LiteralString = (
    "SELECT DISTINCT log_id FROM views.watermark "
    "WHERE projection = %s AND version = %s AND log_id <> %s"
)
FORGET: LiteralString = "DELETE FROM views.{} WHERE projection = %s AND version = %s"
SWITCH: LiteralString = (
    "INSERT INTO views.live (projection, version, log_id) VALUES (%s, %s, %s) "
    "ON CONFLICT (projection) DO UPDATE SET version = excluded.version, "
    "log_id = excluded.log_id, switched_at = clock_timestamp()"
)
DESCRIPTION: LiteralString = "SELECT obj_description(to_regclass(%s), 'pg_class')"
CODE = re.compile(r"\(code ([0-9a-f]{16})\)$")
TROUBLES = ("parked", "stopped")
# Tables of before there were streams of the management system take their twelve slices alone.
OF_TWELVE: LiteralString = (
    "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('views.watermark') "
    "AND conname = 'watermark_slice_check' AND pg_get_constraintdef(oid) LIKE '%11%'"
)
WIDENED: tuple[LiteralString, ...] = (
    "ALTER TABLE views.watermark DROP CONSTRAINT IF EXISTS watermark_slice_check",
    "ALTER TABLE views.watermark ADD CONSTRAINT watermark_slice_check "
    "CHECK (slice BETWEEN 0 AND 12)",
)


class ViewDiffers(RuntimeError):
    """A view's table was filled by another row or fold under the same version."""

    category = ErrorCategory.UNAVAILABLE


def become_owner(connection: psycopg.Connection[Any], owner: str) -> None:
    """Act as the owner of the views until the transaction ends, with nobody else doing so."""
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner)))
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def install(connection: psycopg.Connection[Any], *, owner: str) -> None:
    """Make the tables that all views share, where they are missing."""
    if exists(connection, "worker") and connection.execute(OF_TWELVE).fetchone() is None:
        return
    with connection.transaction():
        become_owner(connection, owner)
        for statement in (*TABLES, *WIDENED):
            connection.execute(statement)


def prepare(
    connection: psycopg.Connection[Any], projection: Projection, log_id: UUID, *, owner: str
) -> None:
    """Make a view's tables where they are missing, or anew where the log is another one."""
    install(connection, owner=owner)
    target = Target(projection)
    with connection.transaction():
        become_owner(connection, owner)
        for (former,) in connection.execute(
            FORMER, [target.mark, projection.version, log_id]
        ).fetchall():
            set_aside(connection, target, former)
        if not exists(connection, target.table):
            for statement in creation(target):
                connection.execute(statement)
        Positions(connection, target, log_id).start()
        live = connection.execute(LIVE, [projection.name]).fetchone()
        if live is None or live[1] != log_id:
            show(connection, target, log_id)


def must_be_filled_by(
    connection: psycopg.Connection[Any], projection: Projection, *, owner: str
) -> None:
    """Refuse a table of another row or fold; one that does not say so yet says so from now on.

    Raises ViewDiffers.
    """
    target, name, code = Target(projection), projection.name, fingerprint(projection)
    ((said,),) = connection.execute(DESCRIPTION, [f"views.{target.table}"]).fetchall()
    filled_by = CODE.search(said or "")
    if filled_by is None:
        with connection.transaction():
            become_owner(connection, owner)
            connection.execute(description(target))
    elif filled_by[1] != code:
        raise ViewDiffers(
            f"the row or the fold of {name} changed and its version is still {projection.version} "
            f"(its table was filled by code {filled_by[1]}, this is {code}): raise the version, or "
            f"fill it anew with `plaint projections rebuild {name}`"
        )


def set_aside(connection: psycopg.Connection[Any], target: Target, former: UUID) -> None:
    """Keep a former log's tables under another name, and forget how far they were."""
    kept = Target(target.projection, log_suffix(former))
    if exists(connection, target.table):
        drop_view(connection, target)
        run(connection, [*dropping(kept), *renaming(target, kept)])
    forget(connection, target)


def drop_view(connection: psycopg.Connection[Any], target: Target) -> None:
    """Remove the view: it would follow a renamed table, and is made again over the new one."""
    view = named(target.projection.name)
    connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(view))


def forget(connection: psycopg.Connection[Any], target: Target) -> None:
    """Remove all that is noted of how far a target is."""
    _forget(connection, target, ("watermark", *TROUBLES))


def forget_troubles(connection: psycopg.Connection[Any], target: Target) -> None:
    """Remove what is noted of its parked complaints and stops."""
    _forget(connection, target, TROUBLES)


def _forget(connection: psycopg.Connection[Any], target: Target, tables: tuple[str, ...]) -> None:
    for table in tables:
        statement = sql.SQL(FORGET).format(sql.Identifier(table))
        connection.execute(statement, [target.mark, target.projection.version])


def promote(
    connection: psycopg.Connection[Any], projection: Projection, log_id: UUID, *, owner: str
) -> bool:
    """Show this version if it is as far as the older one that is shown; True if it is shown."""
    live = connection.execute(LIVE, [projection.name]).fetchone()
    if live is not None and live == (projection.version, log_id):
        return True
    target = Target(projection)
    with connection.transaction():
        become_owner(connection, owner)
        live = connection.execute(LIVE, [projection.name]).fetchone()
        if live is not None and not _has_caught_up(connection, target, log_id, live):
            return False
        show(connection, target, log_id)
    return True


def _has_caught_up(
    connection: psycopg.Connection[Any], target: Target, log_id: UUID, live: tuple[int, UUID]
) -> bool:
    version, live_log = live
    if live_log != log_id:
        return True
    if version > target.projection.version:
        return False
    rows = connection.execute(
        "SELECT coalesce(bool_and(mine.position >= other.position), false) "
        "FROM views.watermark mine JOIN views.watermark other USING (projection, log_id, slice) "
        "WHERE projection = %s AND log_id = %s AND mine.version = %s AND other.version = %s",
        [target.mark, log_id, target.projection.version, version],
    ).fetchone()
    return rows is not None and bool(rows[0])


def show(connection: psycopg.Connection[Any], target: Target, log_id: UUID) -> None:
    """Let the view with the projection's name read this target."""
    run(connection, view_of(target))
    projection = target.projection
    connection.execute(SWITCH, [projection.name, projection.version, log_id])


def exists(connection: psycopg.Connection[Any], table: str) -> bool:
    """Whether there is such a table or view among the views."""
    found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"views.{table}"]).fetchone()
    return found == (True,)


def run(connection: psycopg.Connection[Any], steps: list[sql.Composed]) -> None:
    """Run statements one after the other."""
    for step in steps:
        connection.execute(step)
