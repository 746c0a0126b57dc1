"""The eventsourcing library over the record: same octets, and each known trap is closed."""

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError

from adapters.postgres.append import GroupCommit, NotAppended
from adapters.postgres.append_checks import UnfitCommand
from adapters.postgres.batch import APPEND, arguments
from adapters.postgres.library import OctetEvent, RecordApplication, library_environment
from adapters.postgres.library_recorder import UnsafeLibrary
from adapters.postgres.log import Log
from adapters.postgres.session import session
from adapters.record import Append
from tests.support.commands import Stream, blob, command, named
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


@pytest.fixture
def library(database: FreshDatabases) -> Iterator[RecordApplication]:
    with RecordApplication(library_environment(database.dsn())) as application:
        yield application


@dataclass(frozen=True)
class History:
    """A complaint as the library's repository rebuilds it: its octets, in order."""

    id: Any
    version: int
    octets: tuple[bytes, ...]


def fold(_: History | None, events: Iterable[OctetEvent]) -> History | None:
    told = list(events)
    if not told:
        return None
    octets = tuple(event.public for event in told)
    return History(told[0].originator_id, told[-1].originator_version, octets)


def octet_events(asked: Append) -> list[OctetEvent]:
    return [OctetEvent(e.stream_id, e.version, e.type, e.public) for e in asked.events]


def test_the_repository_gives_the_stored_octets(
    database: FreshDatabases, library: RecordApplication
) -> None:
    stream = Stream("one")
    written = [command(f"step {number}", stream, events=2) for number in range(3)]
    with psycopg.connect(database.dsn(), autocommit=True) as connection:
        connection.execute(APPEND, arguments(written[:1]))
        connection.execute(APPEND, arguments(written[1:2]))
        connection.execute(APPEND, arguments(written[2:]))
    publics = tuple(event.public for asked in written for event in asked.events)
    rebuilt: Any = library.repository.get(stream.stream_id, projector_func=fold)
    assert rebuilt == History(stream.stream_id, 6, publics)
    as_of: Any = library.repository.get(stream.stream_id, version=3, projector_func=fold)
    assert as_of.octets == publics[:3]


def test_the_notification_log_gives_positions_and_octets(
    database: FreshDatabases, library: RecordApplication
) -> None:
    asked = command("receive", Stream("one"), events=5)
    with psycopg.connect(database.dsn(), autocommit=True) as connection:
        connection.execute(APPEND, arguments([asked]))
    told = library.notification_log.select(start=2, limit=3)
    assert [(n.id, n.state) for n in told] == [
        (position, asked.events[position - 1].public) for position in (2, 3, 4)
    ]
    assert library.recorder.max_notification_id() == 5


def test_what_the_library_saves_goes_through_the_one_writer(
    database: FreshDatabases, library: RecordApplication
) -> None:
    asked = command("receive", Stream("one"), Stream("policy", "policy"), sealed=[blob("a")])
    sealed = [event.sealed for event in asked.events]
    recordings = library.save(*octet_events(asked), request=b"asked", sealed=sealed)
    assert [each.notification.id for each in recordings] == [1, 2]
    with database.superuser() as connection:
        stored = Log(connection).after(0, 10)
        sealed_rows = connection.execute("SELECT position, sha256 FROM sealed").fetchall()
    sha256 = hashlib.sha256(blob("a")).digest()
    assert [(e.public, e.leaf, e.slice) for e in stored] == [
        (e.public, e.leaf, e.slice) for e in asked.events
    ]
    assert sealed_rows == [(1, sha256), (2, sha256)]


def test_a_save_that_lost_a_race_is_an_integrity_error(library: RecordApplication) -> None:
    library.save(*octet_events(command("receive", Stream("one"))), request=b"asked")
    with pytest.raises(IntegrityError, match="VERSION_MOVED"):
        library.save(*octet_events(command("again", Stream("one"))), request=b"asked")


def test_a_save_of_something_contradictory_is_refused(library: RecordApplication) -> None:
    (event,) = octet_events(command("receive", Stream("one")))
    stray = OctetEvent(named("other"), 1, event.topic, event.public)
    with pytest.raises(UnfitCommand, match="seed"):
        library.save(stray, request=b"asked")


def test_t1_engine_1_the_library_function_that_takes_no_lock_is_refused(
    database: FreshDatabases,
) -> None:
    """It loses events for readers, and writes into the table of whichever application was first."""
    environment = {**library_environment(database.dsn()), "POSTGRES_ENABLE_DB_FUNCTIONS": "y"}
    with pytest.raises(UnsafeLibrary, match="ENABLE_DB_FUNCTIONS"):
        RecordApplication(environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PERSISTENCE_MODULE", "eventsourcing.popo"), ("CREATE_TABLE", "y")],
)
def test_t1_a_recorder_that_keeps_nothing_or_makes_tables_is_refused(
    database: FreshDatabases, name: str, value: str
) -> None:
    with pytest.raises(UnsafeLibrary, match=name):
        RecordApplication({**library_environment(database.dsn()), name: value})


def test_t1_a_reader_never_sees_a_later_event_before_an_earlier_one(
    database: FreshDatabases,
) -> None:
    """Two transactions: the second to come waits, and a reader between them sees nothing."""
    reader = Log(psycopg.connect(database.dsn(), autocommit=True))
    first = psycopg.connect(database.dsn())
    first.execute(APPEND, arguments([command("first", Stream("one"))]))

    def second() -> None:
        with psycopg.connect(database.dsn(), autocommit=True) as connection:
            connection.execute(APPEND, arguments([command("second", Stream("two"))]))

    waiting = threading.Thread(target=second)
    waiting.start()
    wait_for_lock(database)
    assert reader.after(0, 10) == []
    first.commit()
    waiting.join()
    assert [event.stream_id for event in reader.after(0, 10)] == [named("one"), named("two")]


def wait_for_lock(database: FreshDatabases) -> None:
    with database.superuser() as connection:
        waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        deadline = time.monotonic() + 10
        while not connection.execute(waiting).rowcount:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_t2_a_save_repeated_after_a_lost_answer_succeeds(library: RecordApplication) -> None:
    events = octet_events(command("receive", Stream("one"), events=2))
    for _ in range(2):
        recordings = library.save(*events, request=b"asked")
        assert [each.notification.id for each in recordings] == [1, 2]


def test_t3_engine_4_dead_peers_are_noticed_and_nobody_waits_for_a_notification(
    database: FreshDatabases,
) -> None:
    with psycopg.connect(session(database.dsn(), application="test")) as connection:
        dead = connection.info.get_parameters()
        assert (dead["keepalives_idle"], dead["tcp_user_timeout"]) == ("5", "15000")
    with database.superuser() as connection:
        sources = connection.execute("SELECT prosrc FROM pg_proc WHERE proname = 'append'")
        assert "NOTIFY" not in str(sources.fetchall()).upper()


@pytest.mark.parametrize("setting", ["CIPHER_KEY", "CIPHER_TOPIC", "COMPRESSOR_TOPIC"])
def test_t4_the_library_cipher_and_compressor_are_refused(
    database: FreshDatabases, setting: str
) -> None:
    with pytest.raises(UnsafeLibrary, match=setting):
        RecordApplication({**library_environment(database.dsn()), setting: "zlib"})


@pytest.mark.server_timeouts
@pytest.mark.anyio
async def test_t5_an_append_does_not_wait_for_ever_for_the_lock(database: FreshDatabases) -> None:
    dsn = psycopg.conninfo.make_conninfo(database.dsn(), options="-c lock_timeout=200ms")
    writer = await GroupCommit.open(dsn)
    asked = command("receive", Stream("one"))
    with psycopg.connect(database.dsn()) as stuck:
        stuck.execute(APPEND, arguments([command("stuck", Stream("two"))]))
        with pytest.raises(NotAppended, match="55P03"):
            await writer.append(asked)
        stuck.rollback()
    appended = await writer.append(asked)
    assert appended.first_position == 1
    await writer.aclose()


def test_t5_a_session_left_inside_a_transaction_is_ended_by_the_server(
    database: FreshDatabases,
) -> None:
    with psycopg.connect(session(database.dsn(), application="test")) as connection:
        rows = connection.execute(
            "SELECT current_setting('idle_in_transaction_session_timeout'), "
            "current_setting('lock_timeout'), current_setting('TimeZone')"
        ).fetchall()
    assert rows == [("30s", "10s", "UTC")]


def test_t5_the_library_reads_with_the_same_settings(library: RecordApplication) -> None:
    datastore = library.factory.datastore  # type: ignore[attr-defined]
    with datastore.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == {"lock_timeout": "10s"}
