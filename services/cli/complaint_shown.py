"""One complaint at a terminal: where it stands, what is due, what it is about."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rich.text import Text

from adapters.clock import now
from domain.complaint.state import ActionState, Complaint, IssueState
from domain.event import classes_of
from domain.privacy import SEALED
from domain.values import When
from services.cli import due_shown, flags_shown, formatting
from services.cli.terminal import Cell, print_line, print_table, print_text
from services.queries.queries import ComplaintAsOf, OpenedComplaint
from services.queries.unsealing import Opened


def show(complaint: ComplaintAsOf | OpenedComplaint, references: Mapping[UUID, str]) -> None:
    """Where the complaint stands, as of the moment that was asked for.

    references: what is quoted for the complaints that it names.
    """
    as_of = complaint.as_of if isinstance(complaint, OpenedComplaint) else complaint
    for line in _head(as_of, references):
        print_line(line)
    # A due date is judged as somebody at that moment would have.
    _tables(as_of.complaint, now() if as_of.is_latest else as_of.recorded_at)
    if isinstance(complaint, OpenedComplaint):
        for event in complaint.events:
            _show_content(event)


def _head(as_of: ComplaintAsOf, references: Mapping[UUID, str]) -> Iterator[Text]:
    complaint = as_of.complaint
    first = Text.assemble((complaint.reference, "bold"), "  ", formatting.state(complaint.state))
    yield first.append(f"  stage {complaint.stage}, round {complaint.round}", style="dim")
    yield Text(
        f"received {_when(complaint.received)} by {_said(complaint.channel_code)}, "
        f"{under(complaint)}"
    )
    yield Text(f"legal entity {complaint.legal_entity}, unit {complaint.unit or 'none'}")
    yield _judged(complaint)
    yield from _answered(complaint)
    yield from flags_shown.lines(complaint, references)
    if complaint.undecided:
        ids = formatting.joined([one.hex[:8] for one in complaint.undecided])
        yield Text(f"needs a decision on {ids}", style="bold magenta")
    later = "" if as_of.is_latest else "; there are later events"
    place = f"as of version {as_of.version}, position {as_of.position:,}"
    recorded = f"recorded {formatting.instant(as_of.recorded_at)}{later}"
    yield Text(f"{place}, {recorded}", style="dim")
    yield Text(f"id {as_of.complaint_id}", style="dim")


def under(complaint: Complaint) -> str:
    """The policy of the receipt, and beside it that of the latest decision, if it is another."""
    if complaint.received_under is None:
        policy = "imported" if complaint.is_import else "under no policy"
    else:
        policy = f"under {complaint.received_under}"
    later = complaint.decided_under not in (None, complaint.received_under)
    return f"{policy}, decided under {complaint.decided_under}" if later else policy


def _answered(complaint: Complaint) -> Iterator[Text]:
    if complaint.decision is not None:
        decision = complaint.decision
        by = f"decision {decision.decision_id.hex[:8]} by {decision.author.hex[:8]}"
        approver = decision.approver
        yield Text(f"{by}, {f'approved by {approver.hex[:8]}' if approver else 'not approved'}")
    if complaint.recourse.offered:
        offered = formatting.joined(sorted(map(_said, complaint.recourse.offered)))
        left = formatting.joined(sorted(map(_said, complaint.recourse.still_open)))
        yield Text(f"recourse offered: {offered}; open still: {left}")


def _judged(complaint: Complaint) -> Text:
    line = Text("not assessed")
    if complaint.assessment is not None:
        judged = complaint.assessment
        line = Text(f"severity {_said(judged.severity_code)}, priority {judged.priority_code}")
    if complaint.is_safety:
        line.append(", a matter of safety", style="bold white on red")
    line.append(", acknowledged" if complaint.is_acknowledged else ", not acknowledged")
    who = f"handler {complaint.handler.hex[:8]}" if complaint.handler else "without handler"
    return line.append(f", {who}")


def _tables(complaint: Complaint, at: datetime) -> None:
    issues = sorted(complaint.issues.values(), key=lambda issue: issue.issue_no)
    heads: tuple[str, ...] = ("issue", "about", "status", "finding", "id")
    print_table(heads, [_issue(complaint, issue) for issue in issues], long=("about",))
    due_shown.show(complaint, at)
    if complaint.remedies:
        rows: list[list[Cell]] = [
            [
                _said(one.kind_code),
                f"{one.money.amount} {one.money.currency}" if one.money else "–",
                Text(one.status, style="yellow" if one.is_owed else ""),
                str(one.due_on or "–"),
                one.remedy_id.hex[:8],
            ]
            for one in complaint.remedies.values()
        ]
        print_table(("remedy", "money", "status", "due on", "id"), rows, numbers=("money",))
    if complaint.actions:
        actions = [_action(one) for one in complaint.actions.values()]
        print_table(("action", "owner", "status", "due on", "id"), actions)


def _action(one: ActionState) -> list[Cell]:
    status = Text(one.status, style="yellow" if one.status == "planned" else "")
    if one.verdict_code:
        status.append(f", {_said(one.verdict_code)}")
    due_on = str(one.due_on or "–")
    return [_said(one.kind_code), one.owner.hex[:8], status, due_on, one.action_id.hex[:8]]


def _issue(complaint: Complaint, issue: IssueState) -> list[Cell]:
    found = complaint.finding(issue.issue_id)
    status = Text(_said(issue.status), style="yellow" if issue.status == "open" else "green")
    finding, about = _said(found) if found else "–", _said(issue.told.category_code)
    return [str(issue.issue_no), about, status, finding, issue.issue_id.hex[:8]]


def _show_content(opened: Opened) -> None:
    event = opened.recorded.event
    sealed = [name for name, mark in classes_of(type(event)).items() if mark in SEALED]
    fields = event.model_dump(mode="json", exclude_none=True)
    for name in sealed:
        if name in fields:
            head = Text(f"{opened.recorded.version:>3} {event.TYPE} {name}: ", style="cyan")
            print_text(_flat(fields[name]), head=head)
    if opened.erased:
        gone = formatting.joined(opened.erased)
        print_line(Text(f"{opened.recorded.version:>3} {event.TYPE}: {gone} erased", style="dim"))


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name} {one}" for name, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _when(when: When) -> str:
    if when.at is not None:
        return formatting.instant(when.at)
    return f"on {when.on}" if when.on else "on an unknown day"


def _said(code: str) -> str:
    return code.replace("_", " ")
