"""References as people write and say them: read leniently, checked by their last digit."""

import re
from uuid import UUID

from adapters.octets import CROCKFORD, check_digit
from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.registry import AGGREGATES
from services.commands.stream_heads import NotFound

IDENTIFIER = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
REFERENCE = re.compile(rf"[A-Z]-?([{CROCKFORD}]{{8}})([{CROCKFORD}])")
LOOK_ALIKES = str.maketrans("OIL", "011")


def identifier(word: str) -> UUID | None:
    """The uuid, if the word is one in its usual form."""
    return UUID(word) if IDENTIFIER.fullmatch(word) else None


def aggregate_named(word: str) -> AnyAggregate:
    """The aggregate that a reference is of, by its letter; the complaint, where it tells none."""
    letter = word.rpartition(":")[2].strip()[:1].upper()
    named = [each for each in AGGREGATES.values() if each.letter == letter]
    return COMPLAINT if identifier(word) or not named else named[0]


def reference(typed: str, letter: str = "C") -> str:
    """The reference as it is stored: case, spaces and look-alike letters do not matter.

    Raises NotFound for what is no reference or was misread.
    """
    word = typed.upper().replace(" ", "")
    found = REFERENCE.fullmatch(word[:1] + word[1:].translate(LOOK_ALIKES))
    if found is None or word[0] != letter:
        raise NotFound(f"this is neither a uuid nor a reference such as {letter}-H8F90380K")
    if check_digit(found[1]) != found[2]:
        raise NotFound("the last digit shows that the reference was misread: compare it again")
    return f"{letter}-{found[1]}{found[2]}"
