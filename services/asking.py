"""Asking a view: its answer with where it stood, and cursors that nobody else can make."""

from hmac import compare_digest
from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.octets import mac
from adapters.postgres.views.questions import Question, ask_async
from adapters.postgres.views.standing import Standing, Standings, read_async
from projections._kit.questions import BadCursor
from services.figures import Source

CURSOR = "plaint-cursor/v1\n"


class ViewNotMade(LookupError):
    """A view was never filled here: no worker has run yet."""

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
        """What a view answers, and where it stood just before: it may be a little further.

        Raises ViewNotMade.
        """
        try:
            async with self._pool.connection() as connection:
                standings = await read_async(connection)
                found = await ask_async(connection, question)
        except UndefinedTable:
            raise ViewNotMade(question.view) from None
        for view in standings.views:
            if view.projection == question.view and view.is_live:
                return _source(view), found
        raise ViewNotMade(question.view)

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
