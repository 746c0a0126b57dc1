"""What asking for approval, and the answer to it, change (4.12)."""

from dataclasses import replace
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.complaint.authority.state import ApprovalStatus
from domain.complaint.change import Changes
from domain.complaint.events import (
    ApprovalLapsed,
    ApprovalRefused,
    ApprovalRequested,
    ApprovalWithdrawn,
)
from domain.complaint.parties.state import own_people
from domain.complaint.state import ApprovalRequest, Complaint
from domain.recorded import Recorded


def _requested(complaint: Complaint, event: ApprovalRequested, recorded: Recorded) -> Complaint:
    request = ApprovalRequest(
        approval_id=event.approval_id,
        event_id=recorded.event_id,
        act_code=event.act_code,
        ground_code=event.ground_code,
        arguments=event.arguments,
        author=recorded.actor.id,
        requested_at=recorded.recorded_at,
        approving_roles=event.approving_roles,
        party_id=event.party_id,
        whose=own_people(complaint.parties),
    )
    return complaint.changed(approvals={**complaint.approvals, event.approval_id: request})


def _with(complaint: Complaint, approval_id: UUID, status: ApprovalStatus) -> Complaint:
    request = complaint.approvals.get(approval_id)
    if request is None or request.status != "open":
        return complaint
    changed = replace(request, status=status)
    return complaint.changed(approvals={**complaint.approvals, approval_id: changed})


def granted(complaint: Complaint, recorded: Recorded) -> Complaint:
    """The complaint with the request granted that this fact names, if it names one."""
    event = recorded.event
    if not isinstance(event, UnderApproval) or event.approval_id is None:
        return complaint
    return _with(complaint, event.approval_id, "granted")


CHANGES: Changes = {
    ApprovalRequested: _requested,
    ApprovalRefused: lambda complaint, event, _recorded: _with(
        complaint, event.approval_id, "refused"
    ),
    ApprovalWithdrawn: lambda complaint, event, _recorded: _with(
        complaint, event.approval_id, "withdrawn"
    ),
    ApprovalLapsed: lambda complaint, event, _recorded: _with(
        complaint, event.approval_id, "lapsed"
    ),
}
