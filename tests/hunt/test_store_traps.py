"""Traps of an event store on PostgreSQL, each with the test that fails when its guard is gone."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.postgres.append import GroupCommit
from adapters.postgres.batch import APPEND, answers, arguments
from adapters.postgres.library import OctetEvent, RecordApplication, library_environment
from adapters.postgres.session import SETTINGS, session
from adapters.record import Append, Appended, Outcome
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases
from tests.support.swallowing_proxy import SwallowingProxy, swallowing_proxy

pytestmark = pytest.mark.servers

OUR_FUNCTIONS = (
    "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname IN ('public', 'views')"
)
LIBRARY_CHANNEL = "plaint_events"


def call(connection: psycopg.Connection[Any], asked: Append) -> Appended:
    return answers(connection.execute(APPEND, arguments([asked]), binary=True).fetchall())[0]


def save(dsn: str, asked: Append) -> list[int]:
    """What the library saves; the positions that it tells."""
    events = [OctetEvent(e.stream_id, e.version, e.type, e.public) for e in asked.events]
    with RecordApplication(library_environment(dsn)) as application:
        recordings = application.save(*events, request=b"asked")
    return [int(each.notification.id) for each in recordings]


def test_engine_2_an_append_does_not_wait_for_maintenance(database: FreshDatabases) -> None:
    """VACUUM, ANALYZE and CREATE INDEX CONCURRENTLY take this lock; stock appends wait for it."""
    impatient = make_conninfo(database.dsn(), options="-c lock_timeout=2s")
    with database.superuser() as maintenance, maintenance.transaction():
        maintenance.execute(
            "LOCK TABLE event, command, claim, sealed IN SHARE UPDATE EXCLUSIVE MODE"
        )
        with psycopg.connect(session(impatient, application="test"), autocommit=True) as writer:
            told = call(writer, command("receive", Stream("one")))
        assert told == Appended(Outcome.STORED, 1, 1)
        assert save(impatient, command("receive two", Stream("two"))) == [2]


def test_engine_5_no_commit_sends_a_notification(database: FreshDatabases) -> None:
    """Each NOTIFY makes all commits of the server wait for one another."""
    with database.superuser() as listening:
        for name, source in listening.execute(OUR_FUNCTIONS).fetchall():
            assert "NOTIFY" not in str(source).upper(), name
        listening.execute(f"LISTEN {LIBRARY_CHANNEL}".encode())
        listening.execute("LISTEN over")
        with psycopg.connect(database.dsn(), autocommit=True) as writer:
            call(writer, command("receive", Stream("one")))
            save(database.dsn(), command("receive two", Stream("two")))
            writer.execute("NOTIFY over")
        heard = [notice.channel for notice in listening.notifies(timeout=60, stop_after=1)]
    assert heard == ["over"]


def test_engine_6_what_is_rolled_back_takes_no_position(database: FreshDatabases) -> None:
    """A sequence would have been used up, and readers would wait for what never comes."""
    with psycopg.connect(database.dsn()) as connection:
        for number in range(3):
            call(connection, command(f"undone {number}", Stream(f"undone {number}"), events=2))
            connection.rollback()
        told = call(connection, command("receive", Stream("one"), events=2))
    assert told == Appended(Outcome.STORED, 1, 2)


def test_engine_6_positions_go_on_after_a_connection_died_in_its_turn(
    database: FreshDatabases,
) -> None:
    """The same where the transaction was ended from outside."""
    with closing(psycopg.connect(database.dsn())) as dying, database.superuser() as superuser:
        call(dying, command("undone", Stream("undone")))
        superuser.execute("SELECT pg_terminate_backend(%s)", [dying.info.backend_pid])
    with psycopg.connect(database.dsn()) as connection:
        told = call(connection, command("receive", Stream("one")))
    assert told == Appended(Outcome.STORED, 1, 1)


@contextmanager
def proxied(dsn: str) -> Iterator[tuple[SwallowingProxy, str]]:
    """A swallowing proxy beside callers who know no loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    made = swallowing_proxy(dsn)
    try:
        yield asyncio.run_coroutine_threadsafe(made.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(made.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_t2_a_library_save_whose_answer_is_lost_after_the_commit_succeeds(
    database: FreshDatabases,
) -> None:
    """The stock recorder tries again too, meets its own row and tells a conflict."""
    asked = command("receive", Stream("one"), events=2)
    with proxied(database.dsn()) as (proxy, dsn):
        proxy.marker, proxy.to_swallow = asked.command_id.bytes, 1
        assert save(dsn, asked) == [1, 2]
        assert proxy.swallowed == 1


@pytest.mark.server_timeouts
@pytest.mark.anyio
async def test_t5_a_session_left_inside_its_turn_is_ended_and_the_next_goes_on(
    database: FreshDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL waits for ever unless told otherwise, and every writer with it."""
    name = "idle_in_transaction_session_timeout"
    assert SETTINGS[name] == "30s"
    monkeypatch.setitem(SETTINGS, name, "300ms")
    with closing(psycopg.connect(session(database.dsn(), application="test"))) as left_inside:
        call(left_inside, command("left", Stream("left")))
        writer = await GroupCommit.open(database.dsn())
        told = await writer.append(command("receive", Stream("one")))
        await writer.aclose()
    assert told == Appended(Outcome.STORED, 1, 1)
