"""What people ask the views: the queue, a trail, figures; no rule of handling is needed for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.record import Record
from adapters.view_answers import Standings, ViewAnswers
from domain.local_times import day_in
from domain.values import Actor
from projections import audit_trail, case_queue
from projections._kit import Page, Where
from projections._kit.questions import cursor as place_of
from projections._kit.questions import place_after
from projections.case_queue import ORDER, CaseRow, Wanted
from services.commands.stream_heads import NotFound
from services.policies.policy_in_force import PolicyBook
from services.queries import any_view, listing
from services.queries.answers import QueuePage, Trail, Trends, TrendsAsked, queue_row
from services.queries.any_view import ViewQuery, ViewRows
from services.queries.listing import CaseList, ListQuery
from services.queries.trend_rows import figures_of, questions_of
from services.queries.view_reader import Views


class ViewQuestions:
    """Asks the views, and the record for the little that they leave to it."""

    def __init__(
        self, record: Record, policies: PolicyBook, views: ViewAnswers, *, secret: bytes
    ) -> None:
        self._record = record
        self._policies = policies
        self._views = Views(views, secret=secret)

    async def zone(self) -> str:
        """The zone that was adopted with the policy. Raises NoPolicy."""
        return (await self._policies.in_force()).zone

    async def queue(
        self,
        wanted: Wanted,
        *,
        by: Actor,
        now: datetime,
        limit: int = 50,
        cursor: str | None = None,
    ) -> QueuePage:
        """One page of the queue, without what they are excluded from who ask.

        cursor: of the page before, of the same wanted. Raises BadCursor, ViewNotMade.
        """
        place = self._views.place_in(cursor, among=wanted) if cursor else None
        after = place_after(place, CaseRow, ORDER) if place is not None else None
        question = case_queue.page(wanted, now=now, reader=by.id, after=after, limit=limit + 1)
        source, found = await self._views.ask(question)
        return QueuePage(
            rows=tuple(queue_row(waiting, now) for waiting in found[:limit]),
            now=now,
            cursor=self._next(question, found, limit, wanted),
            source=source,
        )

    async def complaints(
        self, query: ListQuery, *, by: Actor, now: datetime, limit: int, cursor: str | None = None
    ) -> CaseList:
        """One page of all complaints, without what they are excluded from who ask.

        cursor: of the page before, of the same question. Raises UnfitQuestion, BadCursor,
        ViewNotMade.
        """
        place = self._views.place_in(cursor, among=query) if cursor else None
        page, counts = listing.questions_of(
            query, reader=by.id, now=now, limit=limit + 1, place=place
        )
        source, found = await self._views.ask_together([page] if cursor else [page, counts])
        rows = found[0]
        return CaseList(
            rows=tuple(listing.listed(row, now) for row in rows[:limit]),
            by_state=None if cursor else dict(found[1]),
            now=now,
            cursor=self._next(page, rows, limit, query),
            source=source,
            unmatched=() if rows or cursor else await self._unmatched(listing.texts_of(page)),
        )

    async def _unmatched(self, texts: Sequence[Where]) -> tuple[str, ...]:
        """The conditions of a list without rows that no complaint can meet."""
        if not texts:
            return ()
        _, known = await self._views.ask_together([listing.values_of(one) for one in texts])
        return listing.unmatched(texts, known)

    async def view(
        self, query: ViewQuery, *, by: Actor, limit: int, cursor: str | None = None
    ) -> ViewRows:
        """Rows of any view, without complaints that they are excluded from who ask.

        Raises NoSuchView, UnfitQuestion, BadCursor, ViewNotMade.
        """
        place = self._views.place_in(cursor, among=query) if cursor else None
        question = any_view.question_of(query, reader=by.id, limit=limit + 1, place=place)
        source, found = await self._views.ask(question)
        names = any_view.names_of(question, query)
        is_page = isinstance(question, Page)
        return ViewRows(
            columns=names,
            rows=any_view.as_rows(question, found[:limit], names),
            cursor=self._next(question, found, limit, query) if is_page else None,
            left_out=0 if is_page else max(0, len(found) - limit),
            source=source,
        )

    def _next(self, page: Any, found: Sequence[Any], limit: int, query: object) -> str | None:
        """The cursor for what comes after the rows of a page, where there is more."""
        if len(found) <= limit:
            return None
        return self._views.sign(place_of(page, found[limit - 1]), among=query)

    async def history(
        self,
        complaint_id: UUID,
        *,
        by: Actor,
        after_version: int = 0,
        as_of: datetime | None = None,
        limit: int = 200,
    ) -> Trail:
        """The audit trail of one complaint; as_of: what was recorded by this instant. by: who asks.

        Raises ViewNotMade; NotFound for a complaint that the record does not have. A view that
        lags shows a shorter trail, or none, and says how far it is.
        """
        question = audit_trail.history(
            complaint_id, after_version=after_version, as_of=as_of, limit=limit + 1
        )
        # Names take the fold of a complaint and all that it imports; the queue does without.
        from services.queries.trail_with_names import named

        source, found = await self._views.ask(question)
        entries = await named(self._record, complaint_id, found[:limit], reader=by)
        if not found and not await self._record.stream(complaint_id, upto=1):
            raise NotFound
        return Trail(
            complaint_id=complaint_id,
            entries=tuple(entries),
            next_after=found[limit - 1].version if len(found) > limit else None,
            source=source,
        )

    async def trends(self, *queries: TrendsAsked, now: datetime) -> tuple[Trends, ...]:
        """Figures, all as of one moment. Raises ViewNotMade, TooManyRows."""
        source, found = await self._views.ask_together(questions_of(queries))
        today = day_in(await self.zone(), now)
        return figures_of(queries, found, source, today=today)

    async def projections(self) -> Standings:
        """How far every version of every view is, what is wrong with it, and who works on it."""
        return await self._views.standings()
