"""A Plaint over real databases, its HTTP interface, and a key for every role."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from adapters import logs
from adapters.postgres.contact_index import ContactIndex
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.reference_lookup import PostgresReferences
from adapters.postgres.views.asking import PostgresAnswers
from adapters.read_log import ReadLog
from adapters.secrets import Secrets
from adapters.settings import Settings
from adapters.wrapping import Kek
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import FOLLOWERS
from services.api.app import create_app
from services.commands.command_service import CommandService
from services.commands.duplicates import Duplicates
from services.policies.policy_in_force import PolicyBook
from services.wiring import Installation
from tests.api.policy import POLICY
from tests.support.policies import put_in_force
from tests.support.projecting import project
from tests.support.servers import PASSWORDS, FreshDatabases

SECRETS = Secrets(bytes(range(32)), (Kek("k1", bytes(range(32, 64))),), PASSWORDS)
CANARY = "Aurelia Featherstonehaugh"
NARRATIVE = f"The kettle of {CANARY} arrived without a lid."


@dataclass(frozen=True)
class House:
    """An installation and how to knock at its door."""

    app: FastAPI
    installation: Installation
    database: FreshDatabases
    keys: dict[str, str]
    principals: dict[str, Principal]

    def client(self, role: str | None = "handler", **headers: str) -> httpx.AsyncClient:
        """A client with the key of a role, or with none."""
        key = {"Authorization": f"Bearer {self.keys[role]}"} if role else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://plaint", headers=key | headers
        )

    async def received(self, **fields: Any) -> dict[str, Any]:
        """A complaint that was just received: the answer of its receipt."""
        async with self.client() as client:
            body = {"narrative": NARRATIVE, **fields}
            answer = await client.post("/v1/complaints/receive", json=body)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def project(self) -> None:
        """Bring every view to where the record is, as a worker on the store feed does."""
        project(self.database)


@asynccontextmanager
async def installed(
    database: FreshDatabases, *, adopts: bool = True, **more: Any
) -> AsyncIterator[Installation]:
    """The installation over these databases, with a policy in force.

    Its parts may be silent as long as the tests take; adopts: else what was adopted before is in
    force. more: other settings.
    """
    with TemporaryDirectory() as folder:
        # Tests ask as fast as they can, from one address.
        quick: dict[str, Any] = {"requests_per_second": 0, "keyless_requests_per_second": 0}
        settings = Settings(**{"data": Path(folder), "stalled_after": 3600.0, **quick, **more})
        record = await PostgresRecord.open(database.dsn())
        keys = await KeyStore.open(database.keys_dsn(), SECRETS.keks)
        if adopts:
            await put_in_force(record, POLICY, secret=SECRETS.installation)
        policies = PolicyBook(record)
        index = await ContactIndex.open(database.keys_dsn(), SECRETS.keks)
        duplicates = Duplicates(record, index, keys)
        complaints = CommandService(
            record, keys=keys, policies=policies, secret=SECRETS.installation, contacts=duplicates
        )
        yield Installation(
            settings,
            SECRETS,
            record,
            keys,
            policies,
            complaints,
            index,
            duplicates,
            ReadLog(Path(folder)),
            PostgresAnswers(record.pool),
            PostgresReferences(record.pool),
        )
    await index.aclose()
    await keys.aclose()
    await record.aclose()


@pytest.fixture(scope="module")
async def house(module_database: FreshDatabases) -> AsyncIterator[House]:
    """One house for all tests of a module."""
    async with installed(module_database) as installation:
        principals = Principals(installation.record.pool)
        made = {role: await principals.new(role, unit="north") for role in FOLLOWERS}
        yield House(
            create_app(installation),
            installation,
            module_database,
            {role: new.key for role, new in made.items()},
            {role: new.principal for role, new in made.items()},
        )


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged meanwhile, as the processes of Plaint write it."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers, root.level)
    logs.configure("debug", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers, root.level = before
