"""How a command ends, and what ends it at the keyboard itself."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any


class Unfit(ValueError):
    """What was typed cannot be meant; the message says what to type instead."""


class MayNot(PermissionError):
    """The role that somebody acts in has no such command."""

    def __init__(self, role: str, command: str, roles: Iterable[str]) -> None:
        allowed = ", ".join(sorted(roles))
        super().__init__(
            f"the role {role} may not {command.replace('_', ' ')} (it is for: {allowed}): "
            "name another with --as, or ask somebody who has it"
        )


class RequestFailed(Exception):
    """The API did not do it; the message is its problem's detail and what to do instead."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        found = problem.get("errors") or ()
        faults = [f"{_place(one)}: {one.get('detail') or one['rule']}" for one in found]
        sentences = [problem.get("detail"), *faults, problem.get("instead")]
        super().__init__("; ".join(map(str, filter(None, sentences))) or f"HTTP status {status}")
        self.status = status
        self.problem = problem


def _place(fault: Mapping[str, Any]) -> str:
    """Where a fault is, as what is typed names it: the field, without the pointer's strokes."""
    pointer = str(fault.get("pointer") or "").strip("/").replace("/", " ")
    return str(fault.get("parameter") or pointer or "the command")


class Exit(IntEnum):
    """How a command ends; the numbers are part of the interface and stay."""

    DONE = 0
    REFUSED = 1
    UNFIT = 2
    UNAVAILABLE = 3
    NOT_FOUND = 4
    MOVED = 5
    PARTLY = 6
    UNFORESEEN = 70
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """The sentence that documents the number."""
        return MEANINGS[self]


MEANINGS = {
    Exit.DONE: "It was done.",
    Exit.REFUSED: "A rule of complaints handling refused it, and nothing was recorded; or what was "
    "looked at is not as it must be.",
    Exit.UNFIT: "What was typed, or a file or a setting, cannot be meant.",
    Exit.UNAVAILABLE: "Plaint is not running here, or something that it needs does not answer.",
    Exit.NOT_FOUND: "There is no such complaint, projection or key.",
    Exit.MOVED: "The complaint is at another version than --if-version says.",
    Exit.PARTLY: "The import is done, but some rows could not be read and are in the rejects file.",
    Exit.UNFORESEEN: "A fault in Plaint itself.",
    Exit.INTERRUPTED: "Ctrl-C; what was reported as done stays done.",
}
