"""The recipes of the record: leaves, seeds, slices and derived ids, each fixed for ever."""

import hashlib
import hmac
from functools import lru_cache
from struct import iter_unpack
from typing import Any
from uuid import UUID, uuid5

from adapters.canonical import canonical
from domain.slices import MANAGEMENT, SLICES
from domain.values import Topic

UNPUBLISHED = frozenset({"policy", "calendar", "taxonomy", "legal_entity", "log"})
"""The kinds of streams that have no slice."""
NIL = UUID(int=0)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def leaf(public: bytes) -> bytes:
    """The event's leaf in the log: SHA-256(0x00 ‖ public), 32 octets (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + public).digest()


def seed(stream_kind: str, stream_id: UUID) -> bytes:
    """What stands as ``prev`` of a stream's first event, 32 octets."""
    return hashlib.sha256(f"plaint-stream/v1\n{stream_kind}\n{stream_id}".encode()).digest()


def event_id(command_id: UUID, index: int) -> UUID:
    """The id of a command's event: the same whenever the command is repeated. index: from 0."""
    return uuid5(command_id, str(index))


@lru_cache(maxsize=8192)
def slice_of(stream_id: UUID) -> int:
    """The slice of a complaint: its Kafka partition and the unit of every watermark, 0 to 11."""
    return (murmur2(str(stream_id).encode()) & 0x7FFFFFFF) % SLICES


def slice_of_kind(stream_kind: str, stream_id: UUID) -> int | None:
    """The slice of any stream; None for one that is not published."""
    if stream_kind in UNPUBLISHED:
        return None
    return slice_in("complaints" if stream_kind == "complaint" else "management", stream_id)


def slice_in(topic: Topic, stream_id: UUID) -> int:
    """The slice of a stream whose events go to this topic."""
    return slice_of(stream_id) if topic == "complaints" else MANAGEMENT


def murmur2(octets: bytes) -> int:
    """Kafka's hash of a record key (murmur2, seed 0x9747b28c), as an unsigned 32-bit integer."""
    mix, word = 0x5BD1E995, 0xFFFFFFFF
    length = len(octets)
    state = 0x9747B28C ^ length
    for (k,) in iter_unpack("<I", octets[: length - length % 4]):
        k = k * mix & word
        state = (state * mix & word) ^ ((k ^ (k >> 24)) * mix & word)
    rest = octets[length - length % 4 :]
    if rest:
        state = (state ^ int.from_bytes(rest, "little")) * mix & word
    state = (state ^ (state >> 13)) * mix & word
    return state ^ (state >> 15)


def mac(secret: bytes, label: str, value: Any) -> bytes:
    """HMAC-SHA256 under the installation secret over ``label`` and the canonical value."""
    return hmac.digest(secret, label.encode() + canonical(value), "sha256")


def uuid8(octets: bytes) -> UUID:
    """The first 16 octets as a uuid of version 8 (RFC 9562, 5.8)."""
    number = int.from_bytes(octets[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))


def command_id(secret: bytes, *origin: str) -> UUID:
    """The id of a command that can be repeated: by client key, deadline or source row.

    origin: ("http", principal, key) · ("clock", deadline id, "missed" | "lapsed") ·
    ("import", source, row key).
    """
    return uuid8(mac(secret, "plaint-command/v1\n", list(origin)))


def request_digest(secret: bytes, name: str, target: str, body: Any) -> bytes:
    """What was asked, 32 octets: the command's name, its target, its body before defaults."""
    return mac(secret, "plaint-request/v1\n", [name, target, body])


def imported_complaint_id(secret: bytes, source: str, row_key: str) -> UUID:
    """The id of a complaint that came from elsewhere, the same at every import of its row."""
    return uuid8(mac(secret, "", ["complaint", source, row_key]))


def reference(stream_id: UUID, attempt: int = 0, *, letter: str = "C") -> str:
    """What people quote: a letter, of a complaint ``C``, 8 Crockford base-32 digits, a check digit.

    It says nothing about the person, the year or the number of complaints. attempt: from 0,
    raised while the legal entity has given the reference to another complaint (invariant 3).
    """
    seeded = f"plaint-reference/v1\n{stream_id}\n{attempt}".encode()
    number = int.from_bytes(hashlib.sha256(seeded).digest()[:5], "big")
    digits = "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -5, -5))
    return f"{letter}-{digits}{check_digit(digits)}"


def check_digit(digits: str) -> str:
    """The check digit of Crockford base-32 digits: any single wrong digit shows.

    The hybrid system of ISO 7064 with modulus 33,32, so that the check is a digit of the same
    alphabet and never one of Crockford's five extra signs, which nobody can say on the telephone.
    """
    product = 32
    for digit in digits:
        product = 2 * ((product + CROCKFORD.index(digit)) % 32 or 32) % 33
    return CROCKFORD[(1 - product) % 32]
