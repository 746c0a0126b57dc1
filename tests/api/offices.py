"""Houses that keep documents: over a database of tests, with settings of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from services.access.principals import Principals
from services.access.rights import ROLES
from services.api.app import create_app
from tests.api.conftest import House, installed
from tests.support.servers import FreshDatabases


@asynccontextmanager
async def opened(database: FreshDatabases, **settings: Any) -> AsyncIterator[House]:
    """A house with a key for every role."""
    async with installed(database, **settings) as installation:
        principals = Principals(installation.record.pool)
        made = {role: await principals.new(role) for role in ROLES}
        yield House(
            create_app(installation),
            installation,
            database,
            {role: new.key for role, new in made.items()},
            {role: new.principal for role, new in made.items()},
        )
