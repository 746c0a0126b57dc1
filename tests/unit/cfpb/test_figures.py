"""The extracts that come with Plaint: what they hold, and that the import loses none of it."""

import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from adapters.cfpb import CfpbFile
from adapters.cfpb.taxonomy import Kind, Taxonomy
from adapters.imported import ImportedComplaint
from domain.complaint.events import ComplaintForwarded, ComplaintReceived, KnownStateImported
from tests.golden_numbers import compared, distribution, figures, leaves, read
from tests.unit.cfpb.files import SAMPLE_2013, SAMPLE_2023, SECRET

EXPECTED = json.loads(
    (Path(__file__).parents[2] / "golden" / "cfpb_sample_figures.json").read_text(encoding="utf-8")
)
SAMPLES = pytest.mark.parametrize("path", [SAMPLE_2013, SAMPLE_2023], ids=lambda path: path.name)


@SAMPLES
def test_the_numbers_of_an_extract_are_as_written_down(path: Path) -> None:
    assert figures(read(path)) == EXPECTED[path.name]


@SAMPLES
def test_the_facts_of_the_import_give_the_same_numbers(path: Path) -> None:
    """Counted from facts and codes, by other code than the one that counts the rows."""
    source = CfpbFile(path, secret=SECRET)
    complaints = [row for row in source if isinstance(row, ImportedComplaint)]
    expected = EXPECTED[path.name]

    found = tables(complaints)

    for table in ("per_product", "per_issue", "per_company", "per_channel", "per_response"):
        assert found[table] == {name: counts["n"] for name, counts in expected[table].items()}
    for table in ("per_week", "per_month"):
        assert found[table] == {name: counts["n"] for name, counts in expected[table].items()}
    for name in ("untimely", "disputed_yes", "disputed_no", "in_progress"):
        assert found["totals"][name] == expected["totals"][name]
    assert found["early"] == expected["not_compared"]["sent_before_received"]
    days = expected["days_to_sending"]
    assert found["days"] == {name: days[name] for name in ("n", "median", "mean", "min", "max")}


def tables(complaints: list[ImportedComplaint]) -> dict[str, Any]:
    counted: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    days: list[int] = []
    label = Taxonomy.shipped().label

    def count(kind: Kind, code: str | None) -> None:
        named = label(kind, code or "")
        assert named is not None
        counted.setdefault(f"per_{kind}", Counter())[named] += 1

    for complaint in complaints:
        receipt, known, sending = (fact.event for fact in complaint.facts)
        assert isinstance(receipt, ComplaintReceived)
        assert isinstance(known, KnownStateImported)
        assert isinstance(sending, ComplaintForwarded)
        day, sent = complaint.facts[0].occurred.day, complaint.facts[2].occurred.day
        assert day is not None
        assert sent is not None
        days.append((sent - day).days)
        year, week, _ = day.isocalendar()
        monday = str(day.fromisocalendar(year, week, 1))
        counted.setdefault("per_week", Counter())[monday] += 1
        counted.setdefault("per_month", Counter())[str(day)[:7]] += 1
        count("product", receipt.issues[0].product_code)
        count("issue", receipt.issues[0].category_code)
        count("company", sending.body_code)
        count("channel", receipt.channel_code)
        count("response", known.source_outcome_code)
        totals["untimely"] += known.is_timely is False
        totals["disputed_yes"] += known.is_disputed is True
        totals["disputed_no"] += known.is_disputed is False
        totals["in_progress"] += known.known_state == "INVESTIGATING"
    early = sum(number < 0 for number in days)
    return {**counted, "totals": totals, "days": _spread(days), "early": early}


def _spread(days: list[int]) -> dict[str, float]:
    return {
        "n": len(days),
        "median": statistics.median(days),
        "mean": round(statistics.fmean(days), 6),
        "min": min(days),
        "max": max(days),
    }


def test_the_extracts_hold_every_kind_of_row() -> None:
    older, newer = EXPECTED[SAMPLE_2013.name], EXPECTED[SAMPLE_2023.name]

    assert (len(older["per_product"]), len(newer["per_product"])) == (11, 9)
    assert (len(older["per_channel"]), len(newer["per_channel"])) == (5, 5)
    assert (len(older["per_response"]), len(newer["per_response"])) == (6, 5)
    assert (len(older["per_month"]), len(newer["per_week"])) == (14, 5)
    assert older["not_compared"]["sent_before_received"] == 6
    answered = older["totals"]["disputed_yes"] + older["totals"]["disputed_no"]
    assert 0 < older["totals"]["disputed_yes"] < answered < older["totals"]["n"]
    assert newer["totals"]["disputed_pct"] is None


def test_a_distribution_interpolates_as_sql_does() -> None:
    found = distribution([4, 1, 2, 10])

    assert found["median"] == 3.0
    assert found["p90_cont"] == 8.2
    assert (found["mean"], found["min"], found["max"]) == (4.25, 1, 10)


def test_a_comparison_tells_every_number_that_differs_or_is_not_there() -> None:
    expected = EXPECTED[SAMPLE_2013.name]
    found = json.loads(json.dumps(expected))
    found["totals"]["untimely"] += 1
    del found["per_channel"]["Fax"]

    wrong = [text for agrees, text in compared(expected, found) if not agrees]

    same = compared(expected, expected)
    assert all(agrees for agrees, _ in same)
    assert len(same) == len(list(leaves(expected))) - len(expected["not_compared"])
    assert len(wrong) == 1 + len(expected["per_channel"]["Fax"])
    assert wrong[0].startswith("totals / untimely")
    assert "not there" in wrong[1]
