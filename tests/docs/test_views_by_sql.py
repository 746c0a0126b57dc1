"""The worked queries of docs/views.md, asked by an analyst of views that hold something."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.postgres.roles import ANALYST
from adapters.postgres.views import PostgresViews
from adapters.views import Batch
from projections import discover
from tests.support.servers import FreshDatabases
from tests.views.test_questions import told

pytestmark = pytest.mark.servers

PAGE = Path(__file__).parents[2] / "docs" / "views.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def answers(module_database: FreshDatabases) -> list[list[Any]]:
    """What each query finds, in their order."""
    views = PostgresViews.open(module_database.dsn("plaint_projector"))
    for projection in discover():
        views.prepare(projection, views.log_id())
        views.apply(projection, Batch(views.log_id(), told().arrived))
    views.close()
    with psycopg.connect(module_database.dsn(ANALYST), autocommit=True) as connection:
        return [connection.execute(query.encode()).fetchall() for query in QUERIES]


def test_each_worked_query_is_answered(answers: list[list[Any]]) -> None:
    received, missed, ages, overturned, by_month = answers
    assert received == [(date(2026, 3, 1), 6, 5)]
    assert missed == overturned == []
    assert sum(count for _, _, count in ages) == 5
    assert by_month == [(date(2026, 3, 1), 6, None), (date(2026, 4, 1), None, 1)]
