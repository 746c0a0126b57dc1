"""What actions and failed remedies change (7.7, 8.7)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    ActionCompleted,
    ActionEffectVerified,
    ActionPlanned,
)
from domain.complaint.state import ActionState, Complaint
from domain.recorded import Recorded


def _planned(complaint: Complaint, event: ActionPlanned, _recorded: Recorded) -> Complaint:
    action = ActionState(
        action_id=event.action_id,
        kind_code=event.kind_code,
        source_code=event.source_code,
        owner=event.owner,
        due_on=event.due_on,
    )
    return complaint.changed(actions={**complaint.actions, event.action_id: action})


def _completed(complaint: Complaint, event: ActionCompleted, recorded: Recorded) -> Complaint:
    when, by = recorded.occurred, recorded.actor.id
    return _with(complaint, event.action_id, status="completed", completed=when, completed_by=by)


def _verified(complaint: Complaint, event: ActionEffectVerified, _recorded: Recorded) -> Complaint:
    return _with(complaint, event.action_id, status="verified", verdict_code=event.verdict_code)


def _with(complaint: Complaint, action_id: UUID, **changes: Any) -> Complaint:
    action = complaint.actions.get(action_id)
    if action is None:
        return complaint
    changed = replace(action, **changes)
    return complaint.changed(actions={**complaint.actions, action_id: changed})


CHANGES: Changes = {
    ActionPlanned: _planned,
    ActionCompleted: _completed,
    ActionEffectVerified: _verified,
}
