"""What becomes of acts that await approval once they can be done no more (4.12)."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.authority.state import awaiting
from domain.complaint.events import (
    ApprovalLapsed,
    ComplaintAssessed,
    ComplaintSplit,
    ContactRecorded,
    DeadlineMissed,
    DecisionAccepted,
    DecisionRejected,
    DuplicateReleased,
    PersonalDataErased,
    RecordCorrected,
    SealedContentRemoved,
    StaffExcluded,
)
from domain.complaint.state import ApprovalRequest, Complaint
from domain.complaint.transition import Transition
from domain.event import OutsideEvent

OF_WHAT_IS_OWED = frozenset({"revoke_remedy", "decline_remedy", "answer_determination"})
IN_ANY_STATE = frozenset({"correct_record", "remove_sealed_content"}) | OF_WHAT_IS_OWED
OF_DEADLINES = frozenset(
    {"extend_deadline", "cancel_deadline", "pause_deadlines", "set_new_target"}
)
"""Some due dates run on after the ending."""
BEFORE_IT_IS_DUE = frozenset({"extend_deadline", "recount_deadlines"})
OF_SILENCE = frozenset({"close", "exhaust_recourse", "report_impossible_communication"})
"""That nobody is to be heard, or nothing is left to be said."""
OF_THE_ATTEMPT = OF_SILENCE | {
    *("set_aside_decision", "declare_out_of_scope", "declare_issue_out_of_scope", "forward")
}
"""What rests on where the attempt at an answer stands."""


def lapsed_approvals(
    transition: Transition, ended: frozenset[UUID] = frozenset()
) -> Iterator[ApprovalLapsed]:
    """The requests that nobody can grant any more after this fact. ended: due dates over by it."""
    event = transition.event
    for request in awaiting(transition.after.approvals):
        if transition.has_ended and not _outlasts(transition, request, ended):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="ended")
        elif isinstance(event, StaffExcluded) and event.staff == request.author:
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="author_excluded")
        elif _is_gone(transition, request):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="content_gone")
        elif _rests_on_other_facts(transition, request):
            yield ApprovalLapsed(approval_id=request.approval_id, ground_code="facts_changed")


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


def _rests_on_other_facts(transition: Transition, request: ApprovalRequest) -> bool:
    """Whether whoever asked had other facts before them than whoever approves has after this."""
    before, after, code = transition.before, transition.after, request.act_code
    if before is None:
        return False
    if code in OF_THE_ATTEMPT and (before.stage, before.round) != (after.stage, after.round):
        return True
    named = {value for each in request.arguments for value in each.values}
    return (
        _is_heard(transition, code)
        or _is_said_anew(transition, code, named)
        or _standing(before, named) != _standing(after, named)
        or _is_missed(transition, code, named)
    )


def _is_heard(transition: Transition, code: str) -> bool:
    """Whether somebody spoke whose silence, or whose answer, it rests on."""
    event = transition.event
    if code == "set_aside_decision":
        return isinstance(event, DecisionAccepted | DecisionRejected)
    is_ours = isinstance(event, ContactRecorded) and event.direction == "outbound"
    return code in OF_SILENCE and isinstance(event, OutsideEvent) and not is_ours


def _is_said_anew(transition: Transition, code: str, named: set[str]) -> bool:
    """Whether the same was assessed, or corrected, by another act meanwhile."""
    event = transition.event
    if isinstance(event, RecordCorrected):
        return code == "correct_record" and {str(event.target_event_id), event.field} <= named
    return code == "assess" and isinstance(event, ComplaintAssessed)


def _is_missed(transition: Transition, code: str, named: set[str]) -> bool:
    """Whether a due date was missed that could be moved only before it came."""
    event = transition.event
    is_named = isinstance(event, DeadlineMissed) and str(event.deadline_id) in named
    return is_named and code in BEFORE_IT_IS_DUE


def _standing(complaint: Complaint, named: set[str]) -> list[object]:
    """How the remedies, due dates and issues stand that an act names; a miss moves no day."""
    remedies, deadlines = complaint.remedies.items(), complaint.deadlines.items()
    return [
        *((each.status, each.paid) for key, each in remedies if str(key) in named),
        *((each.due_at, each.is_open) for key, each in deadlines if str(key) in named),
        *(each for key, each in complaint.issues.items() if str(key) in named),
    ]
