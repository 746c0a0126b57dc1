"""Every event of some streams looked at: octets, columns, place, chain, command, blobs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from adapters import event_json
from adapters.octets import event_id, leaf, seed, slice_of_kind
from adapters.postgres.pages import EventRow, KeyPages, Pages
from adapters.sealing import key_of
from domain.complaint.events import PersonalDataErased
from services.verification.check_claims import check_claims
from services.verification.check_gone import ORDERS, Gone
from services.verification.check_positions import Seen
from services.verification.check_results import Look

LOOKS = (
    *("octets", "columns", "slices", "versions", "chain", "commands", "moments"),
    *("sealed", "keys", "erasures", "claims"),
)
SKEW = timedelta(minutes=5)
"""So far the clock of whoever records may be ahead of the server's (invariant 2)."""
COLUMNS = ("stream_id", "version", "stream_kind", "type")


class EventLinks(NamedTuple):
    """What an event's octets say of it. sealed: the digests of its blobs."""

    prev: str
    event_id: str
    command_id: UUID
    sealed: list[bytes]
    recorded_at: datetime


@dataclass(slots=True)
class Stream:
    """The stream being read: what its next event must follow."""

    stream_id: str = ""
    kind: str = ""
    slice: int | None = None
    version: int = 0
    prev: str = ""


@dataclass(slots=True)
class Events:
    """What was found so far; events come stream by stream, in pages."""

    pages: Pages
    keys: KeyPages
    seen: Seen
    repeated: int = 0
    looks: dict[str, Look] = field(default_factory=lambda: {name: Look(name) for name in LOOKS})
    _stream: Stream = field(default_factory=Stream)
    _gone: Gone = field(default_factory=Gone)

    def take(self, page: Sequence[EventRow]) -> None:
        """Look at the next page."""
        said = [self._read(row) for row in page]
        readable = [(row, one) for row, one in zip(page, said, strict=True) if one is not None]
        for row, one in zip(page, said, strict=True):
            self._in_stream(row, one)
        self._moments(readable)
        self._commands(readable)
        self._sealed(readable)
        claims = ((row, one.command_id) for row, one in readable)
        check_claims(self.pages, claims, self.looks["claims"])
        self._orders(page)

    def end(self, head: int) -> None:
        """Look at what only the whole of the streams shows. head: up to where they were read."""
        self._gone.compare(self.pages, head, self.looks["keys"], self.looks["sealed"])

    def _read(self, row: EventRow) -> EventLinks | None:
        """The event's fields, None where the octets say none."""
        if not self.seen.mark(row.position):
            self.repeated += 1
        octets = self.looks["octets"]
        octets.checked += 1
        if leaf(row.public) != row.leaf:
            octets.differ(row.position, f"the octets of {_named(row)} do not hash to its leaf")
        columns = self.looks["columns"]
        columns.checked += 1
        try:
            said: dict[str, Any] = orjson.loads(row.public)
            other = [name for name in COLUMNS if said[name] != getattr(row, name)]
            sealed = [bytes.fromhex(entry["sha256"]) for entry in said["sealed"]]
            command_id = UUID(said["command_id"])
            recorded_at = datetime.fromisoformat(said["recorded_at"])
            links = EventLinks(said["prev"], said["event_id"], command_id, sealed, recorded_at)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            columns.differ(row.position, f"the octets of {_named(row)} are no event: {error!r}")
            return None
        if other:
            columns.differ(row.position, f"{', '.join(other)} of {_named(row)} differs from octets")
        return links

    def _in_stream(self, row: EventRow, said: EventLinks | None) -> None:
        """Its place in the stream and in the slices, and the chain up to it."""
        stream = self._stream
        if stream.stream_id != row.stream_id:
            stream = self._stream = _begun(row)
        self.looks["slices"].checked += 1
        if row.slice != stream.slice:
            it_is = f"slice {row.slice}, and must be {stream.slice}"
            self.looks["slices"].differ(row.position, f"{_named(row)} is of {it_is}")
        self.looks["versions"].checked += 1
        self.looks["chain"].checked += 1
        if row.version != stream.version + 1:
            due = f"where version {stream.version + 1} was due"
            self.looks["versions"].differ(row.position, f"{_named(row)} comes {due}")
        elif said is not None and said.prev != stream.prev:
            self.looks["chain"].differ(row.position, f"prev of {_named(row)} is not the last leaf")
        stream.version, stream.prev = row.version, row.leaf.hex()

    def _moments(self, page: Sequence[tuple[EventRow, EventLinks]]) -> None:
        """That none was stored before it was recorded; what waited for the server is counted."""
        look = self.looks["moments"]
        look.checked += len(page)
        for row, said in page:
            if row.appended_at < said.recorded_at - SKEW:
                when = f"stored at {row.appended_at} and recorded at {said.recorded_at}"
                look.differ(row.position, f"{_named(row)} is said to be {when}")
            elif row.appended_at > said.recorded_at + SKEW:
                look.count("late")

    def _commands(self, page: Sequence[tuple[EventRow, EventLinks]]) -> None:
        """That a stored command wrote each event, as the one at this place."""
        look = self.looks["commands"]
        look.checked += len(page)
        known = self.pages.commands_named({said.command_id for _, said in page})
        for row, said in page:
            command_id = str(said.command_id)
            first, last = known.get(command_id, (None, None))
            if first is None or last is None or not first <= row.position <= last:
                why = "is not there" if command_id not in known else f"wrote {first} to {last}"
                look.differ(row.position, f"command {command_id} of {_named(row)} {why}")
            elif str(event_id(said.command_id, row.position - first)) != said.event_id:
                place = f"event {row.position - first} of command {command_id}"
                look.differ(row.position, f"{_named(row)} is not {place}")

    def _sealed(self, page: Sequence[tuple[EventRow, EventLinks]]) -> None:
        """That each blob that an event names is there, whole, or was removed; and no other."""
        look, there = self.looks["sealed"], self._blobs(page)
        missing: list[tuple[EventRow, EventLinks, bytes]] = []
        keys: list[tuple[int, bytes]] = []
        for row, said in page:
            found = there.get(row.position, {})
            for digest in said.sealed:
                look.checked += 1
                blob = found.pop(digest, None)
                if blob is None:
                    missing.append((row, said, digest))
                    continue
                keys.append((row.position, key_of(blob)))
                if hashlib.sha256(blob).digest() != digest:
                    look.differ(row.position, f"a sealed blob of {_named(row)} was changed")
            if found:
                look.differ(row.position, f"{_named(row)} does not name a blob that lies with it")
        self._missing(missing)
        self._keys(keys)

    def _blobs(self, page: Sequence[tuple[EventRow, EventLinks]]) -> dict[int, dict[bytes, bytes]]:
        there: dict[int, dict[bytes, bytes]] = {}
        for position, sha256, blob in self.pages.blobs([row.position for row, _ in page]):
            there.setdefault(position, {})[sha256] = blob
        return there

    def _missing(self, missing: Sequence[tuple[EventRow, EventLinks, bytes]]) -> None:
        look = self.looks["sealed"]
        removed = self.pages.removed([row.position for row, *_ in missing]) if missing else set()
        for row, said, digest in missing:
            if (row.position, digest) in removed:
                look.count("erased")
                self._gone.blob(row, said.event_id)
            else:
                look.differ(row.position, f"a sealed blob of {_named(row)} is missing")

    def _keys(self, wanted: Sequence[tuple[int, bytes]]) -> None:
        """That the key of each blob is kept, or was erased by command."""
        look = self.looks["keys"]
        look.checked += len(wanted)
        ids = {key_id for _, key_id in wanted}
        gone = ids - self.keys.kept(list(ids))
        erased = self.keys.removed(list(gone)) if gone else set()
        for position, key_id in wanted:
            if key_id in erased:
                look.count("erased")
                self._gone.key(position, key_id)
            elif key_id in gone:
                look.differ(position, f"the key {key_id.hex()} of a sealed blob is not there")

    def _orders(self, page: Sequence[EventRow]) -> None:
        """That no key is there any more whose erasure was recorded; what else is ordered to go."""
        look = self.looks["erasures"]
        for row in page:
            if row.type not in ORDERS:
                continue
            said = event_json.recorded(row.public, row.position).event
            self._gone.order(said)
            if not isinstance(said, PersonalDataErased):
                continue
            ordered = [bytes.fromhex(key_id) for key_id in said.key_ids]
            look.checked += len(ordered)
            for key_id in sorted(self.keys.kept(ordered)):
                left = f"the key {key_id.hex()} is there, though {_named(row)} says it is erased"
                look.differ(row.position, f"{left}: run `plaint sweep`")


def _begun(row: EventRow) -> Stream:
    """A stream before its first event."""
    stream_id = UUID(row.stream_id)
    slice_ = slice_of_kind(row.stream_kind, stream_id)
    prev = seed(row.stream_kind, stream_id).hex()
    return Stream(row.stream_id, row.stream_kind, slice_, 0, prev)


def _named(row: EventRow) -> str:
    return f"{row.type}, version {row.version} of {row.stream_id}"
