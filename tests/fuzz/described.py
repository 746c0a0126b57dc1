"""The description of the API, as a client that knows nothing else reads it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fuzz.schema import Schema, Schemas

ROLES = re.compile(r"^Roles: (.+)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it is described. roles: who may ask it; none where no key is needed."""

    name: str
    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the door lets in."""
        found = ROLES.search(self.told.get("description", ""))
        return frozenset(found[1].split(", ")) if found else frozenset()

    @property
    def needs_key(self) -> bool:
        """Whether nobody is let in without a key."""
        return bool(self.told.get("security"))

    def parameters(self, place: str) -> dict[str, Mapping[str, Any]]:
        """Its parameters in the path, the query or the headers, by name."""
        return {one["name"]: one for one in self.told["parameters"] if one["in"] == place}

    @property
    def body(self) -> Schema | None:
        """The schema of its body, if that is JSON."""
        content = self.told.get("requestBody", {}).get("content", {})
        schema: Schema | None = content.get("application/json", {}).get("schema")
        return schema

    @property
    def takes_octets(self) -> bool:
        """Whether its body is anything but JSON."""
        return "requestBody" in self.told and self.body is None

    def answer(self, status: int) -> Mapping[str, Any] | None:
        """What it may answer with this status."""
        told: Mapping[str, Any] | None = self.told["responses"].get(str(status))
        return told


class Description:
    """The whole of it."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.schemas = Schemas(told["components"]["schemas"])
        self._headers: Mapping[str, Any] = told["components"]["headers"]
        self.operations = {
            one["operationId"]: Operation(one["operationId"], method.upper(), path, one)
            for path, methods in told["paths"].items()
            for method, one in methods.items()
        }

    def headers(self, of: Mapping[str, Any]) -> dict[str, Schema]:
        """The schemas of an answer's headers, by their names in small letters."""
        return {name.lower(): self._headers[name]["schema"] for name in of.get("headers", {})}

    def is_formed(self, schema: Schema, value: Any) -> bool:
        """Whether a value is as described."""
        return not any(self.schemas.faults(schema, value))

    def is_formed_text(self, schema: Schema, text: str) -> bool:
        """The same of a value that travels as text, in an address or a header."""
        return any(self.is_formed(schema, value) for value in _readings(text))


def _readings(text: str) -> Iterator[Any]:
    yield text
    if re.fullmatch(r"-?\d{1,400}", text):
        yield int(text)
    if text in ("true", "false"):
        yield text == "true"
