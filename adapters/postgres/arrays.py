"""Arrays as PostgreSQL reads them in binary: one call carries many commands at little cost."""

from collections.abc import Iterable, Sequence
from struct import pack
from typing import ClassVar
from uuid import UUID

import psycopg
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

ABSENT = pack("!i", -1)


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


def _framed(kind: type[Array], items: Sequence[bytes]) -> bytes:
    if not items:
        return pack("!iiI", 0, 0, kind.element)
    header = pack("!iiIii", 1, ABSENT in items, kind.element, len(items), 1)
    return b"".join([header, *items])


class _Untouched(Dumper):
    format = Format.BINARY

    def dump(self, obj: Array) -> Buffer:
        return obj


for _kind in (Integers, SmallIntegers, Uuids, Texts, Octets):
    _dumper = type(f"{_kind.__name__}Dumper", (_Untouched,), {"oid": _kind.oid})
    psycopg.adapters.register_dumper(_kind, _dumper)
