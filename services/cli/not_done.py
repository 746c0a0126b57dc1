"""What the API answers instead of doing what somebody with a key of their own asked for."""

from collections.abc import Mapping
from typing import Any


class NotDone(Exception):
    """The API did not do it; the message is its problem's detail and what to do instead."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        faults = [
            f"{one.get('parameter') or one.get('pointer')}: {one['rule']}"
            for one in problem.get("errors") or ()
        ]
        told = [problem.get("detail"), *faults, problem.get("instead")]
        super().__init__("; ".join(map(str, filter(None, told))) or f"HTTP status {status}")
        self.status = status
