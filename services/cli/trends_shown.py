"""Figures at a terminal: numbers, and beside them a bar where it says more than the number."""

from collections.abc import Sequence
from datetime import date

from rich.text import Text

from services.cli.charts import bar
from services.cli.periods import label, label_of_stretch, stretches, without_holes
from services.cli.source_shown import source_line
from services.cli.terminal import answered, print_line, print_table, say
from services.figures import TrendRow, Trends

Row = list[str | Text]
SPREADS = ("median", "p90")
LABEL, NUMBER, NARROWEST = 34, 10, 8


def show(told: Sequence[Trends], *, most: int) -> None:
    """The figures as a table with bars, and where they come from. most: rows, 0 for all."""
    dated = [trends for trends in told if trends.asked.figure != "undated" or len(told) == 1]
    first = dated[0]
    if not any(trends.rows for trends in dated):
        print_line("nothing to count yet")
    elif first.asked.period and not first.asked.by:
        _show_periods(dated, most)
    else:
        _show_groups(first, most)
    counted = [f"{_name(trends)} {trends.count:,}" for trends in told]
    # The earliest of the answers is what all of them hold at least.
    source = min((trends.source for trends in told), key=lambda one: one.complete_upto)
    say(f"{', '.join(counted)} in all; {source_line(source)}")


def _name(trends: Trends) -> str:
    return trends.asked.figure.replace("_", " ")


def _show_periods(told: Sequence[Trends], most: int) -> None:
    period = told[0].asked.period or "day"
    busy = {row.period for trends in told for row in trends.rows if row.period is not None}
    days = without_holes(busy, period)
    columns = [_by_day(trends, days) for trends in told]
    # In a terminal a long silence is one line; elsewhere every period has its own.
    parts = stretches(days, busy) if answered().is_terminal else [[day] for day in days]
    shown = parts[-most:] if most else parts
    top = max(columns[0][part[0]].count for part in shown)
    heads = [period, *map(_name, told)]
    spreads = _spreads(told[0])
    rows: list[Row] = [
        [
            label_of_stretch(part, period),
            *(f"{column[part[0]].count:,}" for column in columns),
            *_spread(columns[0][part[0]], spreads),
            _bar(columns[0][part[0]].count, top, len(columns) + len(spreads)),
        ]
        for part in shown
    ]
    print_table([*heads, *spreads, ""], rows, numbers=(*heads[1:], *spreads))
    if len(shown) < len(parts):
        say(f"there is more from {label(days[0], period)} on: all with -n 0")


def _show_groups(trends: Trends, most: int) -> None:
    period = trends.asked.period
    rows = sorted(trends.rows, key=lambda row: (row.period or date.min, -row.count))
    shown = rows[:most] if most else rows
    whole = sum(row.count for row in rows) or 1
    top = max(row.count for row in shown)
    heads = [attribute.removesuffix("_code").replace("_", " ") for attribute in trends.asked.by]
    spreads = _spreads(trends)
    numbers = [_name(trends), "share", *spreads]
    table: list[Row] = [
        [
            *([label(row.period, period)] if period and row.period else []),
            *(_value(value) for value in row.attributes.values()),
            f"{row.count:,}",
            f"{100 * row.count / whole:.1f} %",
            *_spread(row, spreads),
            _bar(row.count, top, len(numbers) + len(heads) - 1),
        ]
        for row in shown
    ]
    columns = [*([period] if period else []), *heads, *numbers, ""]
    print_table(columns, table, numbers=numbers, long=heads)
    if len(shown) < len(rows):
        left = sum(row.count for row in rows[len(shown) :])
        say(f"{len(rows) - len(shown)} more groups hold {left:,}; all with -n 0")


def _by_day(trends: Trends, days: Sequence[date]) -> dict[date, TrendRow]:
    """A row for every period; how many are open stays as it was until it changes."""
    rows = {row.period: row for row in trends.rows}
    last = 0
    filled: dict[date, TrendRow] = {}
    for day in days:
        empty = TrendRow(period=day, attributes={}, count=last)
        filled[day] = rows.get(day, empty)
        last = filled[day].count if trends.asked.figure == "open" else 0
    return filled


def _spreads(trends: Trends) -> Sequence[str]:
    return SPREADS if any(row.days for row in trends.rows) else ()


def _spread(row: TrendRow, spreads: Sequence[str]) -> list[str]:
    days = [getattr(row.days, name, None) for name in spreads]
    return ["–" if one is None else f"{one:g} d" for one in days]


def _bar(count: int, top: int, numbers: int) -> Text:
    console = answered()
    if not console.is_terminal:
        return Text("")
    width = max(NARROWEST, console.width - LABEL - NUMBER * numbers)
    return Text(bar(count, top, width), style="cyan")


def _value(value: object) -> str:
    named = {None: "not available", True: "yes", False: "no"}
    if value is None or isinstance(value, bool):
        return named[value]
    return str(value).replace("_", " ")
