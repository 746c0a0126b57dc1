"""Everything killed at once in the middle of an import: nothing lost, nothing twice."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.operations.up import SAMPLES
from tests.e2e.installation import PLAINT, Running, environment, fresh_folder

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

ROWS = 3000


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder)
        running.up()
        yield running
        running.down()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The older sample again and again: identical rows count each."""
    path = tmp_path_factory.mktemp("import") / "many.csv"
    with gzip.open(SAMPLES / "cfpb-sample-2013.csv.gz", "rt", newline="") as sample:
        header, *rows = sample.read().splitlines(keepends=True)
    repeated = (rows * (ROWS // len(rows) + 1))[:ROWS]
    path.write_text(header + "".join(repeated), newline="")
    return path


def stored(plaint: Running) -> int:
    return max((int(view["head"]) for view in plaint.views()), default=0)


def test_after_a_kill_of_everything_the_import_goes_on_where_it_was(
    plaint: Running, file: Path
) -> None:
    importing = subprocess.Popen(
        [*PLAINT, "--data", str(plaint.folder), "import", "cfpb", str(file)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    plaint.wait_until(lambda: stored(plaint) > 900)
    plaint.kill_everything()
    importing.kill()
    importing.wait()
    plaint.up()
    (first,) = plaint.json("import", "cfpb", str(file))["files"]
    assert 0 < first["already"] < ROWS
    assert first["added"] == ROWS - first["already"]
    assert first["rows"] == ROWS and first["rejected"] == 0 and first["changed"] == 0
    (second,) = plaint.json("import", "cfpb", str(file))["files"]
    assert second["already"] == ROWS


def test_the_views_hold_every_complaint_once(plaint: Running) -> None:
    def received() -> int:
        rows = plaint.json("trends", "--figure", "received", "--by", "month", "--limit", "0")
        return sum(int(row["count"]) for row in rows["figures"][0]["rows"])

    plaint.wait_until(lambda: received() >= ROWS)
    assert received() == ROWS


def test_a_rebuild_from_the_store_gives_the_view_that_kafka_gave(plaint: Running) -> None:
    plaint.wait_until(lambda: max(plaint.lags()) == 0)
    for name in ("case_queue", "trends", "deadlines", "audit_trail"):
        rebuilt = plaint.json("projections", "rebuild", name)
        assert rebuilt["is_same"] is True, rebuilt


assert sys.platform == "linux", "processes are found by /proc"
