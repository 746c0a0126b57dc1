"""Due dates at a terminal: which there are, whether they run, and whether they were kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rich.text import Text

from domain.complaint.deadlines.lateness import VOID
from domain.complaint.events import DeadlineMet, DeadlineSet
from domain.complaint.lifecycle import ANSWERED
from domain.complaint.linking.brought_matter import owed_alone
from domain.complaint.state import Complaint, DeadlineState
from domain.policy.kinds import MAY_RUN_AFTER_ENDING, OVER_ONCE_ANSWERED
from services.cli import formatting
from services.cli.door_words import at_keyboard
from services.cli.terminal import Cell, print_table

HEADS = ("due", "for", "on", "stands", "rule", "id")
KEPT = {"in_time": "green", "entered_late": "yellow", "done_late": "red", "missed": "bold red"}


def show(complaint: Complaint, at: datetime) -> None:
    """A table of them, the earliest first, as they stand at that instant."""
    deadlines = sorted(complaint.deadlines.values(), key=lambda one: one.due_at)
    if deadlines:
        rows = [_row(complaint, one, at) for one in deadlines]
        print_table(HEADS, rows, long=("stands", "rule"))


def stands(complaint: Complaint, one: DeadlineState, at: datetime) -> Text:
    """What became of it, or how it stands at that instant."""
    is_over = complaint.state in ANSWERED and one.fact.kind in OVER_ONCE_ANSWERED
    goes_on = (complaint.is_open and not is_over) or one.fact.kind in MAY_RUN_AFTER_ENDING
    style = KEPT.get(one.lateness or "", "dim")
    if one.status == "met":
        line = Text(at_keyboard(f"done {one.lateness_told}"), style=style)
    elif one.status == "missed" and goes_on:
        line = Text("missed, ", style=style).append_text(formatting.due(one.due_at, at))
    elif one.status == "running":
        line = _running(one, at)
    else:
        before = ", missed before" if one.was_missed and one.status != "missed" else ""
        void = f"; {VOID}" if one.is_void else ""
        line = Text(f"{one.status}{before}{void}", style=style)
    return line.append(f", extended {one.extended}", style="dim") if one.extended else line


def of_step(event: Any, complaint: Complaint, at: datetime) -> Text:
    """Which due date an event is about, and how that stands; nothing where it is about none."""
    one = complaint.deadlines.get(getattr(event, "deadline_id", None) or UUID(int=0))
    if one is None:
        return Text()
    named = Text(f"  {one.fact.kind}{_to_whom(complaint, one)}")
    if isinstance(event, DeadlineSet):
        return named.append(f" by {event.due_on}, ").append_text(stands(complaint, one, at))
    return (
        named.append(at_keyboard(f", done {one.lateness_told}"))
        if isinstance(event, DeadlineMet)
        else named
    )


def _running(one: DeadlineState, at: datetime) -> Text:
    if one.due_at < at and one.fact.party != "organisation":
        return Text("over", style="dim")
    return formatting.due(one.due_at, at)


def _row(complaint: Complaint, one: DeadlineState, at: datetime) -> list[Cell]:
    fact = one.fact
    party = "–" if fact.party == "nobody" else _said(fact.party)
    due_on, short = str(one.due_on), fact.deadline_id.hex[:8]
    stood = stands(complaint, one, at)
    return [_said(fact.kind) + _to_whom(complaint, one), party, due_on, stood, fact.rule_id, short]


def _to_whom(complaint: Complaint, one: DeadlineState) -> str:
    person = owed_alone(complaint, one)
    if person is None:
        return ""
    return f" to {person.party_id.hex[:8]}" + (
        f" of {person.reference}" if person.reference else ""
    )


def _said(code: str) -> str:
    return code.replace("_", " ")
