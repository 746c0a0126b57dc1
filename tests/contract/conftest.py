"""The record in memory and the one in PostgreSQL, of which the same must hold."""

from collections.abc import AsyncIterator

import pytest

from adapters.postgres.reading import PostgresRecord
from adapters.record import Record
from tests.support.record_in_memory import RecordInMemory


@pytest.fixture(params=["in memory", pytest.param("in PostgreSQL", marks=pytest.mark.servers)])
async def record(request: pytest.FixtureRequest) -> AsyncIterator[Record]:
    if request.param == "in memory":
        yield RecordInMemory()
    else:
        fresh = request.getfixturevalue("database")
        in_postgres = await PostgresRecord.open(fresh.dsn())
        yield in_postgres
        await in_postgres.aclose()
