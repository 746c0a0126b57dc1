"""The API in a process of its own, over databases of its own, and the way into its record."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from anyio.from_thread import BlockingPortal, start_blocking_portal
from psycopg.conninfo import make_conninfo

from adapters.local.ports import choose_port, hold_port
from adapters.postgres.roles import LOGINS
from adapters.secrets import PASSWORDS as PASSWORDS_FILE
from adapters.secrets import make_secrets
from adapters.settings import Settings, environment_for
from domain.policy import Policy
from services.wiring import Installation, installation
from tests.support.door import OPENER
from tests.support.policies import put_in_force
from tests.support.servers import PASSWORDS, FreshDatabases

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """A served Plaint. parts: the same installation, opened here too; log: what the API says."""

    port: int
    parts: Installation
    portal: BlockingPortal
    database: FreshDatabases
    log: Path


@contextmanager
def served(database: FreshDatabases, policy: Policy) -> Iterator[Served]:
    """The API under this policy, no limit on how often it is asked; it ends at the end."""
    with TemporaryDirectory(prefix="plaint-fuzz-") as name, start_blocking_portal() as portal:
        folder = Path(name)
        (folder / "secrets").mkdir()
        make_secrets(folder / "secrets", LOGINS)
        (folder / "secrets" / PASSWORDS_FILE).write_text(json.dumps(PASSWORDS))
        settings = Settings(
            data=folder,
            database_url=make_conninfo(database.admin_dsn, dbname=database.names.record),
            port=choose_port(None, None),
            kafka="off",
            requests_per_second=0,
            keyless_requests_per_second=0,
            stalled_after=3600.0,
        )
        assert settings.port is not None
        with portal.wrap_async_context_manager(installation(settings)) as parts:
            portal.call(_in_force, parts, policy)
            with serving(settings, folder / "api.log"):
                yield Served(settings.port, parts, portal, database, folder / "api.log")


async def _in_force(parts: Installation, policy: Policy) -> None:
    await put_in_force(parts.record, policy, secret=parts.secrets.installation)


@contextmanager
def serving(settings: Settings, log: Path) -> Iterator[None]:
    """The API of an installation in processes of its own, which end at the end."""
    with log.open("wb") as output, hold_port(settings.port, None) as held:
        command = [sys.executable, "-m", "services.run_api", f"--socket={held.fileno()}"]
        processes = [
            subprocess.Popen(
                [*command, f"--number={number}"],
                cwd=ROOT,
                env=environment_for(settings),
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[held.fileno()],
            )
            for number in range(1, settings.api_processes + 1)
        ]
    try:
        _wait_until_ready(settings.port or 0, log)
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _wait_until_ready(port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with (
            suppress(OSError),
            OPENER.open(urllib.request.Request(f"http://127.0.0.1:{port}/readyz"), timeout=5),
        ):
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())
