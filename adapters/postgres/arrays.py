"""Arrays as PostgreSQL reads them in binary: one call carries many commands at little cost."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from struct import Struct, pack
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

ABSENT = pack("!i", -1)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY = EPOCH.toordinal()


class Array(bytes):
    """A one-dimensional array in PostgreSQL's binary form; oid and element are the server's ids."""

    oid: ClassVar[int]
    element: ClassVar[int]


class Integers(Array):
    """integer[]"""

    oid, element = 1007, 23


class SmallIntegers(Array):
    """smallint[], whose items may be absent."""

    oid, element = 1005, 21


class Uuids(Array):
    """uuid[]"""

    oid, element = 2951, 2950


class Texts(Array):
    """text[]"""

    oid, element = 1009, 25


class Octets(Array):
    """bytea[]"""

    oid, element = 1001, 17


class LargeIntegers(Array):
    """bigint[]"""

    oid, element = 1016, 20


class Booleans(Array):
    """boolean[]"""

    oid, element = 1000, 16


class Instants(Array):
    """timestamptz[]"""

    oid, element = 1185, 1184


class Days(Array):
    """date[]"""

    oid, element = 1182, 1082


class Jsons(Array):
    """jsonb[], of octets that are JSON."""

    oid, element = 3807, 3802


def column(kind: type[Array], values: Iterable[Any]) -> Array:
    """Values of a view's column, of which some may be absent; U+0000 is in no text."""
    made = OCTETS[kind]
    items = [None if value is None else made(value) for value in values]
    sized = [ABSENT if item is None else len(item).to_bytes(4, "big") + item for item in items]
    return kind(_framed(kind, sized))


def integers(values: Iterable[int]) -> Integers:
    """Integers of 32 bits."""
    return Integers(_framed(Integers, [pack("!ii", 4, value) for value in values]))


def small_integers(values: Iterable[int | None]) -> SmallIntegers:
    """Integers of 16 bits; None becomes NULL."""
    items = [ABSENT if value is None else pack("!ih", 2, value) for value in values]
    return SmallIntegers(_framed(SmallIntegers, items))


def uuids(values: Iterable[UUID]) -> Uuids:
    """Uuids."""
    return Uuids(_framed(Uuids, [b"\x00\x00\x00\x10" + value.bytes for value in values]))


def texts(values: Iterable[str]) -> Texts:
    """Texts; the caller has seen to it that none holds U+0000."""
    return Texts(_framed(Texts, [_sized(value.encode()) for value in values]))


def octets(values: Iterable[bytes]) -> Octets:
    """Octet strings."""
    return Octets(_framed(Octets, [_sized(value) for value in values]))


def _sized(item: bytes) -> bytes:
    return len(item).to_bytes(4, "big") + item


def _microseconds(instant: datetime) -> bytes:
    since = instant - EPOCH
    seconds = since.days * 86_400 + since.seconds
    return pack("!q", seconds * 1_000_000 + since.microseconds)


OCTETS: dict[type[Array], Callable[[Any], bytes]] = {
    Texts: str.encode,
    LargeIntegers: Struct("!q").pack,
    Booleans: Struct("!?").pack,
    Uuids: attrgetter("bytes"),
    Instants: _microseconds,
    Days: lambda day: pack("!i", day.toordinal() - FIRST_DAY),
    Octets: bytes,
    # The version of the form comes first.
    Jsons: b"\1".__add__,
}


def _framed(kind: type[Array], items: Sequence[bytes]) -> bytes:
    if not items:
        return pack("!iiI", 0, 0, kind.element)
    header = pack("!iiIii", 1, ABSENT in items, kind.element, len(items), 1)
    return b"".join([header, *items])


class _Untouched(Dumper):
    format = Format.BINARY

    def dump(self, obj: Array) -> Buffer:
        return obj


_KINDS: tuple[type[Array], ...] = (Integers, SmallIntegers, *OCTETS)
for _kind in _KINDS:
    _dumper = type(f"{_kind.__name__}Dumper", (_Untouched,), {"oid": _kind.oid})
    psycopg.adapters.register_dumper(_kind, _dumper)
