"""Complaints as their own parties see them, with an entity tag over what is shown (4.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import maxsize
from typing import Annotated
from uuid import UUID

from pydantic import TypeAdapter

from adapters.octets import mac
from domain.complaint.documents.attaching import NoSuchDocument
from domain.complaint.fold import fold
from domain.complaint.linking.merged_history import mergers
from domain.complaint.party_view import Circle, OwnComplaint, circle_of, own_complaint
from domain.complaint.party_view.gone_on import circle_there, with_what_went_on
from domain.complaint.party_view.own_steps import DEEDS, OwnStep, own_deeds
from domain.complaint.party_view.shape import OwnDocument
from domain.recorded import Recorded
from domain.values import Actor, When
from services.access.sight import Sight
from services.queries.queries import ComplaintAsOf, Questions

LABEL = "plaint-own-complaint/v1\n"
EVER = range(1, maxsize)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLinks:
    """Where to read on."""

    self: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComplaintAnswer(OwnComplaint):
    """A complaint as its party sees it, and what they may do; next is null for one as it was."""

    next: Annotated[tuple[OwnStep, ...] | None, "What the party may do now; nobody has to."]
    links: OwnLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a party is shown, its entity tag, and the version that it was made of, never shown."""

    answer: OwnComplaintAnswer
    tag: str
    version: int


ANSWER = TypeAdapter(OwnComplaintAnswer)


class OwnComplaints:
    """Shows complaints to their parties."""

    def __init__(self, questions: Questions, *, secret: bytes) -> None:
        self._questions = questions
        self._secret = secret

    async def shown(
        self,
        complaint_id: UUID,
        reader: Actor,
        *,
        now: datetime,
        at: datetime | None = None,
    ) -> Shown:
        """The complaint for a party of it now, as it is or as it was. Raises NotFound."""
        whole = await self._questions.opened(complaint_id)
        Sight(reader, now).check(whole.as_of.complaint)
        today = When(at=now, zone=whole.as_of.complaint.zone or "UTC").day
        assert today is not None
        history = [one.recorded for one in whole.events]
        circle = circle_of(history, reader.id, today)
        as_of = whole.as_of
        if at is not None:
            part = await self._questions.opened(complaint_id, at=at)
            history, as_of = [one.recorded for one in part.events], part.as_of
        references = await self._references(as_of.complaint.split_into)
        party_view = own_complaint(history, circle, references)
        if as_of is whole.as_of:
            party_view = await self._gone_on(party_view, history, circle)
        steps = await self._steps(party_view, as_of, reader, now)
        own = {name: getattr(party_view, name) for name in OwnComplaint.__slots__}
        links = OwnLinks(self=f"/v1/complaints/{complaint_id}")
        answer = OwnComplaintAnswer(**own, next=steps, links=links)
        return Shown(answer=answer, tag=self._tag(reader, answer), version=as_of.version)

    async def document(
        self, complaint_id: UUID, reader: Actor, document_id: UUID, *, now: datetime
    ) -> OwnDocument:
        """One of the documents that they are shown now. Raises NotFound, NoSuchDocument."""
        shown = await self.shown(complaint_id, reader, now=now)
        for one in shown.answer.documents:
            if one.document_id == document_id:
                return one
        raise NoSuchDocument(complaint=shown.answer.reference, document_id=document_id)

    async def _references(self, part_ids: Iterable[UUID]) -> dict[UUID, str]:
        return {one: (await self._questions.complaint(one)).complaint.reference for one in part_ids}

    async def _gone_on(
        self,
        party_view: OwnComplaint,
        history: Sequence[Recorded],
        circle: Circle,
        theirs: range = EVER,
    ) -> OwnComplaint:
        """With what went to them where it goes on, or went on while it was merged, however far.

        theirs: the positions of the record in which what happens there is theirs. No complaint is
        merged with itself, so nothing is left of it where mergers lead back.
        """
        source = fold(history)
        assert source is not None
        for target_id in sorted({*source.once_merged_into, *filter(None, [source.merged_into])}):
            whole = await self._questions.opened(target_id)
            events = [one.recorded for one in whole.events]
            for merger in mergers(events, source):
                span = _both(theirs, merger.positions)
                target = fold(merger.until)
                if not span or target is None:
                    continue
                known = circle_there(circle, source=source, target=target, is_over=merger.is_over)
                there = await self._gone_on(own_complaint(events, known), merger.until, known, span)
                beside = {one.event_id for one in events if (one.position or 0) not in span}
                party_view = with_what_went_on(
                    party_view,
                    there,
                    source=source,
                    target=target,
                    beside=beside,
                    is_over=merger.is_over,
                )
        return party_view

    async def _steps(
        self, party_view: OwnComplaint, as_of: ComplaintAsOf, reader: Actor, now: datetime
    ) -> tuple[OwnStep, ...] | None:
        found = await self._questions.next_steps(as_of, by=reader, now=now)
        if found is None:
            return None
        where = {one.command: one.href for one in found.next}
        return tuple(
            OwnStep(command=name, summary=DEEDS[name], href=where[name])
            for name in own_deeds(party_view, where)
        )

    def _tag(self, reader: Actor, answer: OwnComplaintAnswer) -> str:
        """It tells nothing but whether the same is shown: a keyed digest of it."""
        shown = ANSWER.dump_json(answer).decode()
        return f'"{mac(self._secret, LABEL, [str(reader.id), shown]).hex()[:32]}"'


def _both(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))
