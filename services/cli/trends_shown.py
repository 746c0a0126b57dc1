"""Figures at a terminal: numbers, and beside them a bar where it says more than the number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from rich.text import Text

from projections.trends import Figure
from services.cli.charts import bar
from services.cli.periods import label, label_of_stretch, stretches
from services.cli.source_shown import source_line
from services.cli.terminal import answered, print_line, print_table, say
from services.queries.answers import TrendRow, Trends
from services.queries.periods import last_day
from services.queries.trend_values import printed

Row = list[str | Text]
SPREADS = ("median", "p90")
LABEL, NUMBER, NARROWEST = 34, 10, 8
CAME: tuple[Figure, ...] = ("received", "split_off")
WENT: tuple[Figure, ...] = ("open", "closed", "closed_disputed", "merged", "undated")
SAID = frozenset({"received", "open", "closed", "merged", "undated"})
"""What is said also where there is none of it; the rest is rare."""
COLUMNS: tuple[Figure, ...] = (*CAME, *WENT[1:], "open")
"""A row's last is what was open before it, and came, without what went: so each row adds up."""
PART = "*"


def show(figures: Sequence[Trends], *, most: int, is_without_empty: bool = False) -> None:
    """The figures as a table with bars, and where they come from. most: rows, 0 for all."""
    columns = _columns(figures) if len(figures) > 1 else figures
    first = columns[0]
    if not any(row.count for trends in figures for row in trends.rows):
        print_line("nothing to count yet")
    elif first.asked.period and not first.asked.by:
        _show_periods(columns, most, is_without_empty=is_without_empty)
    else:
        _show_groups(first, most, is_without_empty=is_without_empty)
    _say_parts(first)
    _say_unmatched(first)
    whole = (
        _balance(figures) if len(figures) > 1 else f"{_name(first.asked.figure)} {first.count:,}"
    )
    say(f"{whole} in all; {source_line(first.source)}")


def _columns(figures: Sequence[Trends]) -> Sequence[Trends]:
    """The figures of the overview, those that are rare only where there is any of them."""
    shown = {trends.asked.figure: trends for trends in figures if trends.asked.period}
    return [shown[one] for one in COLUMNS if one in SAID or any(r.count for r in shown[one].rows)]


def show_catalogue(figures: Mapping[str, str], groups: Mapping[str, str]) -> None:
    """What each figure counts, and by what it can be grouped."""
    for head, title, sentences in (("figure", "what it counts", figures), ("by", "which", groups)):
        rows: list[Row] = [[name, sentence] for name, sentence in sentences.items()]
        print_table([head, title], rows, long=[title])


def _balance(figures: Sequence[Trends]) -> str:
    """What came is what is still there and what went, always."""
    before = [trends for trends in figures if not trends.asked.period]
    counts: dict[str, int] = {
        trends.asked.figure: trends.count for trends in figures if trends.asked.period
    }
    came = [f"open before {trends.count:,}" for trends in before]
    came += [f"{_name(one)} {counts[one]:,}" for one in CAME]
    went = [f"{_name(one)} {counts[one]:,}" for one in WENT if counts[one] or one in SAID]
    return f"{' + '.join(came)} = {' + '.join(went)}"


def _name(figure: str) -> str:
    return figure.replace("_", " ")


def _show_periods(figures: Sequence[Trends], most: int, *, is_without_empty: bool) -> None:
    period = figures[0].asked.period or "day"
    columns = [{row.period: row for row in trends.rows} for trends in figures]
    days = [row.period for row in figures[0].rows if row.period is not None]
    busy = set(_busy(figures))
    days = [day for day in days if day in busy or not is_without_empty]
    # In a terminal a long silence is one line; elsewhere every period has its own.
    is_terminal = answered().is_terminal
    parts = stretches(days, busy) if is_terminal else [[day] for day in days]
    shown = parts[-most:] if most else parts
    top = max(columns[0][part[0]].count for part in shown)
    heads = [period, *(_name(trends.asked.figure) for trends in figures)]
    spreads = _spreads(figures[0])
    rows: list[Row] = [
        [
            _marked(label_of_stretch(part, period), columns[0][part[-1]]),
            *(f"{column[part[0]].count:,}" for column in columns),
            *_spread(columns[0][part[0]], spreads),
            _bar(columns[0][part[0]].count, top, len(columns) + len(spreads)),
        ]
        for part in shown
    ]
    print_table([*heads, *spreads, ""], rows, numbers=(*heads[1:], *spreads))
    if len(shown) < len(parts):
        say(f"there is more from {label(days[0], period)} on: all with -n 0")


def _busy(figures: Sequence[Trends]) -> Iterator[date]:
    """The periods in which something was counted, or the number of open ones changed."""
    for trends in figures:
        is_level = trends.asked.figure == "open"
        for before, row in pairwise((TrendRow(attributes={}, count=0), *trends.rows)):
            if row.period and row.count != (before.count if is_level else 0):
                yield row.period


def _show_groups(trends: Trends, most: int, *, is_without_empty: bool) -> None:
    period = trends.asked.period
    rows = sorted(trends.rows, key=lambda row: (row.period or date.min, -row.count))
    if period and (most or is_without_empty):
        # A group has a row for every period: those in which there is nothing would hide the others.
        rows = [row for row in rows if row.count]
    shown = rows[-most:] if period and most else rows[: most or None]
    wholes = Counter[date | None]()
    for row in rows:
        wholes[row.period] += row.count
    top = max(row.count for row in shown)
    heads = [attribute.removesuffix("_code").replace("_", " ") for attribute in trends.asked.by]
    spreads = _spreads(trends)
    numbers = [_name(trends.asked.figure), "share", *spreads]
    table: list[Row] = [
        [
            *([_marked(label(row.period, period), row)] if period and row.period else []),
            *(printed(value) for value in row.attributes.values()),
            f"{row.count:,}",
            f"{100 * row.count / (wholes[row.period] or 1):.1f} %",
            *_spread(row, spreads),
            _bar(row.count, top, len(numbers) + len(heads) - 1),
        ]
        for row in shown
    ]
    columns = [*([period] if period else []), *heads, *numbers, ""]
    print_table(columns, table, numbers=numbers, long=heads)
    if len(shown) < len(rows):
        if period:
            say(f"{len(rows) - len(shown)} earlier rows; all with -n 0")
            return
        left = sum(row.count for row in rows[len(shown) :])
        say(f"{len(rows) - len(shown)} more groups hold {left:,}; all with -n 0")


def _marked(name: str, row: TrendRow) -> str:
    """The name of a period, in a terminal with a mark where it is no whole one."""
    return f"{name}{PART}" if row.is_partial and answered().is_terminal else name


def _say_parts(trends: Trends) -> None:
    """Which periods are no whole ones, so that nobody takes them for a rise or a fall."""
    query, period = trends.asked, trends.asked.period
    running: list[str] = []
    for day in sorted({row.period for row in trends.rows if row.is_partial and row.period}):
        assert period is not None
        since = max(query.since or day, day)
        until = min(query.until or date.max, last_day(day, period))
        if (since, until) == (day, last_day(day, period)):
            running.append(label(day, period))
            continue
        days = f"{since} to {until}" if since != until else f"{since}"
        say(f"{PART} {label(day, period)} is no whole {period}: only {days}")
    if running:
        is_or_are = "is the one that follows" if len(running) == 2 else "are those that follow"
        more = f", nor {is_or_are}" if running[1:] else ""
        say(f"{PART} {running[0]} is not over yet{more}")


def _say_unmatched(trends: Trends) -> None:
    """Which values asked for no complaint has: a zero of them says nothing."""
    for one in trends.unmatched:
        word = one.attribute.removesuffix("_code").removeprefix("is_")
        near = f"like it are {', '.join(one.near)}" if one.near else "none is like it"
        say(f"no complaint has {word}={one.value}: {near}; --by {word} shows all")


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
