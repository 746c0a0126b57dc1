"""Facts become octets: envelope, sealed blobs, chain, one append."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters import event_json, octets
from adapters.clock import random_octets
from adapters.record import Append, Claim, EventToAppend, Expectation
from adapters.sealing import Binding, seal
from adapters.wrapping import KeyName
from domain.aggregate import AnyAggregate
from domain.decision_context import NewEvent
from domain.event import DomainEvent, sealed_classes
from domain.privacy import PrivacyClass
from domain.recorded import Recorded
from domain.values import Actor, PolicyRef


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: its aggregate, folded state, version, last leaf and last time."""

    of: AnyAggregate
    stream_id: UUID
    state: Any
    version: int
    prev: bytes
    recorded_at: datetime | None

    @classmethod
    def new(cls, of: AnyAggregate, stream_id: UUID) -> "Head":
        """The head of a stream that does not exist yet."""
        return cls(of, stream_id, None, 0, octets.seed(of.stream_kind, stream_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the events of one command come from; policy is None for what we did not decide."""

    command_id: UUID
    request: bytes
    actor: Actor
    now: datetime
    correlation_id: UUID
    policy: PolicyRef | None


@dataclass(frozen=True, slots=True)
class Composed:
    """One command made ready: its events, what to append, and the heads once that is stored.

    heads: the command's own stream first, then the others that it has events of.
    """

    recorded: tuple[Recorded, ...]
    append: Append
    heads: tuple[Head, ...]


def key_names(facts: Sequence[NewEvent], head: Head, others: Sequence[Head] = ()) -> list[KeyName]:
    """The data keys that sealing these facts needs, each once, in a fixed order."""
    subjects = _subjects(facts, head, others)
    names = {
        _key_name(stream_id, fact.event, mark, subjects[stream_id])
        for fact in facts
        for stream_id in (fact.stream_id or head.stream_id,)
        for mark in sealed_classes(type(fact.event))
    }
    return sorted(names)


def _subjects(facts: Sequence[NewEvent], head: Head, others: Sequence[Head]) -> Mapping[UUID, UUID]:
    """Whose data a stream holds where its event names nobody; nil where it is nobody's."""
    subjects = {one.stream_id: one.of.subject(one.state) or octets.NIL for one in (head, *others)}
    for fact in facts:
        stream_id = fact.stream_id or head.stream_id
        if named := head.of.subject(fact.event):
            subjects[stream_id] = named
        subjects.setdefault(stream_id, octets.NIL)
    return subjects


def _key_name(stream_id: UUID, event: DomainEvent, mark: PrivacyClass, subject: UUID) -> KeyName:
    if mark is PrivacyClass.P3:
        return KeyName(stream_id, octets.NIL, mark.value)
    return KeyName(stream_id, getattr(event, event.SEALED_UNDER, None) or subject, mark.value)


def compose(
    facts: Sequence[NewEvent],
    *,
    head: Head,
    origin: Origin,
    keys: Mapping[KeyName, bytes],
    others: Sequence[Head] = (),
) -> Composed:
    """The events of one command: in their envelopes, and as octets to append, whole or not at all.

    head: of the command's own stream. others: of those of its kind that were read to decide; the
    append holds only if none of them has moved. ``recorded_at`` is the later of the origin's now
    and the stream's last; ``state`` is the fold's own. Raises TooLarge, NotCanonical.
    """
    heads = {one.stream_id: one for one in (head, *others)}
    read = dict(heads)
    subjects = _subjects(facts, head, others)
    recorded: list[Recorded] = []
    stored: list[EventToAppend] = []
    for index, fact in enumerate(facts):
        stream_id = fact.stream_id or head.stream_id
        at = heads.get(stream_id) or read.setdefault(stream_id, Head.new(head.of, stream_id))
        draft = _envelope(fact, index, head=at, origin=origin)
        data, personal = event_json.parted(fact.event)
        blobs = _blobs(draft, personal, subjects[stream_id], keys)
        written, after = _decided(draft, blobs, at)
        new = _octets(written, data, blobs, at.of)
        heads[stream_id] = Head(at.of, stream_id, after, new.version, new.leaf, written.recorded_at)
        recorded.append(written)
        stored.append(new)
    expected = tuple(Expectation(one.stream_id, one.version, one.prev) for one in read.values())
    claims = tuple(Claim(*one) for fact in facts for one in head.of.claims(fact.event))
    append = Append(origin.command_id, origin.request, expected, claims, tuple(stored))
    own = heads.pop(head.stream_id)
    moved = [one for one in heads.values() if one.version != read[one.stream_id].version]
    return Composed(tuple(recorded), append, (own, *moved))


def _envelope(fact: NewEvent, index: int, *, head: Head, origin: Origin) -> Recorded:
    cause = fact.caused_by
    return Recorded(
        event=fact.event,
        event_id=octets.event_id(origin.command_id, index),
        stream_kind=head.of.stream_kind,
        stream_id=head.stream_id,
        version=head.version + 1,
        occurred=fact.occurred,
        recorded_at=max(origin.now, head.recorded_at or origin.now),
        actor=fact.actor or origin.actor,
        command_id=origin.command_id,
        correlation_id=origin.correlation_id,
        causation_id=None if cause is None else octets.event_id(origin.command_id, cause),
        on_behalf_of=fact.on_behalf_of,
        entered_from=fact.entered_from,
        policy=origin.policy,
        prev=head.prev.hex(),
    )


def _blobs(
    draft: Recorded,
    personal: Mapping[PrivacyClass, dict[str, Any]],
    subject: UUID,
    keys: Mapping[KeyName, bytes],
) -> list[tuple[str, bytes]]:
    sealed: list[tuple[str, bytes]] = []
    for mark, fields in personal.items():
        key = keys[_key_name(draft.stream_id, draft.event, mark, subject)]
        place = (draft.stream_kind, draft.stream_id, draft.version, draft.event_id)
        blob = seal(fields, key=key, nonce=random_octets(12), binding=Binding(*place, mark.value))
        sealed.append((mark.value, blob))
    return sealed


def _decided(draft: Recorded, blobs: Sequence[tuple[str, bytes]], at: Head) -> tuple[Recorded, Any]:
    after = at.of.evolve(at.state, draft)
    digests = sorted((mark, hashlib.sha256(blob).hexdigest()) for mark, blob in blobs)
    return draft.changed(sealed=tuple(digests), state=getattr(after, "state", None)), after


def _octets(
    written: Recorded,
    data: dict[str, Any],
    blobs: Sequence[tuple[str, bytes]],
    of: AnyAggregate,
) -> EventToAppend:
    public = event_json.public(written, data)
    return EventToAppend(
        stream_id=written.stream_id,
        version=written.version,
        stream_kind=of.stream_kind,
        slice=octets.slice_in(of.topic, written.stream_id),
        type=written.event.TYPE,
        public=public,
        leaf=octets.leaf(public),
        sealed=tuple(blob for _, blob in blobs),
    )
