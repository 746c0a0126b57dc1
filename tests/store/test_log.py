"""The log as relay and workers read it: in order, by slice, and never holding a transaction."""

import psycopg
import pytest

from adapters.postgres.batch import APPEND, arguments
from adapters.postgres.log import Log
from adapters.postgres.roles import REPLAYER
from domain.slices import SLICES
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def log(module_database: FreshDatabases) -> Log:
    streams = [Stream(f"{n}") for n in range(40)] + [Stream("policy", "policy")]
    with psycopg.connect(module_database.dsn(), autocommit=True) as writer:
        for number in range(3):
            batch = [command(f"{stream.stream_id} {number}", stream) for stream in streams]
            writer.execute(APPEND, arguments(batch))
    reader = psycopg.connect(module_database.dsn(REPLAYER), autocommit=True)
    return Log(reader)


def test_pages_follow_one_another_over_all_kinds(log: Log) -> None:
    pages, position = [], 0
    while page := log.after(position, 50):
        pages += page
        position = page[-1].position
    assert [event.position for event in pages] == list(range(1, log.head() + 1))
    assert log.head() == 123
    assert {event.stream_kind for event in pages} == {"complaint", "policy"}


def test_only_complaints_have_a_slice(log: Log) -> None:
    published = log.after_in_slices(0, 1000)
    assert len(published) == 120
    assert {event.stream_kind for event in published} == {"complaint"}
    assert [event.position for event in log.after_in_slices(40, 2)] == [42, 43]


def test_what_lies_between_two_positions_of_a_slice_is_found(log: Log) -> None:
    for slice_ in range(SLICES):
        whole = [event.position for event in log.after_in_slices(0, 1000) if event.slice == slice_]
        assert [event.position for event in log.between(slice_, 0, 124)] == whole
        assert [e.position for e in log.between(slice_, whole[0], whole[-1])] == whole[1:-1]
        assert log.last_in_slice(slice_, 123) == whole[-1]
        assert log.last_in_slice(slice_, whole[1] - 1) == whole[0]
        assert log.last_in_slice(slice_, whole[0] - 1) == 0


def test_the_last_of_each_slice_is_told_at_once(log: Log) -> None:
    for upto in (0, 30, 123):
        assert log.last_of_each_slice(upto) == [log.last_in_slice(s, upto) for s in range(SLICES)]


def test_an_event_is_found_by_its_position(log: Log) -> None:
    assert log.at(7) == log.after(6, 1)[0]
    assert log.at(124) is None


def test_each_log_has_an_id_that_an_operator_may_renew(database: FreshDatabases) -> None:
    with database.superuser() as connection:
        before = Log(connection).log_id()
        connection.execute("SELECT renew_log_id()")
        assert Log(connection).log_id() != before


def test_a_connection_that_would_keep_a_transaction_open_is_refused(
    module_database: FreshDatabases,
) -> None:
    with (
        psycopg.connect(module_database.dsn(REPLAYER)) as connection,
        pytest.raises(ValueError, match="autocommit"),
    ):
        Log(connection)
