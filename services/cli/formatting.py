"""Times and durations in words and colours, as a person at a terminal wants them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.text import Text

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = 2 * DAY

STATE_STYLES = {
    "RECEIVED": "bold cyan",
    "ASSESSED": "cyan",
    "INVESTIGATING": "cyan",
    "DECIDED": "blue",
    "RESPONDED": "blue",
    "ACCEPTED": "green",
    "DISPUTED": "bold red",
    "REVIEW": "magenta",
    "EXTERNAL": "magenta",
}


def length(duration: timedelta) -> str:
    """A duration in its largest fitting unit: ``2 days``, ``1 hour``, ``5 minutes``."""
    size = abs(duration)
    if size < MINUTE:
        return "less than a minute"
    if size < HOUR:
        return counted(size // MINUTE, "minute")
    return counted(size // HOUR, "hour") if size < SOON else counted(size // DAY, "day")


def counted(number: int, word: str) -> str:
    """A number and its word, in the plural where that is due: ``1 day``, ``1,200 days``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def due(due_at: datetime | None, now: datetime) -> Text:
    """How a due instant stands: red when overdue, yellow when near, green when far, or nothing."""
    if due_at is None:
        return Text("nothing due", style="dim")
    left = due_at - now
    if left < timedelta(0):
        return Text(f"overdue by {length(left)}", style="bold red")
    return Text(f"due in {length(left)}", style="yellow" if left <= SOON else "green")


def state(name: str) -> Text:
    """A state in its colour; ended ones are dim."""
    return Text(name, style=STATE_STYLES.get(name, "dim"))


def instant(at: datetime | None) -> str:
    """An instant to the second, in UTC; a dash for none."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ") if at else "–"


def joined(words: Sequence[str]) -> str:
    """Words with commas, or a dash for none."""
    return ", ".join(words) or "–"
