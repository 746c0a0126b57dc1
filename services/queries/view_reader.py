"""Asking a view: its answer with where it stood, and cursors that nobody else can make."""

from collections.abc import Sequence
from hmac import compare_digest
from typing import Any

from adapters.octets import mac
from adapters.view_answers import Question, Standing, Standings, ViewAnswers
from projections._kit.questions import BadCursor
from services.queries.answers import Source

CURSOR = "plaint-cursor/v1\n"


class Views:
    """The views. secret: what cursors are signed with."""

    def __init__(self, views: ViewAnswers, *, secret: bytes) -> None:
        self._views = views
        self._secret = secret

    async def ask(self, question: Question) -> tuple[Source, list[Any]]:
        """What a view answers, and where it stood then. Raises ViewNotMade."""
        source, [found] = await self.ask_together([question])
        return source, found

    async def ask_together(self, questions: Sequence[Question]) -> tuple[Source, list[list[Any]]]:
        """What one view answers to several questions at one moment. Raises ViewNotMade."""
        view, found = await self._views.answers(questions)
        return _source(view), found

    async def standings(self) -> Standings:
        """How far every version of every view is, what is wrong with it, and who works on it."""
        return await self._views.standings()

    def sign(self, place: str, *, among: object) -> str:
        """The cursor of a place in a view. among: what was wanted, which is written the same."""
        signature = mac(self._secret, CURSOR, f"{place}\n{among!r}").hex()[:16]
        return f"{place}.{signature}"

    def place_in(self, cursor: str, *, among: object) -> str:
        """The place that a cursor names; what others made up never reaches a query.

        Nor does a place among other rows: those between would be passed over in silence.

        Raises BadCursor.
        """
        place = cursor.rpartition(".")[0]
        if not cursor.isascii() or not compare_digest(cursor, self.sign(place, among=among)):
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
