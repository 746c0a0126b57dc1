"""T2: a commit whose answer is lost is no conflict: the same batch is submitted again.

With figures: tests/hunt/test_store_answers.py.
"""

import psycopg
import pytest

from adapters.postgres.append import GroupCommit
from adapters.postgres.reading import PostgresRecord
from adapters.record import Appended, Outcome
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases
from tests.support.swallowing_proxy import swallowing_proxy

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_t2_a_swallowed_answer_is_told_as_already_stored(database: FreshDatabases) -> None:
    async with swallowing_proxy(database.dsn()) as (proxy, dsn):
        writer = await GroupCommit.open(dsn)
        await writer.append(command("receive", Stream("one"), events=2))
        asked = command("receive two", Stream("two"), events=3)
        proxy.marker, proxy.to_swallow = asked.command_id.bytes, 2
        assert await writer.append(asked) == Appended(Outcome.ALREADY, 3, 5)
        assert proxy.swallowed == 2
        assert await writer.append(asked) == Appended(Outcome.ALREADY, 3, 5)
        await writer.aclose()


async def test_reading_goes_on_after_the_connections_died(database: FreshDatabases) -> None:
    record = await PostgresRecord.open(database.dsn())
    await record.append(command("receive", Stream("one")))
    assert await record.head() == 1
    with database.superuser() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE 'plaint%' AND datname = current_database()"
        )
    assert await record.head() == 1
    await record.aclose()


async def test_opening_tells_at_once_that_the_server_does_not_let_us_in(
    database: FreshDatabases,
) -> None:
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        await GroupCommit.open(psycopg.conninfo.make_conninfo(database.dsn(), dbname="absent"))
