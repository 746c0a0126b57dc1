"""One request as it is sent, octet by octet where it matters, and what came back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fuzz.described import Description, Operation

Pairs = tuple[tuple[str, str], ...]
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request of an operation. path, query: as they stand in the address, percent-encoded.

    told: the body where it is JSON. what: in which way it differs from a right one; is_free: it
    may miss the operation altogether, or the connection may end.
    """

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Pairs = ()
    headers: Pairs = ()
    told: Any = None
    octets: bytes | None = None
    what: str = "as it should be"
    is_free: bool = False

    @property
    def address(self) -> str:
        """Where it goes."""
        here = self.operation.path
        for name, value in self.path.items():
            here = here.replace("{" + name + "}", value)
        return here + ("?" + "&".join(f"{name}={value}" for name, value in self.query)) * bool(
            self.query
        )

    @property
    def body(self) -> bytes | None:
        """What is sent."""
        if self.octets is not None or self.told is None:
            return self.octets
        return json.dumps(self.told).encode()

    def but(self, what: str, **changed: Any) -> "Ask":
        """The same but for this."""
        return replace(self, what=what, **changed)

    def with_header(self, name: str, *values: str) -> Pairs:
        """Its headers, with these lines of one of them."""
        others = tuple(each for each in self.headers if each[0].lower() != name.lower())
        return (*others, *((name, value) for value in values))

    def sends(self, name: str) -> list[str]:
        """The lines of a header."""
        return [value for each, value in self.headers if each.lower() == name.lower()]


def is_formed(ask: Ask, description: Description) -> bool:
    """Whether a request is as described: body, parameters, headers."""
    operation = ask.operation
    body = operation.body
    if body is not None:
        is_other = ask.octets is not None and not ask.sends("Transfer-Encoding")
        if is_other or ask.sends("Content-Type") != [JSON]:
            return False
        if not description.is_formed(body, ask.told):
            return False
    return all(_places_formed(ask, description))


def _places_formed(ask: Ask, description: Description) -> Any:
    named = [name for name, _ in ask.query]
    known = ask.operation.parameters("query")
    yield len(set(named)) == len(named) and set(named) <= known.keys()
    for name, parameter in known.items():
        yield name in named or not parameter.get("required")
    for name, value in ask.query:
        if name in known and "%" not in value:
            yield description.is_formed_text(known[name]["schema"], value)
    for name, parameter in ask.operation.parameters("header").items():
        lines = ask.sends(name)
        yield bool(lines) or not parameter.get("required")
        sent = [", ".join(each for each in map(_trimmed, lines) if each)] if lines else []
        yield all(description.is_formed_text(parameter["schema"], each) for each in sent)


def _trimmed(line: str) -> str:
    """A line as HTTP reads it: lines of a name are one list, of which empty parts are nothing."""
    return ", ".join(part.strip(" \t") for part in line.split(",") if part.strip(" \t"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. status: 0 where the connection ended without an answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    octets: bytes

    def header(self, name: str) -> str | None:
        """The first line of a header."""
        return next((value for each, value in self.headers if each.lower() == name), None)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.octets.decode("utf-8", "replace")

    @property
    def whole(self) -> str:
        """All that the client was told."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers) + "\n" + self.text
