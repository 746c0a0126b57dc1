"""`plaint generate`: a folder of its own, whole and marked, and the same figures for a seed."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.local.folder import FolderRefused
from adapters.settings import Settings
from services import addresses
from services.generating.performing import Tally
from services.generating.steps import GENERATED
from services.operations.generate import Wanted, generate, performed
from services.operations.starting import Screen
from tests.cli.conftest import Keyboard, _keyboard
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers

WANTED = Wanted(seed=3, complaints=40, until=date(2026, 11, 2))
QUIET = Screen(lambda _: None, lambda *_: nullcontext(lambda _: None))


@contextmanager
def _made(postgres: Cluster) -> Iterator[tuple[Keyboard, Tally]]:
    with (
        postgres.databases() as database,
        _keyboard(database, legal_entity=GENERATED) as keyboard,
    ):
        tally = asyncio.run(performed(keyboard.settings, WANTED, QUIET))
        keyboard.project()
        keyboard.tick()
        yield keyboard, tally


def _figures(keyboard: Keyboard) -> Any:
    """What is counted, without the id of the log."""
    found = [keyboard.json("trends", "--figure", name) for name in ("received", "days_to_close")]
    return [{**one, "source": None} for answer in found for one in answer["figures"]]


@pytest.fixture(scope="module")
def made(postgres: Cluster) -> Iterator[tuple[Keyboard, Tally]]:
    """One that was made up, without what `plaint generate` does around it."""
    with _made(postgres) as made:
        yield made


def test_the_same_seed_gives_the_same_figures(
    made: tuple[Keyboard, Tally], postgres: Cluster
) -> None:
    """Ids, keys and octets are others; what is counted of them is not."""
    keyboard, tally = made
    with _made(postgres) as (other, again):
        assert _figures(keyboard) == _figures(other)
        assert tally.by_outcome == again.by_outcome
        assert (tally.commands, tally.events) == (again.commands, again.events)
        assert tally.state_of != again.state_of


def test_nothing_is_refused_and_the_check_finds_no_difference(
    made: tuple[Keyboard, Tally],
) -> None:
    keyboard, tally = made
    assert tally.refused == 0
    assert len(tally.state_of) >= WANTED.complaints
    assert keyboard.json("check", "--no-topic")["is_same"]


def test_what_was_recorded_lies_in_order_of_the_times_that_are_made_up(
    made: tuple[Keyboard, Tally],
) -> None:
    """Position by position, the policies first."""
    keyboard, _ = made
    with psycopg.connect(addresses.writer_dsn(keyboard.settings)) as connection:
        rows = connection.execute("SELECT public FROM event ORDER BY position").fetchall()
    moments = [json.loads(bytes(public))["recorded_at"] for (public,) in rows]
    assert moments == sorted(moments)
    assert moments[0] == "2023-11-02T00:00:00.000000Z"


def test_the_folder_says_that_its_complaints_are_made_up(made: tuple[Keyboard, Tally]) -> None:
    keyboard, _ = made
    assert "made up, by `plaint generate`" in keyboard.types("status").stdout
    assert keyboard.json("status")["legal_entities"] == [GENERATED]


def test_a_folder_that_holds_anything_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(FolderRefused, match="not empty"):
        generate(Settings(), WANTED, tmp_path, QUIET)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize("day", ["tomorrow", "2999-01-01"])
def test_a_day_that_cannot_be_meant_is_refused(
    day: str, tmp_path: Path, keyboard: Keyboard
) -> None:
    new = tmp_path / "new"
    typed = keyboard.types("generate", "--into", str(new), "--until", day, exit_code=2)
    assert "--until" in typed.stderr
    assert not new.exists()
