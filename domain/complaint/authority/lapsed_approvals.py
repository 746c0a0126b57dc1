"""What becomes of acts that await approval once they can be done no more (4.12)."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.authority.state import awaiting
from domain.complaint.events import (
    ApprovalLapsed,
    ComplaintSplit,
    DuplicateReleased,
    PersonalDataErased,
    SealedContentRemoved,
    StaffExcluded,
)
from domain.complaint.state import ApprovalRequest
from domain.complaint.transition import Transition

OF_WHAT_IS_OWED = frozenset({"revoke_remedy", "decline_remedy", "answer_determination"})
IN_ANY_STATE = frozenset({"correct_record", "remove_sealed_content"}) | OF_WHAT_IS_OWED
OF_DEADLINES = frozenset(
    {"extend_deadline", "cancel_deadline", "pause_deadlines", "set_new_target"}
)
"""Some due dates run on after the ending."""


def lapsed_approvals(transition: Transition, ended: frozenset[UUID]) -> Iterator[ApprovalLapsed]:
    """The requests that nobody can grant any more after this fact. ended: due dates over by it."""
    event = transition.event
    for request in awaiting(transition.after.approvals):
        if transition.has_ended and not _outlasts(transition, request, ended):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="ended")
        elif isinstance(event, StaffExcluded) and event.staff == request.author:
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="author_excluded")
        elif _is_gone(transition, request):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="content_gone")


def _outlasts(transition: Transition, request: ApprovalRequest, ended: frozenset[UUID]) -> bool:
    if request.act_code not in OF_DEADLINES:
        return request.act_code in IN_ANY_STATE
    open_still = {
        str(deadline_id)
        for deadline_id, one in transition.after.deadlines.items()
        if one.is_open and deadline_id not in ended
    }
    return any(not open_still.isdisjoint(each.values) for each in request.arguments)


def _is_gone(transition: Transition, request: ApprovalRequest) -> bool:
    """Whether what it is about went elsewhere by this fact, or what is sealed in it is no more."""
    if isinstance(transition.event, ComplaintSplit | DuplicateReleased):
        went = {str(each) for each in transition.event.issue_ids}
        return any(not went.isdisjoint(each.values) for each in request.arguments)
    sealed = [each.class_code for each in request.arguments if each.class_code]
    event = transition.event
    if isinstance(event, SealedContentRemoved):
        return bool(sealed) and event.target_event_id == request.event_id
    if not isinstance(event, PersonalDataErased):
        return False
    erasure, party_id = transition.after.erasures.get(event.request_id), request.party_id
    return erasure is not None and any(
        erasure.covers(mark, party_id or transition.after.party_id) for mark in sealed
    )
