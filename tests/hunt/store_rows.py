"""Rows of findings put together, where the same was done several times."""

from collections.abc import Iterable

from tests.hunt.findings import Finding


def summed(findings: Iterable[Finding]) -> list[Finding]:
    """One row for each rule; numbers are added up, texts are those of the first that differs."""
    rows: dict[str, Finding] = {}
    for one in findings:
        before = rows.get(one.what)
        rows[one.what] = one if before is None else _added(before, one)
    return list(rows.values())


def _added(one: Finding, other: Finding) -> Finding:
    times = one.times + other.times
    if isinstance(one.seen, int) and isinstance(other.seen, int):
        expected = int(one.expected) + int(other.expected)
        return Finding(one.what, times, expected, one.seen + other.seen)
    shown = one if not one.holds else other
    return Finding(one.what, times, shown.expected, shown.seen)
