"""The worker as a process of its own, without Kafka: it starts, outlives an outage, and stops."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.local.folder import DataFolder
from adapters.postgres.roles import LOGINS
from adapters.postgres.views import PostgresViews, view_lag
from adapters.secrets import make_secrets
from adapters.settings import Settings, environment_for
from projections import discover
from tests.contract.test_views import NOTE
from tests.support.histories import COMPLAINTS, Telling, received
from tests.support.servers import PASSWORDS, FreshDatabases
from tests.support.storing import store
from tests.views.test_projecting import QUEUE, expected

pytestmark = pytest.mark.servers
PATIENCE = 60.0


@pytest.fixture
def settings(database: FreshDatabases) -> Iterator[Settings]:
    """An installation's folder that names the tests' database."""
    path = Path(tempfile.mkdtemp(prefix="plaint-worker-test-", dir="/tmp"))
    folder = DataFolder(path)
    folder.write_secret("passwords.json", json.dumps(PASSWORDS))
    make_secrets(folder.secrets, LOGINS)
    said = conninfo_to_dict(database.dsn())
    where = {name: said[name] for name in ("host", "port", "dbname") if name in said}
    folder.write_run({"database": make_conninfo("", **where)})
    yield Settings(data=path, kafka="off")
    shutil.rmtree(path)


@pytest.fixture
def process(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "services.run_projections"]
    with subprocess.Popen(
        command, env=environment_for(settings), stdout=subprocess.PIPE
    ) as started:
        yield started
        started.kill()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"it did not come true in {PATIENCE} s"
        time.sleep(0.05)


def test_the_worker_outlives_an_outage_and_stops_when_asked(
    database: FreshDatabases, process: subprocess.Popen[bytes]
) -> None:
    told = Telling()
    for complaint_id in COMPLAINTS:
        told.tell(received(), "RECEIVED", of=complaint_id)
    store(database, told)
    with closing(PostgresViews.open(database.dsn("plaint_replayer"))) as views:
        until(lambda: _lag(views) == 0)
        assert views.rows(QUEUE) == expected(told, QUEUE)

        head = told.deliveries[-1].position
        with database.superuser() as superuser:
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s "
                "AND application_name IN ('plaint projections', 'plaint store feed')",
                [database.names.record],
            )
    with closing(PostgresViews.open(database.dsn("plaint_replayer"), application="test")) as views:
        told.tell(NOTE, "RECEIVED", of=COMPLAINTS[0])
        store(database, told, after=head)
        until(lambda: _lag(views) == 0)
        for projection in discover():
            assert views.rows(projection) == expected(told, projection)

        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert view_lag.read(views.connection).workers == ()
    events = [json.loads(line)["event"] for line in out.splitlines()]
    assert events.count("projections.feeding") == 2
    assert "projections.again" in events
    assert events[-1] == "projections.ended"


def _lag(views: PostgresViews) -> int:
    """How far the least advanced view is behind; 1 while there is none."""
    return max((view.lag for view in view_lag.read(views.connection).views), default=1)
