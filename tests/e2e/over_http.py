"""A member of staff who works over HTTP alone, as an integration would."""

import json
import urllib.error
import urllib.request
from typing import Any

from tests.e2e.installation import Running


class Caller:
    """Somebody with a key; every answer is read as JSON."""

    def __init__(self, plaint: Running, role: str) -> None:
        made = plaint.json("key", "new", "--role", role)
        self._key: str = made["key"]
        self.principal: str = made["principal"]
        self._root = f"http://127.0.0.1:{plaint.note()['port']}"

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """What came of a command; it must not be refused."""
        status, told = self._call("POST", path, json.dumps(body).encode())
        assert status in (200, 201), told
        return told

    def refused(self, path: str, **body: Any) -> dict[str, Any]:
        """The problem of a command that must be refused."""
        status, told = self._call("POST", path, json.dumps(body).encode())
        assert status >= 400, told
        return told

    def get(self, path: str) -> dict[str, Any]:
        """What there is to read."""
        status, told = self._call("GET", path, None)
        assert status == 200, told
        return told

    def _call(self, method: str, path: str, body: bytes | None) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._key}", "If-Match": "*"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(
            f"{self._root}/v1/{path}", data=body, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)
