"""7.7 Deciding on the response: proposed by one, approved or returned by another."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.authority import (
    authority_for,
    check_is_approver,
    check_reviewer,
    check_self_approval,
    separation_of,
)
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import (
    DecisionApproved,
    DecisionProposed,
    DecisionReturned,
    IssueStance,
)
from domain.events.parts import FindingCode
from domain.excluding import check_not_excluded
from domain.inquirers import check_finder
from domain.investigating import check_at_work, check_investigated
from domain.issues import issues_named, open_issues
from domain.offers import NewRemedy, check_remedies, proposed, wanted
from domain.state import Complaint, IssueState
from domain.state import Decision as DecisionState
from domain.suspending import check_not_suspended
from domain.values import Code, Value, VisibleText

Stance = Literal["accepted", "redress_without_admission", "rejected"]
STANCES: dict[FindingCode, Stance] = {
    "upheld": "accepted",
    "partly_upheld": "accepted",
    "not_upheld": "rejected",
    "inconclusive": "rejected",
    "resolved_without_finding": "redress_without_admission",
}
"""What follows from a finding, unless the decision takes another stance."""


class FindingMissing(Refusal, code="FindingMissing"):
    """A decision on an issue that nobody has judged."""

    clause = "7.7"
    rule = "every open issue has a finding of this stage and round before a decision"
    instead = "record the missing findings first"


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


class IssueDecision(Value):
    """The stance on one issue, where it is not the one that its finding suggests."""

    issue_id: UUID
    stance: Stance


class ProposeDecision(Act):
    """An answer is drafted: a stance on each open issue, and the remedies."""

    stances: Annotated[
        tuple[IssueDecision, ...], Field(description="As the findings suggest, unless told")
    ] = ()
    remedies: Annotated[tuple[NewRemedy, ...], Field(description="What is to be offered")] = ()
    reasons: VisibleText | None = None


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


def _may_propose(deed: Deed) -> None:
    complaint = deed.require_open()
    check_not_suspended(deed)
    if complaint.state != "DECIDED":
        check_at_work(complaint)
        check_investigated(deed)
    check_reviewer(deed)
    check_finder(deed, "handler")
    for issue in open_issues(complaint):
        _finding(complaint, issue)


def _propose_decision(deed: Deed, command: ProposeDecision) -> None:
    complaint = deed.complaint
    issues_named(complaint, [each.issue_id for each in command.stances])
    check_remedies(deed, command.remedies)
    told = {each.issue_id: each.stance for each in command.stances}
    superseded = complaint.decision if complaint.state == "DECIDED" else None
    decision = DecisionProposed(
        decision_id=deed.new_id("decision"),
        stage=complaint.stage,
        round=complaint.round,
        issues=tuple(_stance(complaint, each, told) for each in open_issues(complaint)),
        remedies=proposed(deed, command.remedies),
        supersedes=superseded.decision_id if superseded else None,
        reasons=command.reasons,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(decision, of=command)


def _stance(complaint: Complaint, issue: IssueState, told: dict[UUID, Stance]) -> IssueStance:
    finding = _finding(complaint, issue)
    return IssueStance(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        finding_code=finding,
        stance=told.get(issue.issue_id, STANCES[finding]),
    )


def _finding(complaint: Complaint, issue: IssueState) -> FindingCode:
    finding = complaint.finding(issue.issue_id)
    if finding is None:
        raise FindingMissing(issue=issue.issue_no, stage=complaint.stage, round=complaint.round)
    return finding


def present_decision(complaint: Complaint, decision_id: UUID | None = None) -> DecisionState:
    """The decision that is proposed and not yet sent. Raises NoDecisionProposed, …Superseded."""
    decision = complaint.decision
    if complaint.state != "DECIDED" or decision is None:
        raise NoDecisionProposed(complaint=complaint.reference, state=complaint.state)
    if decision_id not in (None, decision.decision_id):
        raise DecisionSuperseded(named=decision_id, present=decision.decision_id)
    return decision


def _may_approve(deed: Deed) -> None:
    decision = present_decision(deed.require_open())
    if decision.approver is not None:
        raise AlreadyApproved(decision_id=decision.decision_id)
    check_not_excluded(deed, decision.author)
    if deed.actor.id == decision.author:
        check_self_approval(deed, decision.proposed_at)
    check_is_approver(deed)
    check_reviewer(deed)
    authority_for(deed, wanted(decision.remedies))


def _approve_decision(deed: Deed, command: ApproveDecision) -> None:
    decision = present_decision(deed.complaint, command.decision_id)
    separation, ground = separation_of(deed, decision, command.ground_code)
    approved = DecisionApproved(
        decision_id=decision.decision_id,
        authority_rule_id=authority_for(deed, wanted(decision.remedies)),
        separation=separation,
        ground_code=ground,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(approved, of=command)


def _may_return(deed: Deed) -> None:
    decision = present_decision(deed.require_open())
    if deed.actor.id != decision.author:
        check_is_approver(deed)


def _return_decision(deed: Deed, command: ReturnDecision) -> None:
    decision = present_decision(deed.complaint, command.decision_id)
    returned = DecisionReturned(
        decision_id=decision.decision_id,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(returned, of=command)


propose_decision = Decision(
    "propose_decision", ProposeDecision, _propose_decision, may=_may_propose
)
"""Propose a decision (7.7).

Raises HasEnded, IsSuspended, NotYetAssessed, NotYetInvestigated, AlreadyAnswered, FindingMissing,
ReviewerTookPart, NotTheirRole, UnknownCode, NothingPaid, PromisedTooEarly and those of issues.
"""

approve_decision = Decision(
    "approve_decision", ApproveDecision, _approve_decision, may=_may_approve
)
"""Approve the present decision (7.7).

Raises HasEnded, NoDecisionProposed, DecisionSuperseded, AlreadyApproved, ApproverIsAuthor,
TooSoonAlone, NotAnApprover, ReviewerTookPart, GroundMissing, BeyondAuthority.
"""

return_decision = Decision("return_decision", ReturnDecision, _return_decision, may=_may_return)
"""Return the present decision; its author may take it back (7.7).

Raises HasEnded, NoDecisionProposed, DecisionSuperseded, NotAnApprover.
"""
