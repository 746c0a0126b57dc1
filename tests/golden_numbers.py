"""Golden numbers of a CFPB file, counted without Plaint, and whether Plaint says the same.

``python -m tests.golden_numbers FILE...`` compares with the installation that has imported the
files; ``--alone`` only prints the numbers. They use neither the import nor the projections: rows
come by the csv module, days and quantiles by code of this module.
"""

import argparse
import csv
import gzip
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.golden_of_plaint import figures_of_plaint

Figures = dict[str, Any]

OLDER_NAMES = {
    "date_received": "Date received",
    "date_sent_to_company": "Date sent to company",
    "product": "Product",
    "issue": "Issue",
    "company": "Company",
    "submitted_via": "Submitted via",
    "company_response": "Company response to consumer",
    "timely": "Timely response?",
    "consumer_disputed": "Consumer disputed?",
}


@dataclass(frozen=True)
class Row:
    """What is counted of one row. disputed: None where nobody was asked."""

    received: date
    sent: date
    product: str
    issue: str
    company: str
    channel: str
    response: str
    timely: bool
    disputed: bool | None

    @property
    def days(self) -> int:
        """Whole calendar days from the receipt to the sending on."""
        return (self.sent - self.received).days


def read(path: Path) -> list[Row]:
    """Every row of a file in either layout, plain or gzip."""
    octets = path.read_bytes()
    text = (gzip.decompress(octets) if octets[:2] == b"\x1f\x8b" else octets).decode("utf-8-sig")
    return [_row(given) for given in csv.DictReader(io.StringIO(text, newline=""))]


def _row(given: dict[str, str]) -> Row:
    if "date_received" not in given:
        given = {name: given[older] for name, older in OLDER_NAMES.items()}
    return Row(
        received=_day(given["date_received"]),
        sent=_day(given["date_sent_to_company"]),
        product=given["product"],
        issue=given["issue"],
        company=given["company"],
        channel=given["submitted_via"],
        response=given["company_response"],
        timely=given["timely"] == "Yes",
        disputed={"Yes": True, "No": False}.get(given["consumer_disputed"]),
    )


def _day(text: str) -> date:
    if "/" in text:
        month, day, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text[:10])


def figures(rows: Sequence[Row]) -> Figures:
    """All tables of a file; a key is what the source calls the thing, a share is in per cent."""
    return {
        "totals": {
            **_counts(rows),
            "first": str(min(row.received for row in rows)),
            "last": str(max(row.received for row in rows)),
            "timely_pct": _percent(sum(row.timely for row in rows), len(rows)),
            "in_progress": sum(row.response == "In progress" for row in rows),
            "companies": len({row.company for row in rows}),
        },
        "per_week": _table(rows, lambda row: str(_monday(row.received))),
        "per_month": _table(rows, lambda row: f"{row.received:%Y-%m}"),
        "per_product": _table(rows, lambda row: row.product),
        "per_issue": _table(rows, lambda row: row.issue),
        "per_company": _table(rows, lambda row: row.company),
        "per_channel": _table(rows, lambda row: row.channel),
        "per_response": _table(rows, lambda row: row.response),
        "days_to_sending": distribution([row.days for row in rows]),
        "not_compared": _beside(rows),
    }


def _beside(rows: Sequence[Row]) -> Figures:
    """What Plaint does not tell as a figure."""
    days = sorted(row.days for row in rows)
    return {
        "first_sent": str(min(row.sent for row in rows)),
        "last_sent": str(max(row.sent for row in rows)),
        "sent_before_received": sum(row.days < 0 for row in rows),
        "p90_disc_of_days_to_sending": days[-(-len(days) * 9 // 10) - 1],
    }


def _table(rows: Iterable[Row], key: Callable[[Row], str]) -> Figures:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: _counts(groups[name]) for name in sorted(groups)}


def _counts(rows: Sequence[Row]) -> Figures:
    answers = Counter(row.disputed for row in rows)
    asked = answers[True] + answers[False]
    return {
        "n": len(rows),
        "untimely": sum(not row.timely for row in rows),
        "monetary": sum(row.response == "Closed with monetary relief" for row in rows),
        "disputed_yes": answers[True],
        "disputed_no": answers[False],
        "disputed_pct": _percent(answers[True], asked),
    }


def distribution(days: Sequence[int]) -> Figures:
    """How whole days are spread; median and p90 interpolated as PERCENTILE_CONT does it."""
    ordered = sorted(days)
    return {
        "n": len(ordered),
        "median": _interpolated(ordered, Fraction(1, 2)),
        "p90_cont": _interpolated(ordered, Fraction(9, 10)),
        "mean": round(sum(ordered) / len(ordered), 6),
        "min": ordered[0],
        "max": ordered[-1],
    }


def _interpolated(ordered: Sequence[int], share: Fraction) -> float:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return round(float(ordered[below] + (place - below) * (ordered[above] - ordered[below])), 6)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 6) if whole else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def leaves(figures: Figures, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each single number with the names that lead to it."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name), value


def compared(expected: Figures, found: Figures) -> list[tuple[bool, str]]:
    """One line for each expected number: whether it was found, and what is to be shown."""
    given = dict(leaves(found))
    lines = []
    for names, value in leaves(expected):
        if names[0] == "not_compared":
            continue
        agrees = names in given and _same(value, given[names])
        verdict = "ok" if agrees else f"differs: {given.get(names, 'not there')}"
        lines.append((agrees, f"{' / '.join(names)[-90:]:<90} {value!s:>12}  {verdict}"))
    return lines


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one))
    return bool(one == other)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the numbers of each file, compared unless alone; 1 when any differs."""
    parser = argparse.ArgumentParser(prog="golden_numbers", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--alone", action="store_true", help="only print what the files hold")
    asked = parser.parse_args(arguments)
    all_agree = True
    for path in asked.files:
        expected = figures(read(path))
        if asked.alone:
            print(json.dumps({path.name: expected}, indent=1, ensure_ascii=False))
            continue
        lines = compared(expected, figures_of_plaint(expected))
        print(path.name, *(text for _, text in lines), sep="\n")
        all_agree = all_agree and all(agrees for agrees, _ in lines)
    return 0 if all_agree else 1


if __name__ == "__main__":
    sys.exit(main())
