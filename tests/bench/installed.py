"""An installation over databases of a bench: folder, secrets, policy; no process runs in it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from psycopg.conninfo import make_conninfo

from adapters.cfpb import CfpbFile
from adapters.imported import RejectedRow
from adapters.postgres.roles import LOGINS
from adapters.secrets import PASSWORDS as PASSWORDS_FILE
from adapters.secrets import make_secrets
from adapters.settings import Settings
from services.commands.importing import Importer
from services.operations.first_policies import furnish
from services.wiring import Installation, installation
from tests.support.servers import PASSWORDS, FreshDatabases


@contextmanager
def installed(database: FreshDatabases, **more: Any) -> Iterator[Settings]:
    """The settings of a new installation, furnished as at a first start. more: other settings."""
    with TemporaryDirectory(prefix="plaint-bench-") as name:
        secrets = Path(name, "secrets")
        secrets.mkdir()
        make_secrets(secrets, LOGINS)
        (secrets / PASSWORDS_FILE).write_text(json.dumps(PASSWORDS))
        settings = Settings(
            data=Path(name),
            database_url=address_of(database),
            stalled_after=3600.0,
            **{
                "kafka": "off",
                "requests_per_second": 0,
                "keyless_requests_per_second": 0,
                **more,
            },
        )
        asyncio.run(_furnished(settings))
        yield settings


def over(settings: Settings, database: FreshDatabases, **more: Any) -> Settings:
    """The same installation over a copy of its databases. more: other settings."""
    return settings.model_copy(update={"database_url": address_of(database), **more})


def address_of(database: FreshDatabases) -> str:
    """Where the record is, as settings name it."""
    return make_conninfo(database.admin_dsn, dbname=database.names.record)


async def imported(parts: Installation, file: Path) -> None:
    """Import a file, of which every row has to be good."""
    secret = parts.secrets.installation
    importer = Importer(parts.record, keys=parts.keys, secret=secret)
    await importer.run(CfpbFile(file, secret=secret), on_rejected=_unexpected)


async def _furnished(settings: Settings) -> None:
    async with installation(settings) as parts:
        await furnish(parts, lambda _sentence: None)


def _unexpected(row: RejectedRow) -> None:
    raise RuntimeError(f"line {row.line}: {row.reason}")
