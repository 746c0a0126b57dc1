"""The golden tables as an installation tells them, by ``plaint trends --json``."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters.cfpb.taxonomy import Kind, Taxonomy

Rows = list[dict[str, Any]]
Ask = Callable[[Sequence[str]], Rows]

JUDGED = ("--by", "timely", "--by", "disputed", "--by", "source_outcome")
TABLES: dict[str, tuple[str, str, Kind]] = {
    "per_product": ("product", "product_code", "product"),
    "per_issue": ("category", "category_code", "issue"),
    "per_company": ("body", "body_code", "company"),
    "per_channel": ("channel", "channel_code", "channel"),
    "per_response": ("source_outcome", "source_outcome_code", "response"),
}
"""Our table: by which word of the command, under which attribute, in codes of which kind."""


def rows_of_plaint(question: Sequence[str]) -> Rows:
    """The cells that the command beside this Python answers with."""
    command = [str(Path(sys.executable).with_name("plaint")), "trends", "--json", *question]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    rows: Rows = json.loads(told)["figures"][0]["rows"]
    return rows


def figures_of_plaint(expected: Mapping[str, Any], ask: Ask = rows_of_plaint) -> dict[str, Any]:
    """What the installation says of the complaints that came in the days of a file.

    expected: the file's own figures; they tell the days to ask for and the labels of the codes.
    """
    totals, beside = expected["totals"], expected["not_compared"]
    received = _figure("received", since=totals["first"], until=totals["last"])
    sent = _figure("days_to_forward", since=beside["first_sent"], until=beside["last_sent"])
    tables = {
        table: _table(ask((*received, *_by(word))), _labels(kind, expected[table], attribute))
        for table, (word, attribute, kind) in TABLES.items()
    }
    by_day = _table(ask((*received, "--by", "day", *JUDGED)), lambda row: str(row["period"]))
    return {
        "totals": {
            **_summed(by_day.values()),
            "first": min(by_day),
            "last": max(by_day),
            "in_progress": tables["per_response"].get("In progress", {}).get("n", 0),
            "companies": len(tables["per_company"]),
        },
        "per_week": _table(ask((*received, "--by", "week", *JUDGED)), lambda row: row["period"]),
        "per_month": _table(
            ask((*received, "--by", "month", *JUDGED)), lambda row: row["period"][:7]
        ),
        **tables,
        "days_to_sending": _spread(ask(sent)[0]["days"]),
    }


def _figure(figure: str, *, since: str, until: str) -> tuple[str, ...]:
    days = ("--since", since, "--until", until)
    return ("--only", "legal_entity=cfpb", "--figure", figure, *days)


def _by(word: str) -> tuple[str, ...]:
    return JUDGED if word in JUDGED else ("--by", word, *JUDGED)


def _labels(kind: Kind, labels: Iterable[str], attribute: str) -> Callable[[dict[str, Any]], str]:
    taxonomy = Taxonomy.shipped()
    named = {taxonomy.code(kind, label): label for label in labels}

    def label(row: dict[str, Any]) -> str:
        code = str(row["attributes"].get(attribute))
        return named.get(code, code)

    return label


def _table(rows: Rows, key: Callable[[dict[str, Any]], str]) -> dict[str, dict[str, Any]]:
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        if not row["count"]:
            continue  # a period of a group in which nothing was counted
        attributes, counts = row["attributes"], counted.setdefault(key(row), Counter())
        counts["n"] += row["count"]
        counts["untimely"] += row["count"] * (attributes.get("is_timely") is False)
        monetary = attributes.get("source_outcome_code") == "closed_with_monetary_relief"
        counts["monetary"] += row["count"] * monetary
        counts["disputed_yes"] += row["count"] * (attributes.get("is_disputed") is True)
        counts["disputed_no"] += row["count"] * (attributes.get("is_disputed") is False)
    return {name: _with_shares(counts) for name, counts in counted.items()}


def _summed(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    whole: Counter[str] = Counter()
    for counts in tables:
        whole.update({name: n for name, n in counts.items() if isinstance(n, int)})
    return _with_shares(whole)


def _with_shares(counts: Counter[str]) -> dict[str, Any]:
    asked = counts["disputed_yes"] + counts["disputed_no"]
    return {
        **counts,
        "timely_pct": 100 * (counts["n"] - counts["untimely"]) / counts["n"],
        "disputed_pct": 100 * counts["disputed_yes"] / asked if asked else None,
    }


def _spread(days: Mapping[str, Any]) -> dict[str, Any]:
    names = {"p90_cont": "p90", "min": "minimum", "max": "maximum"}
    wanted = ("n", "median", "p90_cont", "mean", "min", "max")
    return {name: days[names.get(name, name)] for name in wanted}
