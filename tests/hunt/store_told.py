"""What all callers of a hunt were told, read back from their notes and held against the record."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import orjson

from adapters.postgres.reading import PostgresRecord
from tests.api.policy import POLICY
from tests.hunt.findings import Finding
from tests.hunt.store_audit import Audit, Octets, audit
from tests.support.deciding import SECRET
from tests.support.policies import put_in_force
from tests.support.servers import FreshDatabases

PUBLISHED = """
SELECT command_id FROM command JOIN event ON position = first_position WHERE slice IS NULL
"""


@dataclass
class Told:
    """What all callers were told, in all lives of their processes."""

    events: Octets = field(default_factory=dict)
    commands: set[UUID] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    told_otherwise: int = 0
    wrong: list[str] = field(default_factory=list)
    _first: dict[str, object] = field(default_factory=dict)

    def read(self, folder: Path) -> None:
        """Takes in the notes of a folder."""
        for file in sorted(folder.glob("*.notes")):
            for line in notes_of(file):
                self._take(line)

    def _take(self, line: dict[str, object]) -> None:
        if "wrong" in line:
            self.wrong.append(f"{line['key']}: {line['wrong']}")
            return
        key, command, events = str(line["key"]), UUID(str(line["command"])), line["events"]
        assert isinstance(events, dict)
        self.answers[key] += 1
        answer = (command, events)
        self.told_otherwise += self._first.setdefault(key, answer) != answer
        self.commands.add(command)
        stream = UUID(str(line["stream"]))
        self.events |= {(stream, int(v)): bytes.fromhex(leaf) for v, leaf in events.items()}


def notes_of(file: Path) -> list[dict[str, object]]:
    """The lines of a process's notes."""
    return [orjson.loads(line) for line in file.read_bytes().splitlines()]


def publish_policy(database: FreshDatabases) -> None:
    """The policy that callers decide under, adopted, as the first events of the record."""
    asyncio.run(_publish(database))


async def _publish(database: FreshDatabases) -> None:
    record = await PostgresRecord.open(database.dsn())
    await put_in_force(record, POLICY, secret=SECRET)
    await record.aclose()


def held_against(
    database: FreshDatabases, folder: Path, *others: UUID
) -> tuple[list[Finding], Audit]:
    """Whether the record holds what the callers were told, and no more; and all else about it.

    others: commands stored that no caller asked for.
    """
    told = Told()
    told.read(folder)
    assert not told.wrong, told.wrong[:3]
    with database.superuser() as connection:
        published = {UUID(str(one)) for (one,) in connection.execute(PUBLISHED).fetchall()}
    events = len(told.events)
    found = audit(database, told.events, {*told.commands, *others, *published})
    repeats = sum(count > 1 for count in told.answers.values())
    there = events - len(told.events)
    otherwise = Finding("commands repeated and told otherwise", repeats, 0, told.told_otherwise)
    return [
        Finding("events that callers were told of, and found", events, events, there),
        *([otherwise] if repeats else []),
    ], found
