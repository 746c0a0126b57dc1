"""The growing record, in small: copies are true complaints, each figure is measured and shown."""

from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from tests.growth import __main__ as growth
from tests.growth.charts import chart
from tests.growth.growing import Growing, growing
from tests.growth.measuring import FIGURES, Load, measured
from tests.growth.processes import command
from tests.growth.shown import write
from tests.support.servers import Cluster

COMPLAINTS, UPTO = 60, 4_000


@pytest.fixture(scope="module")
def record(postgres: Cluster) -> Iterator[Growing]:
    with growing(postgres, COMPLAINTS) as made:
        yield made


@pytest.mark.servers
def test_a_record_grows_and_stays_true(record: Growing, tmp_path: Path) -> None:
    """Its check and rebuilds would say otherwise: chain, keys, blobs, commands, views."""
    stored: list[int] = []
    found = measured(record, UPTO, Load(tail=UPTO // 2, reads=4), stored.append)
    assert all(found[figure.key] > 0 for figure in FIGURES)
    assert UPTO / 2 < sum(stored) < UPTO < 2 * record.head
    page = tmp_path / "page.md"
    write(page, {UPTO: found, 2 * UPTO: found}, {"CPU": "a model"}, COMPLAINTS)
    text = page.read_text()
    assert all(f"| {one.name}, {one.unit} |" in text and one.how in text for one in FIGURES)
    assert all((tmp_path / "page" / f"{one.key}.svg").exists() for one in FIGURES)


@pytest.mark.servers
def test_copies_are_of_other_days_and_sealed_under_keys_of_their_own(record: Growing) -> None:
    """As many as the record grew by; the original has few complaints on one day."""
    answer, _ = command(record.settings, "trends", "--figure", "received", "--by", "day")
    (figure,) = answer["figures"]
    assert figure["count"] > 2 * COMPLAINTS
    assert len({row["period"] for row in figure["rows"] if row["count"]}) > COMPLAINTS
    with record.database.superuser(keys=True) as connection:
        (row,) = connection.execute("SELECT count(*) FROM data_key")
    assert int(str(row[0])) > 4 * COMPLAINTS


def test_a_chart_says_each_size_and_each_figure() -> None:
    drawn = chart("a < b, ms", [(100, 1.5), (1_000, 3.0), (10_000, 1_500.0)])
    texts = [one.text for one in ElementTree.fromstring(drawn).iter() if one.text]
    assert {"a < b, ms", "1.50", "3.00", "1,500", "100", "1,000", "10,000"} <= set(texts)


@pytest.mark.parametrize(
    ("arguments", "free", "said"),
    [
        (["--until=1000"], None, "the smallest size is 100,000"),
        (["--until=1000000"], 10**9, "stop earlier"),
    ],
)
def test_nothing_is_begun_that_does_not_fit(
    arguments: list[str],
    free: int | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    there = disk_usage("/") if free is None else SimpleNamespace(free=free)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: there)
    monkeypatch.setattr(growth, "server_of_our_own", None)
    assert growth.main(arguments) == 2
    assert said in capsys.readouterr().err
