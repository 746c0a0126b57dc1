"""Receipts by many connections of their own, each said again under its key until it is answered."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Any
from uuid import uuid4

CALLERS = 16


class Hammer:
    """Gives receipts to the API at a port until it is told to stop. key: of a handler.

    acknowledged: the complaint of each command that was answered, by its idempotency key.
    """

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key
        self._stopped = Event()
        self.acknowledged: dict[str, str] = {}

    @contextmanager
    def blows(self) -> Iterator[None]:
        """Let all callers give receipts meanwhile; what one of them met is raised at the end."""
        with ThreadPoolExecutor(CALLERS) as pool:
            callers = [pool.submit(self._call_on) for _ in range(CALLERS)]
            try:
                yield
            finally:
                self._stopped.set()
            for caller in callers:
                caller.result()

    def _call_on(self) -> None:
        line = self._line()
        while not self._stopped.is_set():
            name = str(uuid4())
            while (complaint := self._received(line, name)) is None:
                line.close()
                line = self._line()
                if self._stopped.wait(0.05):
                    return
            self.acknowledged[name] = complaint

    def _line(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self._port, timeout=30)

    def _received(self, line: HTTPConnection, name: str) -> str | None:
        """The complaint that was recorded; None where the connection was lost before."""
        with suppress(OSError, HTTPException):
            status, answer = said(line, self._key, name)
            assert status == 201, answer
            return str(answer["complaint_id"])
        return None


def said(
    line: HTTPConnection,
    key: str,
    name: str | None = None,
    *,
    path: str = "complaints/receive",
    body: dict[str, Any] | None = None,
    match: str = "*",
) -> tuple[int, dict[str, Any]]:
    """What a command over an open connection is answered. name: its idempotency key."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    headers |= {"If-Match": match} if path != "complaints/receive" else {}
    headers |= {"Idempotency-Key": name} if name else {}
    sent = json.dumps({"narrative": "It exploded."} if body is None else body)
    line.request("POST", f"/v1/{path}", sent, headers)
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())
