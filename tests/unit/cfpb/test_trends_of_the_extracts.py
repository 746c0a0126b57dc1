"""The golden numbers by the way that Plaint takes: rows, facts, the trends view, its answers."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from adapters.cfpb import CfpbFile
from adapters.imported import ImportedComplaint
from domain.complaint.events import KnownStateImported
from domain.recorded import Recorded
from domain.values import Actor
from projections import trends
from services.queries.answers import DURATIONS, Source, TrendsAsked
from services.queries.periods import first_day
from services.queries.trend_rows import trends_of
from tests.golden_numbers import compared, figures, read
from tests.golden_of_plaint import Rows, figures_of_plaint
from tests.unit.cfpb.files import SAMPLE_2013, SAMPLE_2023, SECRET

SOURCE = Source(view="trends", version=1, log_id=UUID(int=1), complete_upto=1, head=1)
IMPORTER = Actor(kind="system", id=UUID(int=2), role="importer")
WORDS: dict[str, trends.Attribute] = {
    name.removesuffix("_code").removeprefix("is_"): name for name in get_args(trends.Attribute)
}


@pytest.mark.parametrize("path", [SAMPLE_2013, SAMPLE_2023], ids=lambda path: path.name)
def test_plaint_tells_of_an_extract_what_is_counted_in_the_file(path: Path) -> None:
    cells = cells_of(path)
    expected = figures(read(path))

    lines = compared(expected, figures_of_plaint(expected, lambda asked: answer(cells, asked)))

    assert len(lines) > 900
    assert [text for agrees, text in lines if not agrees] == []


def cells_of(path: Path) -> Counter[trends.Cell]:
    cells: Counter[trends.Cell] = Counter()
    for complaint in CfpbFile(path, secret=SECRET):
        assert isinstance(complaint, ImportedComplaint)
        counted = None
        for recorded in recorded_of(complaint):
            counted = trends.fold(counted, recorded)
        assert counted is not None
        cells.update(trends.contributions(counted))
    return cells


def recorded_of(complaint: ImportedComplaint) -> list[Recorded]:
    known = complaint.facts[1].event
    assert isinstance(known, KnownStateImported)
    return [
        Recorded(
            event=fact.event,
            event_id=UUID(int=version),
            stream_kind="complaint",
            stream_id=complaint.complaint_id,
            version=version,
            occurred=fact.occurred,
            recorded_at=datetime(2026, 3, 5, tzinfo=UTC),
            actor=IMPORTER,
            command_id=complaint.command_id,
            correlation_id=complaint.command_id,
            prev="",
            state="RECEIVED" if version == 1 else known.known_state,
        )
        for version, fact in enumerate(complaint.facts, start=1)
    ]


def answer(cells: Counter[trends.Cell], question: Sequence[str]) -> Rows:
    """What ``plaint trends --json`` answers, from cells in memory instead of the view's table."""
    options = list(zip(question[::2], question[1::2], strict=True))
    single = dict(options)
    only = single["--only"].split("=")
    words = [word for option, word in options if option == "--by"]
    period: Any = next((word for word in words if word not in WORDS), None)
    by = tuple(WORDS[word] for word in words if word in WORDS)
    figure = single["--figure"]
    days = date.fromisoformat(single["--since"]), date.fromisoformat(single["--until"])
    sums: Counter[tuple[Any, ...]] = Counter()
    for cell, count in cells.items():
        chosen = cell.figure == figure and getattr(cell, WORDS[only[0]]) == only[1]
        if not chosen or not days[0] <= cell.day <= days[1]:
            continue
        key: list[Any] = [] if period is None else [first_day(cell.day, period)]
        key += [getattr(cell, attribute) for attribute in by]
        sums[tuple([*key, cell.days] if figure in DURATIONS else key)] += count
    asked: Any = {"figure": figure, "by": by, "period": period}
    wanted = TrendsAsked(**asked, since=days[0], until=days[1])
    told = trends_of(wanted, [(*key, n) for key, n in sums.items()], SOURCE, ends=days)
    plain = TypeAdapter(object).dump_python(told, mode="json", exclude_none=True)
    rows: Rows = json.loads(json.dumps(plain))["rows"]
    return rows
