"""The whole store looked at: all events in several processes, then what only the whole can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from adapters.postgres.contact_index import INDEX
from adapters.postgres.migrations import pending
from adapters.postgres.pages import KeyPages, Pages
from adapters.postgres.protection import as_made, standing
from adapters.postgres.session import session
from adapters.wrapping import Kek, KeyName, NotUnwrapped, WrappedKey, unwrap
from services.streaming.rebuilding import without_cycle_search
from services.verification.check_events import LOOKS, SKEW, Events
from services.verification.check_positions import Seen
from services.verification.check_results import Look
from services.verification.side_by_side import Advance, Part, in_parts

APPLICATION = "plaint check"
REQUEST = 32


@dataclass(frozen=True, slots=True)
class Source:
    """Where the record and its key store are, and how far it is looked at."""

    record: str
    keys: str
    head: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What one process found in its streams."""

    looks: dict[str, Look]
    seen: bytes
    repeated: int


def check_events(source: Source, *, processes: int, advance: Advance) -> dict[str, Look]:
    """Look at all events up to the head; what was found, by the names of LOOKS and "positions"."""
    parts = in_parts(_part, source, upto=source.head, processes=processes, advance=advance)
    looks = {name: Look(name) for name in LOOKS}
    seen, positions = Seen(source.head), Look("positions", checked=source.head)
    for part in parts:
        twice = part.repeated + seen.join(part.seen)
        if twice:
            positions.differs += twice - 1
            positions.differ(None, f"{twice} events have a position that another one has")
        for name in LOOKS:
            looks[name].join(part.looks[name])
    if holes := seen.holes():
        first = seen.first_hole()
        positions.differs += holes - 1
        positions.differ(first, f"there is no event at position {first} ({holes} such positions)")
    return {"positions": positions, **looks}


def check_commands(pages: Pages, head: int, look: Look) -> int:
    """Look whether no two commands name one position; gives the last that any names."""
    seen, furthest = Seen(head), 0
    for page in pages.commands():
        for command_id, first, last, octets in page:
            look.count("commands")
            if octets != REQUEST:
                look.differ(first, f"the request of command {command_id} is no digest")
            furthest = max(furthest, last or 0)
            if first is None or last is None or first > head:
                continue
            if not all([seen.mark(position) for position in range(first, min(last, head) + 1)]):
                look.differ(first, f"command {command_id} names positions of another one")
    return furthest


def check_turns(pages: Pages, head: int, look: Look) -> None:
    """Look whether the events were stored in their order, and none later than now."""
    count, first = pages.out_of_turn(head, SKEW)
    if count:
        look.differs += count - 1
        look.differ(first, f"{count} events are said to be stored out of their turn, or not yet")


def check_protection(connections: Mapping[Path, psycopg.Connection[Any]]) -> Look:
    """Look whether what keeps the record unaltered stands as its schemas made it."""
    look, gone, added = Look("protection"), set[str](), set[str]()
    for schema, connection in connections.items():
        if pending(connection, schema):
            look.count("not_up_to_date")
            continue
        made, stands = as_made(schema), standing(connection)
        look.checked += len(made)
        gone, added = gone | (made - stands), added | (stands - made)
    # What is the whole server's, such as a role, is told once.
    for line in sorted(added):
        look.differ(None, f"this was not made so: {line}")
    for line in sorted(gone):
        look.differ(None, f"this does not stand as it was made: {line}")
    return look


def check_stray_blobs(pages: Pages, head: int, sealed: Look) -> None:
    """Look for blobs without an event, noted in ``sealed``."""
    stray = pages.blobs_ever(head) - sealed.checked
    if stray > 0 and (position := pages.stray_blob(head)) is not None:
        sealed.differ(position, f"{stray} sealed blobs lie where no event names them")


def check_keys(keys: KeyPages, keks: tuple[Kek, ...]) -> Look:
    """Look whether the secrets of the data folder open every key of the key store."""
    look, known = Look("secrets"), {kek.id: kek for kek in keks}
    for page in keys.wrapped():
        for key_id, complaint, party, scope, kek_id, wrapped in page:
            look.checked += 1
            name = KeyName(complaint, party, scope)
            try:
                unwrap(WrappedKey(key_id, name, kek_id, wrapped), known)
            except NotUnwrapped as error:
                look.differ(None, f"the key {key_id.hex()} does not open: {error}")
    for number, key_id, kek_id, wrapped in keys.index_keys():
        look.checked += 1
        try:
            unwrap(WrappedKey(key_id, INDEX, kek_id, wrapped), known)
        except NotUnwrapped as error:
            remedy = "make the index anew with `plaint contact-index --new-key`"
            look.differ(None, f"key {number} of the contact index does not open: {error}; {remedy}")
    return look


def _part(source: Source, part: Part, advance: Advance) -> _Part:
    """Look at the events of some streams; also in a process of its own."""
    with (
        psycopg.connect(session(source.record, application=APPLICATION), autocommit=True) as record,
        psycopg.connect(session(source.keys, application=APPLICATION), autocommit=True) as keys,
        without_cycle_search(),
    ):
        pages = Pages(record)
        events = Events(pages, KeyPages(keys), Seen(source.head))
        for page in pages.events(source.head, part):
            events.take(page)
            advance(len(page))
        events.end(source.head)
    return _Part(events.looks, events.seen.octets(), events.repeated)
