"""The case queue at a terminal: one line a complaint, the colour says what is pressing."""

from collections.abc import Sequence

from rich.text import Text

from services.cli import formatting
from services.cli.source_shown import source_line
from services.cli.terminal import Cell, print_line, print_table, room_beside, say
from services.queries.answers import QueuePage, QueueRow

HEADS = ("reference", "state", "next", "age", "about", "handler")
NARROW, GAP, WIDEST_NEXT, LEAST = 100, 2, 31, 8
Word = tuple[str, str]


def show(page: QueuePage) -> None:
    """The rows, how many there are, and how to see more."""
    if page.rows:
        rows = [_row(row, page) for row in page.rows]
        # Who handles it is the first thing to go where there is little room.
        heads = HEADS[:-1] if room_beside(NARROW, least=0) == 0 else HEADS
        print_table(heads, _fitting(rows, heads), numbers=("age",), long=("next",))
    else:
        print_line("nothing waits here")
    late = sum(row.is_overdue for row in page.rows)
    shown = f"{formatting.counted(len(page.rows), 'complaint')} shown, {late:,} overdue"
    say(f"{shown}; {source_line(page.source)}")
    if page.cursor:
        say(f"more: --cursor {page.cursor}")


def _row(row: QueueRow, page: QueuePage) -> list[Cell]:
    waiting = row.waiting
    return [
        Text(waiting.reference, style="bold"),
        formatting.state(waiting.state),
        _next(row, page),
        f"{row.age_days} d",
        _about(row),
        waiting.handler.hex[:8] if waiting.handler else "–",
    ]


def _next(row: QueueRow, page: QueuePage) -> Text:
    stands = formatting.due(row.waiting.next_due_at, page.now)
    if row.waiting.next_due_kind is None:
        return stands
    kind = row.waiting.next_due_kind.replace("_", " ")
    return Text.assemble(f"{kind} ", stands)


def flags_of(row: QueueRow) -> list[Word]:
    """The flags in words with their styles, what is most pressing first."""
    waiting, flags = row.waiting, row.waiting.flags
    held = (
        (waiting.is_safety, "safety", "bold white on red"),
        (waiting.is_suspended, "stopped", "bold yellow"),
        (waiting.is_paused, "paused", "bold yellow"),
        (waiting.is_escalated, f"level {flags.escalation_level}", "bold red"),
        (waiting.is_external, "outside", "magenta"),
        (waiting.needs_decision, "decide", "bold magenta"),
        (waiting.awaits_approval, "approve", "bold magenta"),
        (bool(flags.approvals) and not waiting.awaits_approval, "ask anew", "magenta"),
        (waiting.has_extra_care, "care", "bold cyan"),
        (row.is_represented, "represented", "cyan"),
        (flags.merged_into is not None, f"in {flags.merged_reference}", "dim"),
        (waiting.reopenings > 0, f"again {waiting.reopenings}", "yellow"),
        (waiting.is_owing, "owed", "bold green"),
    )
    return [(word, style) for is_held, word, style in held if is_held]


def _about(row: QueueRow) -> Text:
    waiting = row.waiting
    line = Text()
    for word, style in flags_of(row):
        line.append(word, style=style).append(" ")
    return line.append(
        formatting.joined([code.replace("_", " ") for code in waiting.category_codes])
    )


def _fitting(rows: list[list[Cell]], heads: Sequence[str]) -> list[list[Cell]]:
    """The rows with these columns, what they are about cut to the room that the others leave."""
    about = heads.index("about")
    others = [place for place in range(len(heads)) if place != about]
    widths = [max(len(row[place]) for row in rows) + GAP for place in others]
    widths[heads.index("next")] = min(widths[heads.index("next")], WIDEST_NEXT + GAP)
    room = room_beside(sum(widths) + GAP, least=LEAST)
    return [[*row[:about], _cut(row[about], room), *row[about + 1 : len(heads)]] for row in rows]


def _cut(cell: Cell, room: int | None) -> Cell:
    if room is None or len(cell) <= room or not isinstance(cell, Text):
        return cell
    shorter = cell.copy()
    shorter.truncate(room, overflow="ellipsis")
    return shorter
