"""Where in the input a rule of form is broken, and which, without saying what the input was."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from domain.values import IllFormed, rule_in
from services.representations.hints import APPROVED_BY_ACTING

MOST_SHOWN = 20
ALIKE = 0.8
"""How like a known name a sender's own must be to be named back: mistyped, and no person's."""

# These messages of pydantic are made of the schema alone; of all others none but the part that
# repeats nothing of the input is shown.
_MESSAGES = """
    missing literal_error enum string_type string_too_short string_too_long string_pattern_mismatch
    int_type bool_type tuple_type list_type dict_type model_type uuid_type date_type datetime_type
    too_short too_long greater_than greater_than_equal less_than less_than_equal timezone_aware
    nothing_visible not_one_line
"""
OF_THE_SCHEMA = frozenset(_MESSAGES.split())
SENTENCES = {
    "extra_forbidden": "a field is not known here: see the schema in /openapi.json",
    "uuid_parsing": "is no uuid",
    "uuid_version": "is no uuid",
    "date_from_datetime_parsing": "is no date: write it as 2026-03-05",
    "date_parsing": "is no date: write it as 2026-03-05",
    "datetime_parsing": "is no instant: write it as 2026-03-05T09:30:00Z",
    "datetime_from_date_parsing": "is no instant: write it as 2026-03-05T09:30:00Z",
    "datetime_object_invalid": "is no instant: write it as 2026-03-05T09:30:00Z",
}
OTHERWISE = "breaks a rule of its field: see the schema in /openapi.json"


class UnfitParameter(IllFormed):
    """A parameter does not go with another. parameter: its name."""

    def __init__(self, parameter: str, hint: str) -> None:
        super().__init__(hint)
        self.parameter = parameter


class Fault(BaseModel):
    """One broken rule; pointer: where, as a JSON pointer (RFC 6901) or a parameter's name."""

    pointer: str | None = None
    parameter: str | None = None
    rule: str
    detail: str


def faults_of(error: ValidationError, known: frozenset[str]) -> list[Fault]:
    """What pydantic found in a body. known: the field names that may be shown."""
    return [
        Fault(
            pointer=_pointer_of(found, known),
            rule=str(found["type"]),
            detail=sentence(found),
        )
        for found in error.errors(include_url=False)[:MOST_SHOWN]
    ]


def parameter_faults(found: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """What is wrong with the parameters of an address."""
    return [_parameter_fault(one) for one in found[:MOST_SHOWN]]


def _parameter_fault(found: Mapping[str, Any]) -> Fault:
    if found["type"] == "extra_forbidden":
        detail = "a parameter is not known here: see /openapi.json"
        return Fault(rule="extra_forbidden", detail=detail)
    error = found.get("ctx", {}).get("error")
    name = next((part for part in found["loc"][1:2] if isinstance(part, str)), None)
    if isinstance(error, UnfitParameter):
        name = error.parameter
    return Fault(parameter=name, rule=str(found["type"]), detail=sentence(found))


def pointer(place: Iterable[int | str], known: frozenset[str]) -> str:
    """The JSON pointer of a place, as far as it is made of known names and numbers.

    A name that the sender made up is not repeated: it may be anything, a person's name too. Only
    where the name itself is the fault it is, if it is like a known one (named).
    """
    parts: list[str] = []
    for part in place:
        if isinstance(part, str) and part not in known:
            break
        parts.append(f"/{part}")
    return "".join(parts)


def named(place: Sequence[int | str], known: frozenset[str]) -> str:
    """The JSON pointer of a place whose last name is at fault, with that name if it is mistyped."""
    return pointer(place, known | {name for name in map(str, place[-1:]) if _is_like(name, known)})


def _is_like(name: str, known: frozenset[str]) -> bool:
    return bool(get_close_matches(name, known, n=1, cutoff=ALIKE))


def sentence(found: Mapping[str, Any]) -> str:
    """What rule is broken, in words that repeat nothing of the input."""
    kind, place = str(found["type"]), found.get("loc", ())
    if kind == "extra_forbidden" and place[-1:] == ("approved_by",):
        return APPROVED_BY_ACTING
    if kind in SENTENCES:
        return SENTENCES[kind]
    message, error = str(found["msg"]), found.get("ctx", {}).get("error")
    if isinstance(error, IllFormed):
        return error.hint
    if kind in OF_THE_SCHEMA:
        return message
    leaves = list(_leaves(found.get("input")))
    candidates = (rule_in(message), message.rpartition(": ")[2])
    return next((one for one in candidates if not any(leaf in one for leaf in leaves)), OTHERWISE)


def _pointer_of(found: Mapping[str, Any], known: frozenset[str]) -> str:
    place: tuple[int | str, ...] = found["loc"]
    return named(place, known) if found["type"] == "extra_forbidden" else pointer(place, known)


def _leaves(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _leaves(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif value not in (None, "", True, False):
        yield str(value)
