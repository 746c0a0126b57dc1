"""The HTTP API as somebody with a key of their own asks it at this machine."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter

from adapters.local.folder import DataFolder
from adapters.local.identity import exists
from adapters.local.ports import LOOPBACK
from domain.values import instant_text
from services.access.new_keys import FORM
from services.addresses import NotRunning
from services.cli.entering import read_source
from services.cli.exits import RequestFailed, Unfit
from services.cli.terminal import say
from services.operations.api_processes import noted_pids
from services.operations.own_api import host_asked

Kind = TypeVar("Kind")
ANSWERS_WITHIN_SECONDS = 60.0
OTHERS = 0o077
OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered."""

    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Api:
    """The API that serves a data folder, asked with one key."""

    port: int
    key: str = field(repr=False)
    host: str = LOOPBACK

    def get(self, path: str, **query: object) -> Any:
        """A question. Raises RequestFailed, NotRunning."""
        parameters = {name: _written(value) for name, value in query.items() if value is not None}
        with self._sent("GET", f"{path}?{urlencode(parameters)}" if parameters else path) as answer:
            return json.loads(answer.read())

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | BinaryIO,
        *,
        version: int | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A command. version: the only one that it is for. Raises RequestFailed, NotRunning."""
        is_json = isinstance(body, Mapping)
        sent: Any = json.dumps(body).encode() if is_json else body
        header_fields = {"Content-Type": "application/json"} if is_json else {}
        header_fields["If-Match"] = "*" if version is None else f'"v{version}"'
        if key is not None:
            header_fields["Idempotency-Key"] = key
        with self._sent("POST", path, sent, header_fields | dict(headers or {})) as answer:
            return Answer(json.loads(answer.read()), dict(answer.headers.items()))

    @contextmanager
    def open(self, path: str) -> Iterator[HTTPResponse]:
        """An answer that is read in pieces. Raises RequestFailed, NotRunning."""
        with self._sent("GET", path) as answer:
            yield answer

    @contextmanager
    def _sent(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[HTTPResponse]:
        connection = HTTPConnection(self.host, self.port, timeout=ANSWERS_WITHIN_SECONDS)
        header_fields = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        try:
            # Whoever refuses a body may answer before its end.
            with suppress(BrokenPipeError):
                connection.request(method, path, body=body, headers=header_fields)
            answer = connection.getresponse()
            if answer.status not in OK:
                raise RequestFailed(answer.status, _problem(answer))
            yield answer
        except (ConnectionError, TimeoutError, HTTPException) as error:
            raise NotRunning(
                f"the API does not answer on port {self.port} ({error or type(error).__name__}): "
                "start it with `plaint up`"
            ) from None
        finally:
            connection.close()


def api_of(folder: DataFolder, word: str) -> Api:
    """The API that serves this data folder, with the key in a file. Raises Unfit, NotRunning.

    The key is sent to no port but that of an API that still runs.
    """
    key, noted = key_in(word), folder.read_run()
    port = noted.get("port")
    if not isinstance(port, int) or not any(map(exists, noted_pids(noted))):
        raise NotRunning(
            f"no API of {folder.path} runs, and with --key everything goes over it: "
            "start it with `plaint up`, or name its folder with --data"
        )
    return Api(port, key, host_asked(str(noted.get("host", LOOPBACK))))


def key_in(word: str) -> str:
    """The key in the file that ``@FILE`` names. Raises Unfit, OSError."""
    if not word.startswith("@"):
        raise Unfit(
            "--key takes @FILE: a key that is typed stands in `ps` and in the shell's history"
        )
    name = word[1:]
    key = read_source(name).strip()
    if not FORM.fullmatch(key):
        raise Unfit(f"--key: there is no key in {name}: one is made by `plaint key new`")
    if name != "-" and Path(name).stat().st_mode & OTHERS:
        say(f"others may read {name}, and act as you: chmod 600 {name}")
    return key


def path_of(reference: str) -> str:
    """The address of a complaint."""
    return f"/v1/complaints/{quote(reference, safe=':')}"


def read_as(kind: type[Kind], answer: Any) -> Kind:
    """What the API answered, as a value of ours."""
    return TypeAdapter(kind).validate_python(answer)


def _written(value: object) -> str:
    """A value as an address holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return instant_text(value) if isinstance(value, datetime) else str(value)


def _problem(answer: HTTPResponse) -> Mapping[str, Any]:
    try:
        problem = json.loads(answer.read())
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
