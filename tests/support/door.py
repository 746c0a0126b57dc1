"""The HTTP API as a client on this machine sees it: every answer is kept, to be searched."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

# What the environment says of proxies is not for an address on this machine.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, headers and all. operation: the path as the description has it, if known."""

    operation: str
    role: str | None
    status: int
    headers: str
    text: str

    @property
    def whole(self) -> str:
        """All that the client was told."""
        return f"{self.headers}\n{self.text}"


class Door:
    """An API at a port of this machine. keys: by role."""

    def __init__(self, port: int, keys: Mapping[str, str]) -> None:
        self._address = f"http://127.0.0.1:{port}"
        self.keys = dict(keys)
        self.answers: list[Answer] = []

    def post(self, path: str, body: dict[str, Any], role: str = "handler") -> Any:
        """A command that has to succeed; what it answered."""
        return self._done(self.ask(f"/v1{path}", role=role, body=json.dumps(body).encode()))

    def get(self, path: str, role: str = "auditor") -> Any:
        """A question that has to be answered; the answer is not kept."""
        return self._done(self._asked(f"/v1{path}", role, None, {}, ""))

    def ask(
        self,
        path: str,
        *,
        role: str | None = "handler",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        operation: str = "",
    ) -> Answer:
        """Whatever comes of a request; without a role it has no key."""
        answer = self._asked(path, role, body, headers or {}, operation)
        self.answers.append(answer)
        return answer

    def ask_all(
        self, description: Any, operation: str, known: Mapping[str, str], also: str = ""
    ) -> list[Answer]:
        """What an operation answers to each role and to nobody, whatever has to be chosen."""
        asked = list(addresses(description, operation, known, also))
        return [
            self.ask(address, role=role, operation=operation)
            for role in (*self.keys, None)
            for address in asked
        ]

    def _asked(
        self,
        path: str,
        role: str | None,
        body: bytes | None,
        headers: Mapping[str, str],
        operation: str,
    ) -> Answer:
        sent = {"Authorization": f"Bearer {self.keys[role]}"} if role else {}
        sent |= {"Content-Type": "application/json", "If-Match": "*"} if body else {}
        request = urllib.request.Request(
            self._address + path, data=body, headers={**sent, **headers}
        )
        try:
            with OPENER.open(request, timeout=SECONDS) as told:
                parts = (told.status, str(told.headers), told.read().decode())
        except urllib.error.HTTPError as told:
            with told:
                parts = (told.code, str(told.headers), told.read().decode())
        return Answer(operation, role, *parts)

    def _done(self, answer: Answer) -> Any:
        assert 200 <= answer.status < 300, answer.text
        return json.loads(answer.text)


def reading_operations(description: Any) -> list[str]:
    """The path of every operation that only reads."""
    return sorted(path for path, methods in description["paths"].items() if "get" in methods)


def addresses(
    description: Any, operation: str, known: Mapping[str, str], also: str = ""
) -> Iterator[str]:
    """The addresses that ask an operation: one for each choice of what has to be chosen.

    known: values of parameters that are no choice. also: optional parameters to ask with.
    """
    required = [
        parameter
        for parameter in description["paths"][operation]["get"].get("parameters", ())
        if parameter.get("required")
    ]
    choices = [_values(parameter, known, operation) for parameter in required]
    for values in product(*choices):
        path, query = operation, [also] if also else []
        for parameter, value in zip(required, values, strict=True):
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", value)
            else:
                query.append(f"{parameter['name']}={value}")
        yield path + ("?" + "&".join(query) if query else "")


def _values(parameter: Any, known: Mapping[str, str], operation: str) -> list[str]:
    name, choice = parameter["name"], parameter["schema"].get("enum")
    assert choice or name in known, f"{operation}: say what to ask for as {name}"
    return list(map(str, choice)) if choice else [known[name]]
