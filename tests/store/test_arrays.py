"""A view's columns on their way to PostgreSQL: every value comes back as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres.arrays import (
    Array,
    Booleans,
    Days,
    Instants,
    Jsons,
    LargeIntegers,
    Octets,
    Texts,
    Uuids,
    column,
)
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

AHEAD = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Texts, ["", 'Ada\'s {kettle}, "hot" \\ NULL', "ä😀", None]),
        (LargeIntegers, [0, -1, 2**63 - 1, -(2**63), None]),
        (Booleans, [True, False, None]),
        (Uuids, [UUID(int=0), UUID(int=2**128 - 1), None]),
        (Instants, [datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), None]),
        (Instants, [datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)]),
        (Instants, [datetime(1999, 12, 31, 23, 59, 59, 1, AHEAD)]),
        (Days, [date(1, 1, 1), date(1999, 12, 31), date(2000, 2, 29), date(9999, 12, 31), None]),
        (Octets, [b"", bytes(range(256)), None]),
    ],
)
def test_a_column_comes_back_as_it_was(
    kind: type[Array], values: list[Any], module_database: FreshDatabases
) -> None:
    with module_database.superuser() as connection:
        connection.execute("SET timezone TO 'UTC'")
        for there in (values, values[::-1], []):
            row = connection.execute("SELECT %s", [column(kind, there)], binary=True).fetchone()
            assert row == (there,)


def test_json_comes_back_as_it_was(module_database: FreshDatabases) -> None:
    with module_database.superuser() as connection:
        values = [b'{"a":[1,"\\u20ac"]}', None, b"[]"]
        row = connection.execute("SELECT %s", [column(Jsons, values)]).fetchone()
    assert row == ([{"a": [1, "€"]}, None, []],)
