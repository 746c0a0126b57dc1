"""Files of many distinct complaints, made of the few that ship: other numbers, other days."""

import csv
import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from services.operations.up import SAMPLES

SAMPLE = SAMPLES / "cfpb-sample-2023.csv.gz"
FIRST_NUMBER = 20_000_000
DAYS = 1_000
DATES = ("date_received", "date_sent_to_company")
IN_PROGRESS = "In progress"


def written(path: Path, amount: int, *, response: str | None = None) -> Path:
    """A CSV of so many rows, the same at each time. response: of the company, in every row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names, *rows = _shipped()
        writer.writerow(names)
        for number in range(amount):
            row = dict(zip(names, rows[number % len(rows)], strict=True))
            earlier = timedelta(days=number // len(rows) % DAYS)
            row |= {name: _moved(row[name], earlier) for name in DATES}
            row["complaint_id"] = str(FIRST_NUMBER + number)
            row["company_response"] = response or row["company_response"]
            writer.writerow(row.values())
    return path


def _shipped() -> Iterator[list[str]]:
    with gzip.open(SAMPLE, "rt", encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def _moved(date: str, earlier: timedelta) -> str:
    return (datetime.fromisoformat(date) - earlier).isoformat()
