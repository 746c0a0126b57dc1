"""What can still be read of people after an erasure: opened as anybody could open it (4.10)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from adapters.data_keys import DataKeys
from adapters.record import Record
from adapters.sealing import key_of, unseal
from adapters.wrapping import KeyName
from domain.complaint.confidentiality.copied_people import NIL, People, everybody
from domain.complaint.state import Complaint, Erasure
from domain.recorded import Recorded
from services.commands.copied_people import Copied, copies
from services.queries.unsealing import binding_of

Kind = Literal["identity", "text", "special_category", "document"]
Why = Literal["not_destroyed_yet", "came_later", "text_of_all", "not_asked_for", "merged", "split"]
KINDS: Mapping[str, Kind] = {"P2": "identity", "P3": "text", "P4": "special_category"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remnant:
    """Something that can still be read of the people whose data was erased."""

    complaint_id: Annotated[UUID, "Where it stands."]
    reference: Annotated[str, "What is quoted for that."]
    kind: Annotated[Kind, "What it is."]
    party_id: Annotated[UUID | None, "Whose, as it is named there; null where it is nobody's."]
    document_id: Annotated[UUID | None, "The document, where it is one."]
    events: Annotated[int, "How many events hold it."]
    why: Annotated[
        Why,
        "The keys wait to be destroyed, it came after the erasure, it is the text of all, nobody "
        "asked for it, or it stands in a complaint that was merged, or split, with this one.",
    ]


@dataclass(frozen=True, slots=True)
class _Readable:
    """What one key of a complaint opens. positions: where that stands in the record."""

    key_id: bytes
    name: KeyName
    positions: Sequence[int]


@dataclass(frozen=True, slots=True)
class Remnants:
    """Looks in a complaint, and wherever its people were copied to."""

    record: Record
    keys: DataKeys

    async def after(
        self, complaint: Complaint, erasure: Erasure, history: Sequence[Recorded], position: int
    ) -> tuple[Remnant, ...]:
        """What is left of those whose data was erased at this position of the record."""
        people = frozenset({erasure.party_id}) if erasure.party_id else everybody(complaint)
        own = Copied(complaint, history, people, "merged")
        gone = frozenset(map(bytes.fromhex, erasure.key_ids))
        left = [
            _remnant(one, complaint, _why(one, erasure, gone, position))
            for one in await self._readable(own)
        ]
        for each in await copies(self.record, own):
            found = await self._readable(each)
            left += [_remnant(one, each.complaint, each.how) for one in found]
        return tuple(left)

    async def _readable(self, there: Copied) -> list[_Readable]:
        """What each key of these people opens, by the key store and not by what is remembered."""
        held = {
            key_id: name
            for key_id, name in (await self.keys.held(there.complaint.complaint_id)).items()
            if _concerns(name, there.people, there.complaint)
        }
        blobs = await self.record.sealed([one.position for one in there.history if one.position])
        keys = await self.keys.find(sorted(held))
        places: defaultdict[bytes, list[int]] = defaultdict(list)
        for one in there.history:
            for key_id in _opening(one, blobs.get(one.position or 0, ()), keys):
                places[key_id].append(one.position or 0)
        attached = {one.event_id: one.position or 0 for one in there.history}
        for key_id, name in held.items():
            if name.document_id is not None:
                event_id = there.complaint.documents[name.document_id].event_id
                places[key_id].append(attached[event_id])
        return [
            _Readable(key_id, held[key_id], positions)
            for key_id, positions in sorted(places.items())
        ]


def _concerns(name: KeyName, people: People, complaint: Complaint) -> bool:
    """Whether what lies under a key may be about these people."""
    if name.document_id is not None:
        # One that no event names was never taken in, or its command was refused.
        document = complaint.documents.get(name.document_id)
        whose = frozenset(document.party_ids) if document else frozenset()
        return document is not None and (not whose or not whose.isdisjoint(people))
    return name.class_code == "P3" or name.party_id in people


def _opening(
    event: Recorded, blobs: Sequence[bytes], keys: Mapping[bytes, bytes]
) -> Iterator[bytes]:
    """The keys that open something in an event; what was sealed empty is nothing."""
    classes = {digest: mark for mark, digest in event.sealed}
    for blob in blobs:
        key = keys.get(key_of(blob))
        mark = classes.get(hashlib.sha256(blob).hexdigest())
        if key is not None and mark and unseal(blob, key=key, binding=binding_of(event, mark)):
            yield key_of(blob)


def _why(one: _Readable, erasure: Erasure, gone: frozenset[bytes], position: int) -> Why:
    if one.key_id in gone:
        return "not_destroyed_yet"
    if min(one.positions) > position:
        return "came_later"
    is_of_all = one.name.scope == "P3" and erasure.party_id is not None
    return "text_of_all" if is_of_all else "not_asked_for"


def _remnant(one: _Readable, complaint: Complaint, why: Why) -> Remnant:
    name = one.name
    return Remnant(
        complaint_id=complaint.complaint_id,
        reference=complaint.reference,
        kind="document" if name.document_id else KINDS[name.scope],
        party_id=None if name.party_id == NIL else name.party_id,
        document_id=name.document_id,
        events=len(one.positions),
        why=why,
    )
