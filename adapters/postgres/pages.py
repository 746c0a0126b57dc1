"""The whole record in pages, for whoever verifies it: short transactions, any size of record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg

from adapters.postgres.arrays import octets, texts, uuids

AT_A_TIME = 2000
COMMANDS_AT_A_TIME = 10_000

# Along the primary key, so that a stream's events follow each other however many there are.
EVENTS: LiteralString = (
    "SELECT position, stream_id::text, version, stream_kind, slice, type, public, leaf, "
    "appended_at FROM event WHERE (stream_id, version) > (%s::uuid, %s) AND stream_id <= %s "
    "AND position <= %s "
    "ORDER BY event.stream_id, version LIMIT %s"
)
BLOBS: LiteralString = "SELECT position, sha256, blob FROM sealed WHERE position = ANY(%b)"
REMOVED: LiteralString = "SELECT position, sha256 FROM sealed_removal WHERE position = ANY(%b)"
BY_ID: LiteralString = (
    "SELECT command_id::text, first_position, last_position FROM command WHERE command_id = ANY(%b)"
)
COMMANDS: LiteralString = (
    "SELECT command_id, first_position, last_position, octet_length(request) FROM command "
    "WHERE command_id > %s "
    "ORDER BY command_id LIMIT %s"
)
# A removal moves a row from one to the other in one transaction, so the sum stands still.
BLOBS_EVER: LiteralString = (
    "SELECT (SELECT count(*) FROM sealed WHERE position <= %s) "
    "+ (SELECT count(*) FROM sealed_removal WHERE position <= %s)"
)
STRAY_BLOB: LiteralString = (
    "SELECT min(position) FROM sealed s WHERE position <= %s "
    "AND NOT EXISTS (SELECT FROM event e WHERE e.position = s.position)"
)
STRAY_CLAIMS: LiteralString = (
    "SELECT count(*), min(kind) FROM claim c "
    "WHERE NOT EXISTS (SELECT FROM command WHERE command.command_id = c.command_id)"
)
CLAIMED: LiteralString = (
    "SELECT c.kind, c.value, c.command_id FROM unnest(%b, %b) AS w (kind, value) "
    "JOIN claim c ON c.kind = w.kind AND c.value = w.value"
)
# One writer at a time stores, so what comes later in the record was never stored earlier.
OUT_OF_TURN: LiteralString = (
    "SELECT count(*), min(position) FROM (SELECT position, appended_at, lag(appended_at) "
    "OVER (ORDER BY position) AS before FROM event WHERE position <= %s) AS e "
    "WHERE appended_at < before OR appended_at > clock_timestamp() + %s"
)
IN_SLICE: LiteralString = (
    "SELECT position, stream_id::text, version, leaf FROM event "
    "WHERE slice = %s AND position > %s ORDER BY position LIMIT %s"
)
OF_TYPES: LiteralString = (
    "SELECT position, public FROM event WHERE position > %s AND position <= %s "
    "AND type = ANY(%b) ORDER BY position LIMIT %s"
)
BEHIND: LiteralString = "SELECT count(*) FROM event WHERE slice = %s AND position > %s"
KEYS: LiteralString = (
    "SELECT key_id, complaint_id, party_id, scope, kek_id, wrapped FROM data_key "
    "WHERE key_id > %s ORDER BY key_id LIMIT %s"
)
INDEX_KEYS: LiteralString = "SELECT number, key_id, kek_id, wrapped FROM index_key ORDER BY number"
KEPT_KEYS: LiteralString = "SELECT key_id FROM data_key WHERE key_id = ANY(%b)"
REMOVED_SCOPES: LiteralString = "SELECT scope FROM data_key_removal WHERE starts_with(scope, %s)"
REMOVED_KEYS: LiteralString = "SELECT key_id FROM data_key_removal WHERE key_id = ANY(%b)"


class EventRow(NamedTuple):
    """One row of the table ``event``; ids are text, as the octets have them."""

    position: int
    stream_id: str
    version: int
    stream_kind: str
    slice: int | None
    type: str
    public: bytes
    leaf: bytes
    appended_at: datetime


class Due(NamedTuple):
    """What must stand in the topic: an event of a complaint, by its leaf."""

    position: int
    stream_id: str
    version: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Pages:
    """Reads over a connection that its owner opened with autocommit."""

    connection: psycopg.Connection[Any]

    def events(self, head: int, part: tuple[UUID, UUID]) -> Iterator[list[EventRow]]:
        """Events up to a position, stream by stream in the order of their versions.

        part: the streams to read, (after or at, last).
        """
        after, version, last = str(part[0]), 0, part[1]
        while rows := self._rows(EVENTS, after, version, last, head, AT_A_TIME):
            page = [EventRow(*row) for row in rows]
            yield page
            if len(page) < AT_A_TIME:
                return
            after, version = page[-1].stream_id, page[-1].version

    def blobs(self, positions: Sequence[int]) -> list[tuple[int, bytes, bytes]]:
        """The sealed blobs at these positions: (position, sha256, blob)."""
        return self._rows(BLOBS, list(positions))

    def removed(self, positions: Sequence[int]) -> set[tuple[int, bytes]]:
        """Which blobs were removed there by command."""
        return {(position, sha256) for position, sha256 in self._rows(REMOVED, list(positions))}

    def commands_named(self, ids: Iterable[UUID]) -> dict[str, tuple[int | None, int | None]]:
        """First and last position of each of these commands that is known, by its id as text."""
        return {one: (first, last) for one, first, last in self._rows(BY_ID, uuids(ids))}

    def commands(self) -> Iterator[list[tuple[UUID, int | None, int | None, int]]]:
        """Every command with the positions that it wrote, and how long its request's digest is."""
        after = UUID(int=0)
        while rows := self._rows(COMMANDS, after, COMMANDS_AT_A_TIME):
            yield rows
            after = rows[-1][0]

    def blobs_ever(self, head: int) -> int:
        """How many blobs there are up to a position, with those removed by command."""
        ((count,),) = self._rows(BLOBS_EVER, head, head)
        return int(count)

    def stray_blob(self, head: int) -> int | None:
        """The first position of a blob where there is no event."""
        ((position,),) = self._rows(STRAY_BLOB, head)
        return None if position is None else int(position)

    def stray_claims(self) -> tuple[int, str | None]:
        """How many claims no stored command made, and the kind of one."""
        ((stray, kind),) = self._rows(STRAY_CLAIMS)
        return int(stray), kind

    def claimed_by(self, claims: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
        """The command that made each of these claims that is there; a claim is kind and value."""
        kinds, values = zip(*claims, strict=True)
        found = self._rows(CLAIMED, texts(kinds), texts(values))
        return {(kind, value): command_id for kind, value, command_id in found}

    def out_of_turn(self, head: int, skew: timedelta) -> tuple[int, int | None]:
        """How many events are said to be stored before an earlier one, or later than now; where."""
        ((count, first),) = self._rows(OUT_OF_TURN, head, skew)
        return int(count), first

    def of_types(
        self, types: Sequence[str], head: int, *, after: int = 0
    ) -> Iterator[list[tuple[int, bytes]]]:
        """The events of some types after a position, in order: (position, public)."""
        while rows := self._rows(OF_TYPES, after, head, texts(types), AT_A_TIME):
            yield rows
            after = rows[-1][0]

    def in_slice(self, slice_: int, after: int) -> list[Due]:
        """The next events of a slice after a position."""
        return [Due(*row) for row in self._rows(IN_SLICE, slice_, after, AT_A_TIME)]

    def behind(self, slice_: int, position: int) -> int:
        """How many events of a slice come after a position."""
        ((count,),) = self._rows(BEHIND, slice_, position)
        return int(count)

    def _rows(self, statement: LiteralString, *arguments: object) -> list[Any]:
        with self.connection.cursor(binary=True, row_factory=psycopg.rows.tuple_row) as cursor:
            return cursor.execute(statement, arguments, prepare=True).fetchall()


@dataclass(frozen=True, slots=True)
class KeyPages:
    """The key store read the same way."""

    connection: psycopg.Connection[Any]

    def wrapped(self) -> Iterator[list[tuple[bytes, UUID, UUID, str, str, bytes]]]:
        """Every wrapped key: (key id, complaint, party, scope, key-encryption key, wrapped)."""
        after = b""
        while rows := self._rows(KEYS, after, AT_A_TIME):
            yield rows
            after = rows[-1][0]

    def index_keys(self) -> list[tuple[int, bytes, str, bytes]]:
        """The wrapped keys of the contact index: (number, key id, key-encryption key, wrapped)."""
        return self._rows(INDEX_KEYS)

    def kept(self, key_ids: Sequence[bytes]) -> set[bytes]:
        """Which of these keys are there."""
        return {key_id for (key_id,) in self._rows(KEPT_KEYS, octets(key_ids))}

    def removed(self, key_ids: Sequence[bytes]) -> set[bytes]:
        """Which of these keys were erased."""
        return {key_id for (key_id,) in self._rows(REMOVED_KEYS, octets(key_ids))}

    def removed_scopes(self, beginning: str) -> set[str]:
        """The scopes that begin so and whose key was erased."""
        return {scope for (scope,) in self._rows(REMOVED_SCOPES, beginning)}

    def _rows(self, statement: LiteralString, *arguments: object) -> list[Any]:
        with self.connection.cursor(binary=True, row_factory=psycopg.rows.tuple_row) as cursor:
            return cursor.execute(statement, arguments, prepare=True).fetchall()
