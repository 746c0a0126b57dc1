"""Whether a value is what a schema of the description says (JSON Schema 2020-12, as far as used).

A keyword that is not known here is an error of the description: it would be a bound for nobody.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

Schema = Mapping[str, Any]
UUID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)")
ANNOTATIONS = frozenset(
    {"title", "description", "default", "examples", "deprecated", "contentMediaType", "$defs"}
)
TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}


class Schemas:
    """The schemas of a description, by which values are judged."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._named = named

    def resolved(self, schema: Schema) -> Schema:
        """The schema, or what it refers to."""
        while "$ref" in schema:
            schema = self._named[schema["$ref"].rpartition("/")[2]]
        return schema

    def faults(self, schema: Schema, value: Any, at: str = "$") -> Iterator[str]:
        """What is wrong with a value, and where."""
        if "$ref" in schema:
            yield from self.faults(self.resolved(schema), value, at)
        for word, told in schema.items():
            if word in CHECKS:
                if not CHECKS[word](told, value):
                    yield f"{at}: not {word} {str(told)[:60]}"
            elif word in ("anyOf", "oneOf"):
                tried = [list(self.faults(each, value, at)) for each in told]
                if all(tried):
                    yield from min(tried, key=len)
            elif word not in ANNOTATIONS | {"$ref", *PARTS}:
                yield f"{at}: the description has a keyword that says nothing, {word}"
        yield from self._within(schema, value, at)

    def _within(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, dict):
            yield from self._members(schema, value, at)
        elif isinstance(value, list):
            first = schema.get("prefixItems", ())
            for place, each in enumerate(value):
                of = first[place] if place < len(first) else schema.get("items", {})
                if of is not False:
                    yield from self.faults(of, each, f"{at}[{place}]")

    def _members(self, schema: Schema, value: Mapping[str, Any], at: str) -> Iterator[str]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, each in value.items():
            if name in known:
                yield from self.faults(known[name], each, f"{at}.{name}")
            elif others is False:
                yield f"{at}: {name} is not described"
            elif isinstance(others, dict):
                yield from self.faults(others, each, f"{at}.{name}")
            if faults := list(self.faults(schema.get("propertyNames", {}), name, at)):
                yield f"{at}: {name} is no name here, {faults[0]}"


PARTS = frozenset(
    {"properties", "additionalProperties", "propertyNames", "items", "prefixItems", "discriminator"}
)


def _is_type(told: str, value: Any) -> bool:
    if isinstance(value, bool):
        return told == "boolean"
    whole = told == "integer" and isinstance(value, float) and value.is_integer()
    return whole or isinstance(value, TYPES[told])


@cache
def _pattern(told: str) -> re.Pattern[str]:
    # In ECMAScript $ is the very end, in Python also before a last line feed.
    return re.compile(told[:-1] + r"\Z" if told.endswith("$") else told)


def _is_format(told: str, value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        if told == "date":
            return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None and bool(
                date.fromisoformat(value)
            )
        if told == "date-time":
            return INSTANT.fullmatch(value) is not None and bool(
                datetime.fromisoformat(value.upper())
            )
    except ValueError:
        return False
    return told != "uuid" or UUID_FORM.fullmatch(value) is not None


def _text(value: Any, holds: bool) -> bool:
    return not isinstance(value, str) or holds


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


CHECKS: Mapping[str, Any] = {
    "type": _is_type,
    "enum": lambda told, value: value in told,
    "const": lambda told, value: (
        value == told and isinstance(value, bool) == isinstance(told, bool)
    ),
    "pattern": lambda told, value: _text(value, bool(_pattern(told).search(str(value)))),
    "format": _is_format,
    "minLength": lambda told, value: _text(value, len(str(value)) >= told),
    "maxLength": lambda told, value: _text(value, len(str(value)) <= told),
    "minItems": lambda told, value: not isinstance(value, list) or len(value) >= told,
    "maxItems": lambda told, value: not isinstance(value, list) or len(value) <= told,
    "minimum": lambda told, value: not _number(value) or value >= told,
    "maximum": lambda told, value: not _number(value) or value <= told,
    "exclusiveMinimum": lambda told, value: not _number(value) or value > told,
    "exclusiveMaximum": lambda told, value: not _number(value) or value < told,
    "required": lambda told, value: not isinstance(value, dict) or set(told) <= value.keys(),
}
