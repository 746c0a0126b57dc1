"""What actions and failed remedies change (7.7, 8.7)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.events import ActionCompleted, ActionEffectVerified, ActionPlanned, RemedyFailed
from domain.evolving.change import Changes
from domain.recorded import Recorded
from domain.state import ActionState, Complaint


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
    return _with(complaint, event.action_id, status="completed", completed=recorded.occurred)


def _verified(complaint: Complaint, event: ActionEffectVerified, _recorded: Recorded) -> Complaint:
    return _with(complaint, event.action_id, status="verified", verdict_code=event.verdict_code)


def _with(complaint: Complaint, action_id: UUID, **changes: Any) -> Complaint:
    action = complaint.actions.get(action_id)
    if action is None:
        return complaint
    changed = replace(action, **changes)
    return complaint.changed(actions={**complaint.actions, action_id: changed})


def _failed(complaint: Complaint, event: RemedyFailed, _recorded: Recorded) -> Complaint:
    remedy = complaint.remedies.get(event.remedy_id)
    if remedy is None:
        return complaint
    # What was carried out in vain is owed as before.
    status = "accepted" if remedy.status == "fulfilled" else remedy.status
    return complaint.changed(
        remedies={**complaint.remedies, event.remedy_id: replace(remedy, status=status)},
        failed_remedies=complaint.failed_remedies | {event.remedy_id},
    )


CHANGES: Changes = {
    ActionPlanned: _planned,
    ActionCompleted: _completed,
    ActionEffectVerified: _verified,
    RemedyFailed: _failed,
}
