"""People who log complaints all the time, over HTTP and at the keyboard, and keep every answer."""

import http.client
import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.e2e.installation import Running


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One event that a caller was told is stored."""

    complaint_id: str
    version: int
    event_id: str


class Writers:
    """Callers of one installation; their acknowledged events in the order of the answers."""

    def __init__(self, plaint: Running, key: str, *, callers: int = 3) -> None:
        self._plaint = plaint
        self._key = key
        self._port = int(plaint.note()["port"])
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._acknowledged: list[Acknowledged] = []
        over_http = [threading.Thread(target=self._over_http) for _ in range(callers)]
        self._threads = [*over_http, threading.Thread(target=self._at_the_keyboard)]

    def start(self) -> None:
        """Begin to write."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Write no more; returns when all have ended."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(60)

    def acknowledged(self) -> list[Acknowledged]:
        """All events that were acknowledged up to now."""
        with self._lock:
            return list(self._acknowledged)

    def _over_http(self) -> None:
        # The installation is killed under the callers: then they go home.
        with suppress(OSError, http.client.HTTPException, AssertionError):
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            while not self._stopped.is_set():
                received = self._post(connection, "/v1/complaints/receive", RECEIVED)
                noted = f"/v1/complaints/{received['complaint_id']}/add-note"
                self._post(connection, noted, {"note": "Called back; nobody was in."})

    def _post(self, connection: http.client.HTTPConnection, path: str, body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(body), {**headers, "If-Match": "*"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status < 300, text
        told = json.loads(text)
        self._keep(told)
        return told

    def _at_the_keyboard(self) -> None:
        logged = ("log", "--narrative", "The kettle exploded.", "--complainant", "name=Ada Smith")
        with suppress(AssertionError):
            while not self._stopped.is_set():
                self._keep(json.loads(self._plaint.run_apart(*logged, "--json")))

    def _keep(self, told: Any) -> None:
        with self._lock:
            self._acknowledged += [
                Acknowledged(told["complaint_id"], event["version"], event["event_id"])
                for event in told["events"]
            ]


RECEIVED = {
    "narrative": "The parcel came open and half of it was missing.",
    "complainant": {"name": "Grace Hopper", "email": "grace@example.org"},
}
