"""7.7 A proposed decision is approved, or returned, by somebody else than its author."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.remedy_limits import authority_for
from domain.complaint.authority.separation import (
    check_is_approver,
    check_reviewer,
    check_self_approval,
    separation_of,
)
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DecisionApproved,
    DecisionReturned,
)
from domain.complaint.objectivity.excluding import check_not_excluded
from domain.complaint.remedies.remedy_rules import wanted
from domain.complaint.state import Complaint, Decision
from domain.errors import Refusal
from domain.roles import APPROVING, INQUIRY
from domain.values import Code, VisibleText


class NoDecisionProposed(Refusal, code="NoDecisionProposed"):
    """There is no decision that could be approved, returned or sent."""

    clause = "7.7"
    rule = "no decision is proposed"
    instead = "propose one first"


class DecisionSuperseded(Refusal, code="DecisionSuperseded"):
    """A decision that another one has replaced."""

    clause = "7.7"
    rule = "this is not the present decision"
    instead = "name the present one, or none"


class AlreadyApproved(Refusal, code="AlreadyApproved"):
    """A second approval."""

    clause = "7.7"
    rule = "the decision is approved"
    instead = "send the response"


class ApproveDecision(Act):
    """Somebody with authority approves the proposed decision."""

    decision_id: Annotated[UUID | None, Field(description="The present one, unless told")] = None
    ground_code: Annotated[
        Code | None, Field(description="Why the author may approve it, where the policy lets them")
    ] = None


class ReturnDecision(Act):
    """The decision goes back to its author."""

    decision_id: Annotated[UUID | None, Field(description="The present one, unless told")] = None
    ground_code: Code
    explanation: VisibleText | None = None


def present_decision(complaint: Complaint, decision_id: UUID | None = None) -> Decision:
    """The decision that is proposed and not yet sent. Raises NoDecisionProposed, …Superseded."""
    decision = complaint.decision
    if complaint.state != "DECIDED" or decision is None:
        raise NoDecisionProposed(complaint=complaint.reference, state=complaint.state)
    if decision_id not in (None, decision.decision_id):
        raise DecisionSuperseded(named=decision_id, present=decision.decision_id)
    return decision


def _may_approve(draft: Draft) -> None:
    decision = present_decision(draft.require_open())
    if decision.approver is not None:
        raise AlreadyApproved(decision_id=decision.decision_id)
    check_not_excluded(draft, decision.author)
    if draft.actor.id == decision.author:
        check_self_approval(draft, decision.proposed_at)
    check_is_approver(draft)
    check_reviewer(draft)
    authority_for(draft, wanted(decision.remedies))


def _approve_decision(draft: Draft, command: ApproveDecision) -> None:
    decision = present_decision(draft.complaint, command.decision_id)
    separation, ground = separation_of(draft, decision, command.ground_code)
    approved = DecisionApproved(
        decision_id=decision.decision_id,
        authority_rule_id=authority_for(draft, wanted(decision.remedies)),
        separation=separation,
        ground_code=ground,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(approved, of=command)


def _may_return(draft: Draft) -> None:
    decision = present_decision(draft.require_open())
    if draft.actor.id != decision.author:
        check_is_approver(draft)


def _return_decision(draft: Draft, command: ReturnDecision) -> None:
    decision = present_decision(draft.complaint, command.decision_id)
    returned = DecisionReturned(
        decision_id=decision.decision_id,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(returned, of=command)


approve_decision = Decider(
    "approve_decision",
    ApproveDecision,
    _approve_decision,
    clause="7.7",
    summary="Approve the proposed decision",
    roles=APPROVING,
    may=_may_approve,
)
"""Approve the present decision (7.7)."""

return_decision = Decider(
    "return_decision",
    ReturnDecision,
    _return_decision,
    clause="7.7",
    summary="Return the decision to its author",
    roles=INQUIRY,
    may=_may_return,
)
"""Return the present decision; its author may take it back (7.7)."""
