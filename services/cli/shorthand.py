"""What short words stand for: the zone of a bare time, an issue's number, an id's first letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.complaint.reckoning import zone_after
from domain.recorded import Recorded
from services.cli.exits import Unfit

SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a person may leave unsaid about one complaint.

    zone: of times that name none. issues: id by number. ids: every id that its events name.
    """

    zone: str
    issues: Mapping[int, UUID] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, history: Iterable[Recorded], zone: str) -> "Known":
        """What the events of a complaint name. zone: the house's, where they name none."""
        issues: dict[int, UUID] = {}
        ids: set[str] = set()
        own: str | None = None
        for recorded in history:
            own = zone_after(own, recorded)
            ids.add(str(recorded.event_id))
            plain = recorded.event.model_dump(exclude_none=True)
            ids.update(map(str, _ids(plain)))
            issues.update((one["issue_no"], one["issue_id"]) for one in _numbered(plain))
        return cls(own or zone, issues, frozenset(ids))

    def id_of(self, field: str, word: str) -> str:
        """The whole id: of an issue by its number, of anything by its first characters.

        Raises Unfit where nothing or several things are meant.
        """
        if field.startswith("issue_id") and word.isdecimal() and len(word) < SHORTEST:
            if int(word) not in self.issues:
                numbers = ", ".join(map(str, sorted(self.issues))) or "none"
                raise Unfit(f"there is no issue {word} here (there are: {numbers})")
            return str(self.issues[int(word)])
        found = [one for one in self.ids if one.startswith(word.lower())]
        if len(word) < SHORTEST or len(word) == 36 or not self.ids:
            return word
        if len(found) != 1:
            many = "several ids begin" if found else "no id of this complaint begins"
            raise Unfit(f"{many} with {word!r}: see `plaint history`")
        return found[0]


def _ids(value: Any) -> Iterable[UUID]:
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, dict):
        yield from _ids(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _ids(one)


def _numbered(value: Any) -> Iterable[dict[str, Any]]:
    if isinstance(value, dict):
        if "issue_no" in value and "issue_id" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _numbered(one)
