"""A whole record read once more: whether anything is missing, torn, doubled or out of its place."""

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg

from adapters.octets import leaf, seed
from adapters.postgres.log import Log
from adapters.record import StoredEvent
from tests.hunt.findings import Finding
from tests.support.servers import FreshDatabases

AT_A_TIME = 2000
LONG_AGO = datetime.min.replace(tzinfo=UTC)
COMMANDS = (
    "SELECT command_id, first_position, last_position FROM command "
    "WHERE first_position IS NOT NULL ORDER BY first_position"
)
SEALED = "SELECT position, encode(sha256, 'hex') FROM sealed WHERE position BETWEEN %s AND %s"

Octets = dict[tuple[UUID, int], bytes]
"""The leaf of each event by stream and version; it stands for the octets."""
Written = tuple[UUID, int, int]
"""A command that made events, and the positions of the first and the last."""


@dataclass
class Audit:
    """What is in a record and what is wrong with it, counted.

    lost and unknown_commands: None where nobody wrote down what was acknowledged. sealed: events
    that name a blob. digest: over all octets in the order of positions.
    """

    events: int = 0
    commands: int = 0
    holes: int = 0
    version_gaps: int = 0
    broken_links: int = 0
    torn: int = 0
    unknown_commands: int | None = None
    lost: int | None = None
    sealed: int = 0
    missing_blobs: int = 0
    run_backwards: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    _heads: dict[UUID, tuple[int, str, str]] = field(default_factory=dict)
    _position: int = 0
    _appended_at: datetime = LONG_AGO

    def findings(self, times: int) -> list[Finding]:
        """One row for each rule. times: how often harm was done."""
        return [Finding(what, times, 0, seen) for what, seen in self._counted().items()]

    def whole(self, times: int, what: str) -> Finding:
        """All rules in one row. what: the harm that was done."""
        faults = [f"{rule}: {seen}" for rule, seen in self._counted().items() if seen]
        row = f"{what}: faults in the record, read whole"
        return Finding(row, times, "none", ", ".join(faults) or "none")

    def _counted(self) -> dict[str, int]:
        counted: dict[str, int | None] = {
            "positions 1 to n: holes or repeats": self.holes,
            "versions 1 to n of every stream: gaps": self.version_gaps,
            "prev is the leaf before, leaf that of the octets: broken links": self.broken_links,
            "commands torn": self.torn,
            "commands stored that nobody was told of (doubled)": self.unknown_commands,
            "acknowledged events lost or with other octets": self.lost,
            "sealed blobs missing or too many": self.missing_blobs if self.sealed else None,
            "recorded_at or appended_at run backwards": self.run_backwards,
        }
        return {what: seen for what, seen in counted.items() if seen is not None}

    def read(self, event: StoredEvent, blobs: list[str], command: Written | None) -> UUID:
        """Takes one event, in the order of positions; gives the id of its command."""
        envelope = orjson.loads(event.public)
        self.events += 1
        self.holes += event.position != self._position + 1
        self._position = event.position
        self._read_place(event, envelope)
        self.digest.update(event.public)
        if "sealed" in envelope:
            named = sorted(entry["sha256"] for entry in envelope["sealed"])
            self.sealed += bool(named)
            self.missing_blobs += named != sorted(blobs)
        command_id = UUID(envelope["command_id"])
        is_its = command is not None and command[0] == command_id
        self.torn += not (command and is_its and command[1] <= event.position <= command[2])
        return command_id

    def _read_place(self, event: StoredEvent, envelope: dict[str, Any]) -> None:
        first = (0, seed(event.stream_kind, event.stream_id).hex(), "")
        version, prev, recorded_at = self._heads.get(event.stream_id, first)
        self.version_gaps += event.version != version + 1 or envelope["version"] != event.version
        self.broken_links += envelope["prev"] != prev or leaf(event.public) != event.leaf
        # Instants have one width and one zone, so their texts compare as they do.
        at = str(envelope.get("recorded_at", ""))
        self.run_backwards += at < recorded_at or event.appended_at < self._appended_at
        self._appended_at = event.appended_at
        self._heads[event.stream_id] = (event.version, event.leaf.hex(), at)


def audit(
    database: FreshDatabases,
    acknowledged: Octets | None = None,
    commands: Container[UUID] | None = None,
) -> Audit:
    """Reads the whole record against what callers were told.

    acknowledged: every event that somebody was told of; emptied as they are found. commands: all
    commands that somebody was told of, if no other may be stored.
    """
    owed = acknowledged if acknowledged is not None else {}
    found = Audit()
    unknown = 0
    with database.superuser() as connection, database.superuser() as other:
        ranges = _Ranges(_commands(other))
        for event, blobs in _events(connection):
            command_id = found.read(event, blobs, ranges.at(event.position))
            if owed.get((event.stream_id, event.version)) == event.leaf:
                del owed[event.stream_id, event.version]
            unknown += commands is not None and command_id not in commands
        found.commands = ranges.count
        found.torn += ranges.left_over()
    found.lost = None if acknowledged is None else len(owed)
    found.unknown_commands = None if commands is None else unknown
    return found


class _Ranges:
    """The commands beside the events, in the same order; each begins where the last one ended."""

    def __init__(self, commands: Iterator[Written]) -> None:
        self._commands = commands
        self._present: Written | None = None
        self.count = 0

    def at(self, position: int) -> Written | None:
        """The command to which a position belongs; positions are asked for in order."""
        while self._present is None or self._present[2] < position:
            self._present = next(self._commands, None)
            if self._present is None:
                return None
            self.count += 1
        return self._present

    def left_over(self) -> int:
        """Commands beyond the last event."""
        return sum(1 for _ in self._commands)


def _commands(connection: psycopg.Connection[Any]) -> Iterator[Written]:
    with connection.transaction(), connection.cursor("commands") as cursor:
        cursor.itersize = AT_A_TIME
        yield from cursor.execute(COMMANDS)


def _events(connection: psycopg.Connection[Any]) -> Iterator[tuple[StoredEvent, list[str]]]:
    for page in pages(connection):
        blobs: dict[int, list[str]] = {}
        between = (page[0].position, page[-1].position)
        for position, digest in connection.execute(SEALED, between).fetchall():
            blobs.setdefault(position, []).append(digest)
        for event in page:
            yield event, blobs.get(event.position, [])


def pages(connection: psycopg.Connection[Any]) -> Iterable[list[StoredEvent]]:
    """The record in pages, from its beginning to where it ends when the last one is read."""
    log, position = Log(connection), 0
    while page := log.after(position, AT_A_TIME):
        yield page
        position = page[-1].position
