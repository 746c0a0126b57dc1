"""A short record of commands that were carried out, taken apart so that it can be copied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters import event_json
from adapters.sealing import Binding, key_of, unseal
from adapters.wrapping import Kek, KeyName, WrappedKey, by_id, unwrap
from domain.recorded import Recorded
from tests.support.servers import FreshDatabases

DIFFERENT = re.compile(
    rb"([0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    rb"|C-[0-9A-HJKMNP-TV-Z]{9}|\d{4}-\d\d-\d\d)"
)
"""Digests, ids, references and days: what a copy may have otherwise."""
ID, REFERENCE, DAY = 36, 11, 10
EVENTS = (
    "SELECT position, public, leaf FROM event WHERE stream_kind = 'complaint' ORDER BY position"
)
COMMANDS = (
    "SELECT command_id, request, first_position, last_position FROM command "
    "WHERE first_position >= %s ORDER BY first_position"
)
CLAIMS = "SELECT kind, value, command_id FROM claim WHERE kind = 'reference'"
KEYS = "SELECT key_id, complaint_id, party_id, scope, kek_id, wrapped FROM data_key"
CONTACTS = "SELECT digest, kind, complaint_id, party_id, key_number FROM contact_entry"


@dataclass(frozen=True, slots=True)
class Blob:
    """What was sealed. digest: in hex, as the event names it."""

    digest: bytes
    mark: str
    fields: dict[str, Any]
    key: KeyName


@dataclass(frozen=True, slots=True)
class OriginalEvent:
    """An event as its octets, cut where a copy differs."""

    recorded: Recorded
    leaf: bytes
    pieces: tuple[bytes, ...]
    blobs: tuple[Blob, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """All of it. ids: what belongs to one copy alone, as staff does not; days: all that it names.

    first: its first position. The rows of the other tables are as they lie there.
    """

    first: int
    events: tuple[OriginalEvent, ...]
    ids: tuple[UUID, ...]
    references: tuple[bytes, ...]
    days: tuple[bytes, ...]
    keys: tuple[KeyName, ...]
    commands: tuple[Any, ...]
    claims: tuple[Any, ...]
    contacts: tuple[Any, ...]


def pieces(octets: bytes) -> tuple[bytes, ...]:
    """Octets cut before and after each thing that may differ."""
    return tuple(DIFFERENT.split(octets))


def read(database: FreshDatabases, keks: Iterable[Kek]) -> Original:
    """The complaints of a record in which nothing else came between them, with all of its keys."""
    with database.superuser() as record, database.superuser(keys=True) as store:
        rows: list[Any] = record.execute(EVENTS).fetchall()
        first = rows[0][0]
        if [position for position, *_ in rows] != list(range(first, first + len(rows))):
            raise RuntimeError("something else came between the complaints")
        keys = [_wrapped(*row) for row in store.execute(KEYS)]
        events = tuple(_event(row, _opened(record, row[0], keys, keks)) for row in rows)
        found = {piece for event in events for piece in event.pieces}
        staff = {one.recorded.actor.id for one in events if one.recorded.actor.kind != "party"}
        return Original(
            first=first,
            events=events,
            ids=tuple({UUID(one.decode()) for one in _long(found, ID)} - staff - {UUID(int=0)}),
            references=tuple(_long(found, REFERENCE)),
            days=tuple(_long(found, DAY)),
            keys=tuple(key.name for key in keys),
            commands=tuple(record.execute(COMMANDS, [first])),
            claims=tuple(record.execute(CLAIMS)),
            contacts=tuple(store.execute(CONTACTS)),
        )


def _long(found: Iterable[bytes], length: int) -> list[bytes]:
    return sorted(one for one in found if len(one) == length and DIFFERENT.fullmatch(one))


def _wrapped(*row: Any) -> WrappedKey:
    key_id, complaint_id, party_id, scope, kek_id, wrapped = row
    return WrappedKey(key_id, KeyName(complaint_id, party_id, scope), kek_id, wrapped)


def _opened(
    record: Any, position: int, keys: Sequence[WrappedKey], keks: Iterable[Kek]
) -> dict[str, tuple[bytes, bytes, KeyName]]:
    """The blobs of an event by their digests, each with its key and that one's name."""
    stored, known = {key.key_id: key for key in keys}, by_id(keks)
    blobs = record.execute("SELECT blob, sha256 FROM sealed WHERE position = %s", [position])
    return {
        sha256.hex(): (blob, unwrap(stored[key_of(blob)], known), stored[key_of(blob)].name)
        for blob, sha256 in blobs
    }


def _event(row: Any, blobs: dict[str, tuple[bytes, bytes, KeyName]]) -> OriginalEvent:
    position, public, leaf = row
    recorded = event_json.recorded(public, position)
    sealed = []
    for mark, digest in recorded.sealed:
        blob, key, name = blobs[digest]
        place = (recorded.stream_kind, recorded.stream_id, recorded.version, recorded.event_id)
        fields = unseal(blob, key=key, binding=Binding(*place, mark))
        sealed.append(Blob(digest.encode(), mark, fields, name))
    return OriginalEvent(recorded, leaf.hex().encode(), pieces(public), tuple(sealed))
