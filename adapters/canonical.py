"""Canonical JSON (RFC 8785) of the few kinds of value that the record may hold."""

from functools import lru_cache
from typing import Any, NoReturn

import orjson

from domain.errors import ErrorCategory

GREATEST = 2**53


class NotCanonical(ValueError):
    """The value has no place in the record: str, int, bool, list and ASCII-keyed dict do."""

    category = ErrorCategory.UNFIT


def canonical(value: Any) -> bytes:
    """The one octet form of a value, the same for every writer (RFC 8785).

    Raises NotCanonical for all but exactly str (no lone surrogates, no U+0000), int below 2⁵³ in
    size, bool, list, and dict with ASCII str keys: orjson alone would write dates, enums and more.
    """
    admit(value)
    return written(value)


def admit(value: Any, path: str = "$") -> None:
    """Raises NotCanonical, as canonical() does. path: where the value stands in what is told."""
    if not _is_admitted(value):
        _refuse(value, path)


def written(value: Any) -> bytes:
    """The octets of a value whose parts are admitted; uuids are written as their text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _is_admitted(value: Any) -> bool:
    """Whether all of it has a canonical form; one flat loop, since every event passes here."""
    waiting = [value]
    for item in waiting:
        kind = type(item)
        if kind is str:
            # Neither U+0000 nor a lone surrogate is printable: most texts need no closer look.
            if not item.isprintable() and _fault_of_text(item):
                return False
        elif kind is dict:
            if any(map(_fault_of_key, item)):
                return False
            waiting += item.values()
        elif kind is list:
            waiting += item
        elif kind is not bool and (kind is not int or abs(item) >= GREATEST):
            return False
    return True


def _refuse(value: Any, path: str) -> NoReturn:
    """Raise NotCanonical for the first part that has no canonical form, naming its place."""
    if type(value) is dict:
        for key in value:
            if fault := _fault_of_key(key):
                raise NotCanonical(f"{fault} ({path}: {key!r}): rename it")
        first = next(key for key in value if not _is_admitted(value[key]))
        _refuse(value[first], f"{path}.{first}")
    if type(value) is list:
        first = next(number for number, item in enumerate(value) if not _is_admitted(item))
        _refuse(value[first], f"{path}[{first}]")
    if type(value) is str:
        raise NotCanonical(f"{_fault_of_text(value)} ({path}): remove it")
    raise NotCanonical(
        f"{type(value).__name__} has no canonical form here ({path}: {value!r}): use text, an "
        "integer below 2^53, a boolean, a list or an object; leave absent what is absent"
    )


def _fault_of_text(text: str) -> str | None:
    if "\x00" in text:
        return "text holds U+0000"
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return "text holds a lone surrogate"
    return None


@lru_cache(maxsize=4096, typed=True)
def _fault_of_key(key: object) -> str | None:
    if type(key) is str and key.isascii() and "\x00" not in key:
        return None
    return "field name is not ASCII text"
