"""Asking several questions at one moment: what they share is looked up once."""

import asyncio
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from adapters.postgres.views import PostgresViews, asking
from adapters.postgres.views.questions import ask, ask_async
from adapters.view_answers import Question
from adapters.views import Batch
from projections import trends
from tests.support.histories import AFTERWARDS, Telling, named, on, received
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


def test_what_several_figures_share_is_looked_up_once(
    database: FreshDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(reference="C-1"), "RECEIVED", of=named("one"), occurred=on(1))
    views = PostgresViews.open(database.dsn("plaint_projector"))
    views.prepare(trends.PROJECTION, views.log_id())
    views.apply(trends.PROJECTION, Batch(views.log_id(), telling.arrived))
    views.close()
    looked_up: list[Question] = []

    async def counted(connection: AsyncConnection[Any], question: Question) -> list[Any]:
        looked_up.append(question)
        return await ask_async(connection, question)

    async def answers(questions: list[Question]) -> list[list[Any]]:
        async with AsyncConnectionPool(database.dsn(), min_size=1, open=False) as pool:
            _, found = await asking.PostgresAnswers(pool).answers(questions)
            return found

    chosen = trends.counts("received", only={"channel_code": ["web"]})
    questions: list[Question] = [
        trends.ends(),
        chosen,
        trends.ends(),
        trends.counts("open"),
        chosen,
    ]
    monkeypatch.setattr(asking, "ask_async", counted)
    with psycopg.connect(database.dsn(), autocommit=True) as connection:
        expected = [ask(connection, question) for question in questions]
    assert asyncio.run(answers(questions)) == expected
    assert looked_up == [trends.ends(), chosen, trends.counts("open")]
