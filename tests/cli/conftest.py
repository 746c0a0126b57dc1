"""An installation on the tests' server, and the command line typed at it."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from typer.testing import CliRunner, Result

from adapters.local.folder import DataFolder
from adapters.postgres.heartbeats import CLOCK, Beat, beat, this_process
from adapters.postgres.roles import LOGINS
from adapters.postgres.views import PostgresViews
from adapters.secrets import make_secrets
from adapters.settings import Settings
from projections import discover
from services import addresses, wiring
from services.cli.app import make_app
from services.operations.first_policies import furnish
from services.run_projections import feed, feed_name
from services.streaming.projector import Projecting
from tests.support.servers import PASSWORDS, Cluster, FreshDatabases


@dataclass(frozen=True)
class Keyboard:
    """A terminal in front of one installation, without Kafka; each command is typed whole."""

    settings: Settings
    environment: dict[str, str]

    def types(self, *words: str, exit_code: int = 0, stdin: str | None = None) -> Result:
        """What comes of a command; it has to end with this exit code."""
        result = CliRunner().invoke(make_app(), words, env=self.environment, input=stdin)
        assert result.exit_code == exit_code, (result.exit_code, result.stderr, result.exception)
        return result

    def json(self, *words: str, stdin: str | None = None) -> Any:
        """The answer for programs."""
        return json.loads(self.types(*words, "--json", stdin=stdin).stdout)

    def project(self) -> None:
        """Bring every view up to date, as a worker would."""
        with closing(PostgresViews.open(addresses.projector_dsn(self.settings))) as views:
            named = feed_name(self.settings)
            projecting = Projecting(views, discover(), views.log_id(), named)
            projecting.prepare()
            with feed(self.settings, projecting) as fed:
                while projecting.step(fed, 0.05):
                    pass

    def tick(self) -> None:
        """Let the clock be heard of."""
        with psycopg.connect(addresses.writer_dsn(self.settings), autocommit=True) as connection:
            beat(connection, Beat(part=CLOCK, instance=this_process()))


@contextmanager
def _data_folder(database: FreshDatabases) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="plaint-cli-test-", dir="/tmp"))
    folder = DataFolder(path)
    folder.write_secret("passwords.json", json.dumps(PASSWORDS))
    make_secrets(folder.secrets, LOGINS)
    said = conninfo_to_dict(database.dsn())
    where = {name: said[name] for name in ("host", "port", "dbname") if name in said}
    folder.write_run({"database": make_conninfo("", **where)})
    try:
        yield path
    finally:
        shutil.rmtree(path)


@contextmanager
def _keyboard(database: FreshDatabases, **more: str) -> Iterator[Keyboard]:
    with _data_folder(database) as path:
        # As long as the tests take, nobody counts as silent who was heard of once.
        more = {"stalled_after": "3600", **more}
        settings = Settings.model_validate({"data": path, "kafka": "off", **more})
        named = {"DATA": str(path), "KAFKA": "off", **{k.upper(): v for k, v in more.items()}}
        environment = {f"PLAINT_{name}": value for name, value in named.items()}
        yield Keyboard(settings, {**environment, "COLUMNS": "80"})


@pytest.fixture(scope="module")
def keyboard(postgres: Cluster) -> Iterator[Keyboard]:
    """An installation under the policy for small organisations, for all tests of a module."""

    with (
        postgres.databases() as database,
        _keyboard(database, policy="small_organisation", zone="Europe/London") as made,
    ):
        asyncio.run(_publish(made.settings))
        yield made


async def _publish(settings: Settings) -> None:
    async with wiring.installation(settings) as installation:
        await furnish(installation, print)
