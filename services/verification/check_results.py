"""What a check found: for each thing looked at how many, how many differ, and the first of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be; position: its place in the record, where it has one."""

    position: Annotated[int | None, "Where in the record, if it has a place there."]
    said: Annotated[str, "What differs, in words."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one thing that was looked at."""

    what: Annotated[str, "What was looked at; the codes are listed in docs/cli.md."]
    checked: Annotated[int, "How many were looked at."]
    differs: Annotated[int, "How many are not as they must be."]
    first: Annotated[Difference | None, "The one with the least position; null where none differs."]
    counts: Annotated[Mapping[str, int], "What else was counted; nothing of it is a difference."]
    skipped: Annotated[str | None, "Why it was not looked at; null where it was."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found."""

    log_id: Annotated[UUID, "Which incarnation of the log it is."]
    head: Annotated[int, "The last position that was looked at."]
    is_same: Annotated[bool, "Whether nothing differs in what was looked at."]
    seconds: Annotated[float, "How long it took."]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Look:
    """One thing being looked at; counts as it goes and keeps the first difference."""

    what: str
    checked: int = 0
    differs: int = 0
    first: Difference | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def differ(self, position: int | None, said: str) -> None:
        """Note a difference."""
        self.differs += 1
        self._keep(Difference(position, said))

    def count(self, name: str, number: int = 1) -> None:
        """Count something that is no difference."""
        self.counts[name] = self.counts.get(name, 0) + number

    def join(self, other: "Look") -> None:
        """Add what another found of the same thing in another part of the record."""
        self.checked += other.checked
        self.differs += other.differs
        for name, number in other.counts.items():
            self.count(name, number)
        if other.first is not None:
            self._keep(other.first)

    def found(self) -> Finding:
        """What it came to."""
        return Finding(
            what=self.what,
            checked=self.checked,
            differs=self.differs,
            first=self.first,
            counts=self.counts,
            skipped=None,
        )

    def _keep(self, one: Difference) -> None:
        if self.first is None or _place(one) < _place(self.first):
            self.first = one


def skipped(what: str, why: str) -> Finding:
    """That something was not looked at, and why."""
    return Finding(what=what, checked=0, differs=0, first=None, counts={}, skipped=why)


def _place(difference: Difference) -> float:
    return float("inf") if difference.position is None else difference.position
