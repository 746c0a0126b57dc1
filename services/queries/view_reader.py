"""Asking a view: its answer with where it stood, and cursors that nobody else can make."""

from collections.abc import Sequence
from hmac import compare_digest
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.octets import mac
from adapters.postgres.views.questions import Question, ask_async
from adapters.postgres.views.view_lag import Standing, Standings, read_async
from domain.errors import ErrorCategory
from projections._kit.questions import BadCursor
from services.queries.answers import Source

CURSOR = "plaint-cursor/v1\n"
AT_ONE_MOMENT: LiteralString = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class ViewNotMade(LookupError):
    """A view was never filled here: no worker has run yet."""

    category = ErrorCategory.UNAVAILABLE

    def __init__(self, view: str) -> None:
        super().__init__(
            f"the view {view} is not there yet: start a projection worker, then ask again"
        )


class Views:
    """The views, asked over a pool of the record's database."""

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]], *, secret: bytes
    ) -> None:
        self._pool = pool
        self._secret = secret

    async def ask(self, question: Question) -> tuple[Source, list[Any]]:
        """What a view answers, and where it stood then. Raises ViewNotMade."""
        source, [found] = await self.ask_together([question])
        return source, found

    async def ask_together(self, questions: Sequence[Question]) -> tuple[Source, list[list[Any]]]:
        """What one view answers to several questions at one moment, so that the answers agree.

        Raises ViewNotMade.
        """
        name = questions[0].view
        try:
            async with self._pool.connection() as connection, connection.transaction():
                await connection.execute(AT_ONE_MOMENT)
                standings = await read_async(connection)
                found = [await ask_async(connection, question) for question in questions]
        except UndefinedTable:
            raise ViewNotMade(name) from None
        for view in standings.views:
            if view.projection == name and view.is_live:
                return _source(view), found
        raise ViewNotMade(name)

    async def standings(self) -> Standings:
        """How far every version of every view is, what is wrong with it, and who works on it."""
        async with self._pool.connection() as connection:
            return await read_async(connection)

    def sign(self, place: str) -> str:
        """The cursor of a place in a view."""
        return f"{place}.{mac(self._secret, CURSOR, place).hex()[:16]}"

    def place_in(self, cursor: str) -> str:
        """The place that a cursor names; what others made up never reaches a query.

        Raises BadCursor.
        """
        place = cursor.rpartition(".")[0]
        if not cursor.isascii() or not compare_digest(cursor, self.sign(place)):
            raise BadCursor("no such cursor: ask for the first page again")
        return place


def _source(view: Standing) -> Source:
    return Source(
        view=view.projection,
        version=view.version,
        log_id=view.log_id,
        complete_upto=view.complete_upto,
        head=view.head,
    )
