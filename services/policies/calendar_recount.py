"""Due dates that a corrected calendar moves: looked up, and recorded when somebody says so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from adapters.clock import now
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.deadlines.calendar_recount import RecountDeadlines, recounted
from domain.complaint.events import ApprovalRequested
from domain.errors import Refusal
from domain.values import Actor
from projections import deadlines
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.commands.decision_inputs import calendars_of
from services.commands.stream_heads import Heads
from services.policies.earlier_policies import EarlierPolicies
from services.queries.parts import Parts
from services.queries.view_reader import Views

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """One due date that a newer version of its calendar moves."""

    complaint_id: Annotated[UUID, "The complaint."]
    reference: Annotated[str, "What its complainant was told to quote."]
    deadline_id: Annotated[UUID, "The due date as it stands."]
    kind: Annotated[str, "What is due."]
    calendar_id: Annotated[str, "The calendar."]
    old_version: Annotated[int, "The version that it was counted by."]
    new_version: Annotated[int, "The version in force."]
    old_due_on: Annotated[date, "The day on which it is due."]
    new_due_on: Annotated[date, "The day on which it would be due."]
    new_due_at: Annotated[datetime, "The instant at which it would be due."]
    is_past: Annotated[bool, "Whether that has passed, so that it would be missed at once."]


async def preview(parts: Parts) -> list[Moving]:
    """The due dates that the calendars in force move, the earliest first.

    Raises NoPolicy, ViewNotMade.
    """
    heads, found = Heads(parts.record, COMPLAINT), []
    earlier = EarlierPolicies(parts.record)
    async for complaint_id in _touched(parts):
        complaint = (await heads.read(complaint_id)).state
        if complaint is None:
            continue
        policy = (await parts.policies.in_force(complaint.legal_entity)).policy
        calendars = await calendars_of(parts.record, complaint)
        rules = await earlier.pause_rules(complaint, policy)
        for deadline, _, due in recounted(complaint, policy, calendars, rules):
            fact = deadline.fact
            found.append(
                Moving(
                    complaint_id=complaint_id,
                    reference=complaint.reference,
                    deadline_id=fact.deadline_id,
                    kind=fact.kind,
                    calendar_id=fact.calendar_id,
                    old_version=fact.calendar_version,
                    new_version=policy.calendar(fact.calendar_id).version,
                    old_due_on=deadline.due_on,
                    new_due_on=due.due_on,
                    new_due_at=due.due_at,
                    is_past=due.due_at < now(),
                )
            )
    return sorted(found, key=lambda one: (one.old_due_on, one.reference, one.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """The moves that were recorded, and those that await a second person; others moved on."""

    due_dates: list[Moving] = field(default_factory=list)
    awaiting_approval: list[Moving] = field(default_factory=list)


async def record(complaints: CommandService, moving: list[Moving], actor: Actor) -> Recounted:
    """Record these moves, or ask for approval of what is much later."""
    recounted = Recounted()
    for complaint_id in dict.fromkeys(one.complaint_id for one in moving):
        of_it = [one for one in moving if one.complaint_id == complaint_id]
        command = RecountDeadlines(deadline_ids=tuple(one.deadline_id for one in of_it))
        request = CommandRequest(
            name="recount_deadlines", command=command, actor=actor, stream_id=complaint_id
        )
        try:
            result = await complaints.run(request)
        except Refusal:
            continue
        awaits = any(isinstance(one.event, ApprovalRequested) for one in result.events)
        (recounted.awaiting_approval if awaits else recounted.due_dates).extend(of_it)
    return recounted


async def _touched(parts: Parts) -> AsyncIterator[UUID]:
    """The complaints with due dates that older versions of the calendars in force made."""
    views = Views(parts.views, secret=parts.secrets.installation)
    seen: set[UUID] = set()
    in_force = await parts.policies.every()
    for calendar in [one for each in in_force for one in each.policy.calendars]:
        rows: list[deadlines.DueDate] = []
        while not rows or len(rows) == AT_ONCE:
            last = rows[-1] if rows else None
            _, rows = await views.ask(
                deadlines.counted_by(
                    calendar.calendar_id, before=calendar.version, limit=AT_ONCE, after=last
                )
            )
            for complaint_id in dict.fromkeys(row.complaint_id for row in rows):
                if complaint_id not in seen:
                    seen.add(complaint_id)
                    yield complaint_id
            if not rows:
                break
