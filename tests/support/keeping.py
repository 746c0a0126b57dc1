"""A record, its keys and its contact index in a real PostgreSQL, and complaints that are erased."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.postgres.contact_index import ContactIndex
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.wrapping import Kek
from domain.registry import COMMANDS
from domain.values import Actor, PolicyRef
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.duplicates import Duplicates
from services.commands.erasing import Erasures
from services.policies.policy_in_force import PolicyInForce
from tests.support.controls import APPROVER, HANDLER, POLICY, PRIVACY_OFFICER
from tests.support.servers import FreshDatabases

KEKS = (Kek("k1", bytes(range(32, 64))),)
SECRET = bytes(range(32))
ADA: Mapping[str, Any] = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "phone": "+44 20 7946 0958",
    "postal_code": "SW1Y 4JH",
}


class FixedPolicy:
    """The default policy, in force for ever."""

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        return PolicyInForce(
            POLICY, PolicyRef(id=POLICY.policy_id, version=1), "main", "Europe/London"
        )


@dataclass(frozen=True, slots=True)
class Keeping:
    """What one process of Plaint keeps and erases complaints with."""

    record: PostgresRecord
    keys: KeyStore
    index: ContactIndex
    duplicates: Duplicates
    complaints: CommandService
    erasures: Erasures

    async def do(self, name: str, of: CommandResult | None = None, **asked: Any) -> CommandResult:
        """A command, by the handler unless told; key: what makes its repeat recognisable."""
        return await self.complaints.run(wanted(name, of, **asked))

    async def closed(self, **told: Any) -> CommandResult:
        """A complaint that was settled and is closed."""
        asked = {"narrative": "The parcel came late.", "complainant": dict(ADA), **told}
        remedies = [{"kind_code": "apology"}]
        return await self.do("settle", solution="We said sorry.", remedies=remedies, **asked)

    async def approved(self, of: CommandResult, **asked: Any) -> UUID:
        """A request to erase that somebody else approved; its id."""
        basis = {"legal_basis_code": "right_to_erasure", "by": PRIVACY_OFFICER, **asked}
        requested = await self.do("request_erasure", of, **basis)
        assert requested.state is not None
        request_id: UUID = list(requested.state.erasures)[-1]
        await self.do("approve_erasure", of, request_id=request_id, by=APPROVER)
        return request_id


def wanted(name: str, of: CommandResult | None = None, **asked: Any) -> CommandRequest:
    """A command as it comes to the door."""
    by: Actor = asked.pop("by", HANDLER)
    key: str | None = asked.pop("key", None)
    return CommandRequest(
        name=name,
        command=COMMANDS[name].model.model_validate(asked),
        actor=by,
        stream_id=of.stream_id if of else None,
        key=("http", str(by.id), key) if key else None,
    )


@asynccontextmanager
async def keeping(database: FreshDatabases) -> AsyncIterator[Keeping]:
    """A process that starts on these databases, remembers nothing, and ends."""
    record = await PostgresRecord.open(database.dsn())
    keys = await KeyStore.open(database.keys_dsn(), KEKS)
    index = await ContactIndex.open(database.keys_dsn(), KEKS)
    duplicates = Duplicates(record, index, keys)
    complaints = CommandService(
        record, keys=keys, policies=FixedPolicy(), secret=SECRET, contacts=duplicates
    )
    yield Keeping(record, keys, index, duplicates, complaints, Erasures(complaints, record, keys))
    await index.aclose()
    await keys.aclose()
    await record.aclose()
