"""Asking the views over a pool: several questions at one moment, so that the answers agree."""

from collections.abc import Sequence
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.postgres.views.questions import ask_async
from adapters.postgres.views.view_lag import read_async, read_one
from adapters.view_answers import Question, Standing, Standings, ViewNotMade

AT_ONE_MOMENT: LiteralString = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresAnswers:
    """The views of the record's database."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def answers(self, questions: Sequence[Question]) -> tuple[Standing, list[list[Any]]]:
        """What one view answers, and where it stood then. Raises ViewNotMade."""
        name = questions[0].view
        try:
            async with self._pool.connection() as connection, connection.transaction():
                await connection.execute(AT_ONE_MOMENT)
                standing = await read_one(connection, name)
                found = await _each_once(connection, questions)
        except UndefinedTable:
            raise ViewNotMade(name) from None
        if standing is None:
            raise ViewNotMade(name)
        return standing, found

    async def standings(self) -> Standings:
        """How far every version of every view is, what is wrong with it, and who works on it."""
        async with self._pool.connection() as connection:
            return await read_async(connection)


async def _each_once(
    connection: AsyncConnection[TupleRow], questions: Sequence[Question]
) -> list[list[Any]]:
    """The answers in the order of the questions; figures shown together share most of theirs."""
    answers: list[list[Any]] = []
    for place, question in enumerate(questions):
        first = questions.index(question)
        is_new = first == place
        answers.append(await ask_async(connection, question) if is_new else answers[first])
    return answers
