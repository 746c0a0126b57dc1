"""Likely duplicates: which complaints name the same contact or product; nothing is decided."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Annotated
from uuid import UUID

from adapters import event_json
from adapters.blind_index import WRITING, Detail, details_of, digests
from adapters.clock import now
from adapters.contacts import Contacts, Entry
from adapters.data_keys import DataKeys
from adapters.octets import NIL
from adapters.record import Record, StoredEvent
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.events import (
    ComplainantJoined,
    ComplainantSubstituted,
    ComplaintReceived,
    PartyDetailsCorrected,
)
from domain.complaint.lifecycle import ENDED, State
from domain.decision_context import NewEvent
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import Actor, When
from services.access.sight import Sight
from services.commands.event_assembly import Head
from services.commands.stream_heads import NotFound, head_of
from services.queries.unsealing import open_sealed

TELLING = (ComplaintReceived, ComplainantJoined, ComplainantSubstituted, PartyDetailsCorrected)
"""What complainants tell of themselves; a representative has many clients, so is not compared."""
PAGE = 500
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A complaint that may be about the same matter."""

    complaint_id: Annotated[UUID, "The other complaint."]
    reference: Annotated[str, "What its complainant was told to quote."]
    state: Annotated[State, "Where it stands."]
    received: Annotated[When, "When it came."]
    alike: Annotated[tuple[str, ...], "What both name alike, without saying it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyDuplicates:
    """The complaints that are most likely about the same matter, most alike, open, newest first."""

    complaints: Annotated[tuple[Likely, ...], "At most twenty."]
    more: Annotated[int, "How many others have something in common too."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild of the index came to."""

    complaints: Annotated[int, "How many complaints were read."]
    noted: Annotated[int, "How many details were noted."]
    forgotten: Annotated[int, "How many older notes nothing took the place of, and that are gone."]


class Duplicates:
    """Notes contact details as they are recorded, and finds the complaints that share some."""

    def __init__(self, record: Record, index: Contacts, keys: DataKeys) -> None:
        self._record = record
        self._index = index
        self._keys = keys

    async def note(self, facts: Sequence[NewEvent], head: Head, others: Sequence[Head]) -> None:
        """Note what these facts tell of contacts; a note whose complaint never comes is harmless.

        Raises NotUnwrapped, psycopg.Error.
        """
        whose = {
            one.stream_id: (one.state.legal_entity, one.state.party_id or NIL)
            for one in (head, *others)
            if one.state is not None
        }
        if head.of is not COMPLAINT:
            return
        contact_details: list[_Detail] = []
        for fact in facts:
            stream_id, event = fact.stream_id or head.stream_id, fact.event
            if isinstance(event, ComplaintReceived):
                whose[stream_id] = (event.legal_entity, event.party_id or NIL)
            if isinstance(event, TELLING):
                contact_details += _ContactEvent(stream_id, *whose[stream_id], event).details
        await self._note(contact_details)

    async def likely(self, complaint_id: UUID, *, reader: Actor) -> LikelyDuplicates:
        """The complaints that share a contact or product: most in common, then open, then newest.

        None that was never stored, and none that the reader is excluded from.
        """
        alike, left = await self._index.alike(complaint_id)
        ends = await self._record.ends(list(alike))
        left -= len(alike) - len(ends)
        found: list[Likely] = []
        for other_id in sorted(ends, key=lambda other: _nearness(alike[other], *ends[other])):
            if len(found) == MOST_SHOWN:
                break
            left -= 1
            with suppress(NotFound):
                found.append(await self._likely(other_id, alike[other_id], reader))
        return LikelyDuplicates(complaints=tuple(found), more=left)

    async def rewrite(self) -> Rebuilt | None:
        """Make the index anew where another version of the writing made it; None where not.

        Killed on the way, it begins again.
        """
        if await self._index.writing() >= WRITING:
            return None
        rebuilt = await self.rebuild(new_key=True)
        await self._index.written(WRITING)
        return rebuilt

    async def rebuild(self, *, new_key: bool = False) -> Rebuilt:
        """Note what every complaint tells of contacts, as far as it can still be opened.

        new_key: under a new index key, and forget all that was noted under older ones.
        """
        if new_key:
            await self._index.renew()
        seen: set[UUID] = set()
        noted = position = 0
        while page := await self._record.after(position, PAGE):
            position = page[-1].position
            events = [
                event_json.recorded(one.public, one.position)
                for one in page
                if one.stream_kind == COMPLAINT.stream_kind
            ]
            seen |= {one.stream_id for one in events}
            noted += await self._note_again([one for one in events if _tells(one)])
        forgotten = await self._index.forget_older()
        return Rebuilt(complaints=len(seen), noted=noted, forgotten=forgotten)

    async def _likely(self, other_id: UUID, alike: tuple[str, ...], reader: Actor) -> Likely:
        complaint = head_of(COMPLAINT, other_id, await self._record.stream(other_id)).state
        if complaint is None:
            raise NotFound
        Sight(reader, now()).check(complaint)
        return Likely(
            complaint_id=other_id,
            reference=complaint.reference,
            state=complaint.state,
            received=complaint.received,
            alike=alike,
        )

    async def _note_again(self, events: Sequence[Recorded]) -> int:
        contact_details: list[_Detail] = []
        for opened in await open_sealed(events, record=self._record, keys=self._keys):
            one = opened.recorded
            stored = await self._record.stream(one.stream_id, upto=1)
            complaint = head_of(COMPLAINT, one.stream_id, stored).state
            if complaint is not None:
                whose = (complaint.legal_entity, complaint.party_id or NIL)
                contact_details += _ContactEvent(one.stream_id, *whose, one.event).details
        await self._note(contact_details)
        return len(contact_details)

    async def _note(self, contact_details: Sequence["_Detail"]) -> None:
        # What a party tells later of the same kind is what they are known by.
        latest: dict[tuple[UUID, UUID, str], list[_Detail]] = {}
        for whose, details in groupby(contact_details, lambda one: (*one.whose, one.detail.kind)):
            latest[whose] = list(details)
        is_noted = not contact_details
        while not is_noted:
            key = await self._index.key()
            entries = [
                Entry(digest, one.complaint_id, one.party_id)
                for one in chain.from_iterable(latest.values())
                for digest in digests(key.octets, one.legal_entity, [one.detail])
            ]
            is_noted = await self._index.note(entries, under=key)


@dataclass(frozen=True, slots=True)
class _Detail:
    """A detail, and in which complaint of which entity it is whose."""

    complaint_id: UUID
    legal_entity: str
    party_id: UUID
    detail: Detail

    @property
    def whose(self) -> tuple[UUID, UUID]:
        """In which complaint, and of which party."""
        return self.complaint_id, self.party_id


@dataclass(frozen=True, slots=True)
class _ContactEvent:
    """An event that tells of a contact. complainant: to whom it belongs unless it says."""

    complaint_id: UUID
    legal_entity: str
    complainant: UUID
    event: DomainEvent

    @property
    def details(self) -> Iterator[_Detail]:
        """What it tells, each under the party whose key it is sealed under."""
        event = self.event
        party_id = getattr(event, event.SEALED_UNDER, None) or self.complainant
        contact = getattr(event, "complainant", None) or getattr(event, "values", None)
        product = getattr(event, "product_reference", None)
        for detail in details_of(contact, product):
            yield _Detail(self.complaint_id, self.legal_entity, party_id, detail)


def _nearness(
    alike: tuple[str, ...], first: StoredEvent, last: StoredEvent
) -> tuple[int, bool, int]:
    """The order of suggestions; a complaint's newness is that of its first position."""
    has_ended = event_json.recorded(last.public, last.position).state in ENDED
    return -len(alike), has_ended, -first.position


def _tells(one: Recorded) -> bool:
    return isinstance(one.event, TELLING)
