"""Sealed fields opened again, for those who may read them, while their keys exist."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.data_keys import DataKeys
from adapters.event_json import Unreadable
from adapters.record import Record
from adapters.sealing import Binding, key_of, unseal
from domain.complaint.events import PersonalDataErased
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Opened:
    """An event with its sealed fields, and the classes that can never be opened again."""

    recorded: Recorded
    erased: tuple[str, ...]


async def open_sealed(
    events: Sequence[Recorded], *, record: Record, keys: DataKeys
) -> list[Opened]:
    """The events with what is sealed in them opened, in the same order.

    An erased key or a removed blob is not an error: its class is named in ``erased``.
    Raises Unreadable when a blob is not the one that the event names.
    """
    positions = [event.position for event in events if event.sealed and event.position]
    blobs = await record.sealed(positions)
    wanted = {key_of(blob) for found in blobs.values() for blob in found}
    # A key that this process still remembers is gone with its erasure.
    found_keys = await keys.find(sorted(wanted - erased_keys(events)))
    return [_opened(event, blobs.get(event.position or 0, []), found_keys) for event in events]


def erased_keys(events: Sequence[Recorded]) -> set[bytes]:
    """The ids of the keys whose erasure these events record, carried out or not."""
    erasures = [one.event for one in events if isinstance(one.event, PersonalDataErased)]
    return {bytes.fromhex(key_id) for erased in erasures for key_id in erased.key_ids}


def _opened(event: Recorded, blobs: Sequence[bytes], keys: Mapping[bytes, bytes]) -> Opened:
    fields: dict[str, Any] = {}
    erased: list[str] = []
    by_digest = {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}
    for mark, digest in event.sealed:
        blob = by_digest.pop(digest, None)
        key = keys.get(key_of(blob)) if blob else None
        if blob is None or key is None:
            erased.append(mark)
            continue
        fields |= unseal(blob, key=key, binding=binding_of(event, mark))
    if by_digest:
        raise Unreadable(f"a sealed blob at position {event.position} is not named by its event")
    opened = type(event.event).model_validate(
        {**event.event.model_dump(exclude_none=True), **fields}
    )
    return Opened(event.changed(event=opened), tuple(erased))


def binding_of(event: Recorded, mark: str) -> Binding:
    """The place to which what is sealed of this class in an event is bound."""
    kind: str = event.stream_kind
    stream: UUID = event.stream_id
    return Binding(kind, stream, event.version, event.event_id, mark)
