"""The audit trail at a terminal: one entry an event, in order."""

import typer
from rich.text import Text

from projections.audit_trail import Entry
from services.cli import formatting
from services.cli.source_shown import source_line
from services.cli.terminal import answered, print_fields, print_line, say
from services.queries.answers import Trail

INDENT = 5


def show(trail: Trail) -> None:
    """Every event as a sentence, with when, who and what it led to."""
    if not answered().is_terminal:
        for entry in trail.entries:
            print_fields((*_facts(entry), entry.sentence))
    else:
        for entry in trail.entries:
            _show(entry)
    say(f"{formatting.counted(len(trail.entries), 'event')}; {source_line(trail.source)}")


def show_raw(trail: Trail) -> None:
    """The octets of each event as they are stored, hashed and published, one event a line."""
    for entry in trail.entries:
        typer.echo(entry.public)


def _show(entry: Entry) -> None:
    version, occurred, _, who, kind, state = _facts(entry)
    head = Text.assemble((f"{version:>3}", "bold"), f"  {occurred}  ", (kind, "cyan"))
    if state:
        head.append("  → ").append_text(formatting.state(state))
    print_line(head)
    print_line(entry.sentence, indent=INDENT)
    recorded = formatting.instant(entry.recorded_at)
    place = f"position {entry.position:,}, event {entry.event_id.hex[:8]}"
    print_line(Text(f"{who}, recorded {recorded}, {place}", style="dim"), indent=INDENT)


def _facts(entry: Entry) -> tuple[str, ...]:
    return (
        str(entry.version),
        _occurred(entry),
        formatting.instant(entry.recorded_at),
        _who(entry),
        entry.type,
        entry.state or "",
    )


def _occurred(entry: Entry) -> str:
    if entry.occurred_at is not None:
        return formatting.instant(entry.occurred_at)
    return entry.occurred_on.isoformat() if entry.occurred_on else "undated"


def _who(entry: Entry) -> str:
    unit = f" of {entry.actor_unit}" if entry.actor_unit else ""
    return f"{entry.actor_kind} {entry.actor_id.hex[:8]} as {entry.actor_role}{unit}"
