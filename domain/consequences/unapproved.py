"""What becomes of acts that await approval once they can be done no more (4.12)."""

from collections.abc import Iterator
from uuid import UUID

from domain.consequences.turn import Turn
from domain.events import ApprovalLapsed, PersonalDataErased, SealedContentRemoved
from domain.state import ApprovalRequest
from domain.state.approving import awaiting

IN_ANY_STATE = frozenset({"correct_record", "remove_sealed_content"})
OF_DEADLINES = frozenset({"extend_deadline", "cancel_deadline", "pause_deadlines"})
"""Some due dates run on after the ending."""


def lapsed_approvals(turn: Turn, ended: frozenset[UUID]) -> Iterator[ApprovalLapsed]:
    """The requests that nobody can grant any more after this fact. ended: due dates over by it."""
    for request in awaiting(turn.after.approvals):
        if turn.has_ended and not _outlasts(turn, request, ended):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="ended")
        elif _is_gone(turn, request):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="content_gone")


def _outlasts(turn: Turn, request: ApprovalRequest, ended: frozenset[UUID]) -> bool:
    if request.act_code not in OF_DEADLINES:
        return request.act_code in IN_ANY_STATE
    open_still = {
        str(deadline_id)
        for deadline_id, one in turn.after.deadlines.items()
        if one.is_open and deadline_id not in ended
    }
    return any(not open_still.isdisjoint(each.values) for each in request.arguments)


def _is_gone(turn: Turn, request: ApprovalRequest) -> bool:
    """Whether what is sealed in the request was erased or removed by this fact."""
    sealed = [each.class_code for each in request.arguments if each.class_code]
    event = turn.event
    if isinstance(event, SealedContentRemoved):
        return bool(sealed) and event.target_event_id == request.event_id
    if not isinstance(event, PersonalDataErased):
        return False
    erasure, party_id = turn.after.erasures.get(event.request_id), request.party_id
    return erasure is not None and any(
        erasure.covers(mark, party_id or turn.after.party_id) for mark in sealed
    )
