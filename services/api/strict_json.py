"""Strict JSON at the door: what two parsers could read differently is refused (RFC 7493)."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from services.api.field_errors import MOST_SHOWN, Fault, named, pointer
from services.api.problems import INVALID, NOT_STRICT_JSON, Problem
from services.commands.numeric_times import WRITTEN_OUT, is_epoch

DEEPEST = 32
MOST_ITEMS = 1_000
GREATEST = 2**53
DIGITS = 17
BEYOND = 10**DIGITS


class _Repeated(dict[str, Any]):
    """An object in which names came twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(name for name, _ in pairs)
        self.names = [name for name in times if times[name] > 1]


Found = tuple[tuple[int | str, ...], str, str]

TWICE: Final = "a field is named twice: name each once"
BAD_TEXT: Final = "holds U+0000 or half a character (a lone surrogate): remove it"
BAD_NUMBER: Final = "is no integer below 2^53: write amounts and long numbers as text"


def read_object(octets: bytes, known: frozenset[str]) -> dict[str, Any]:
    """The object in a body. known: field names that an error may show.

    Raises Problem: not-strict-json for what is not JSON, is nested deeper than 32 or names a field
    twice; invalid for numbers and texts that the record cannot hold.
    """
    try:
        value = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_constant=_nothing,
        )
    except (ValueError, RecursionError):
        raise Problem(
            NOT_STRICT_JSON,
            "the body is not JSON in UTF-8 (no byte order mark, no NaN)",
            instead="send one JSON object",
        ) from None
    if not isinstance(value, dict):
        raise Problem(
            NOT_STRICT_JSON, "the body is not a JSON object", instead="send one JSON object"
        )
    _check(value, known)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else _Repeated(pairs)


def _nothing(name: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not have (RFC 8259, 6)."""
    raise ValueError(name)


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= DIGITS else BEYOND


def _check(value: dict[str, Any], known: frozenset[str]) -> None:
    found = [
        Fault(
            pointer=(named if rule == "duplicate_name" else pointer)(place, known),
            rule=rule,
            detail=detail,
        )
        for place, rule, detail in islice(_faults(value), MOST_SHOWN)
    ]
    if not found:
        return
    of_json = any(fault.rule in ("duplicate_name", "too_deep") for fault in found)
    raise Problem(
        NOT_STRICT_JSON if of_json else INVALID,
        "the body breaks rules of strict JSON" if of_json else "the body holds unfit values",
        instead="correct what is named under errors and send it again",
        errors=found,
    )


def _faults(root: dict[str, Any]) -> Iterator[Found]:
    waiting: list[tuple[tuple[int | str, ...], Any]] = [((), root)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, (dict, list)):
            yield from _of_branch(place, value)
            if len(place) < DEEPEST:
                waiting.extend(((*place, name), item) for name, item in _items(value))
        elif isinstance(value, str) and not fit_text(value):
            yield place, "unfit_text", BAD_TEXT
        elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= GREATEST):
            yield place, "unfit_number", BAD_NUMBER


def _items(value: dict[str, Any] | list[Any]) -> list[tuple[int | str, Any]]:
    return list(value.items()) if isinstance(value, dict) else list(enumerate(value))


def _of_branch(place: tuple[int | str, ...], value: dict[str, Any] | list[Any]) -> Iterator[Found]:
    if len(place) >= DEEPEST:
        yield place, "too_deep", f"is nested deeper than {DEEPEST}: flatten it"
    if len(value) > MOST_ITEMS:
        yield place, "too_many", f"has more than {MOST_ITEMS} items: send fewer"
    if isinstance(value, _Repeated):
        yield from (((*place, name), "duplicate_name", TWICE) for name in value.names)
    if isinstance(value, dict):
        if not all(map(fit_text, value)):
            yield place, "unfit_text", BAD_TEXT
        for name, item in value.items():
            if is_epoch(name, item):
                yield (*place, name), "number_for_time", WRITTEN_OUT


def fit_text(text: str) -> bool:
    """Whether the record can hold a text."""
    if text.isascii():
        return "\x00" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
