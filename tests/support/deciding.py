"""Commands decided on a real record with a real key store, by processes that come and go."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.wrapping import Kek
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.policies.policy_in_force import Policies, PolicyBook
from tests.support.policies import put_in_force
from tests.support.servers import FreshDatabases

NAMES = UUID("5a1f3c77-0f0e-5d2b-9a61-9d1f6c2b7e01")
SECRET = bytes(range(32))
KEKS = (Kek("k1", bytes(range(32, 64))),)
HANDLER = Actor(kind="staff", id=uuid5(NAMES, "handler"), role="handler", unit="north")
Step = tuple[str, Mapping[str, Any]]
"""A command and its fields."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What one process of Plaint runs commands with."""

    record: PostgresRecord
    keys: KeyStore
    policies: Policies
    complaints: CommandService

    async def publish(self, policy: Policy) -> None:
        """Publish a new version of the policy, and put it in force."""
        await put_in_force(self.record, policy, secret=SECRET)

    async def told(self, *steps: Step) -> CommandResult:
        """A new complaint that went through these commands, each made once."""
        done: CommandResult | None = None
        for step in steps:
            done = await self.complaints.run(asked(step, of=done))
        assert done is not None
        return done


@asynccontextmanager
async def instance(
    database: FreshDatabases, policies: Policies | None = None
) -> AsyncIterator[Instance]:
    """A process that starts on these databases, remembers nothing, and ends.

    policies: those of the record, unless told.
    """
    record = await PostgresRecord.open(database.dsn())
    keys = await KeyStore.open(database.keys_dsn(), KEKS)
    policies = policies or PolicyBook(record)
    complaints = CommandService(record, keys=keys, policies=policies, secret=SECRET)
    yield Instance(record, keys, policies, complaints)
    await keys.aclose()
    await record.aclose()


def asked(
    step: Step, *, of: CommandResult | None = None, key: str | None = None, insists: bool = False
) -> CommandRequest:
    """A command of the handler as it comes to the door.

    of: the complaint, as its caller knows it. key: what makes its repeat recognisable. insists:
    whether it is to be done at the version that the caller knows alone.
    """
    name, fields = step
    return CommandRequest(
        name=name,
        command=COMMANDS[name].model.model_validate(fields),
        actor=HANDLER,
        stream_id=of.stream_id if of else None,
        key=("http", str(HANDLER.id), key) if key else None,
        expected_versions=frozenset({of.version}) if of and insists else None,
    )


def stored(database: FreshDatabases) -> dict[str, int]:
    """How many rows each table of the record and of the key store has."""
    tables = {"event": False, "command": False, "claim": False, "sealed": False, "data_key": True}
    counted: dict[str, int] = {}
    for table, keys in tables.items():
        with database.superuser(keys=keys) as superuser:
            row = superuser.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
            assert row is not None
            counted[table] = int(str(row[0]))
    return counted
