"""7.7 Deciding on the response: proposed by one, approved or returned by another."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_reviewer
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DecisionProposed,
    IssueStance,
)
from domain.complaint.investigation.investigating import check_at_work, check_investigated
from domain.complaint.investigation.investigators import check_finder
from domain.complaint.issues.selecting import issues_named, open_issues
from domain.complaint.parts import FindingCode
from domain.complaint.remedies.remedy_rules import NewRemedy, check_remedies, proposed
from domain.complaint.state import Complaint, IssueState
from domain.complaint.tracking.suspending import check_not_suspended
from domain.errors import Refusal
from domain.roles import INQUIRY
from domain.values import Value, VisibleText

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


def _may_propose(draft: Draft) -> None:
    complaint = draft.require_open()
    check_not_suspended(draft)
    if complaint.state != "DECIDED":
        check_at_work(complaint)
        check_investigated(draft)
    check_reviewer(draft)
    check_finder(draft, "handler")
    for issue in open_issues(complaint):
        _finding(complaint, issue)


def _propose_decision(draft: Draft, command: ProposeDecision) -> None:
    complaint = draft.complaint
    issues_named(complaint, [each.issue_id for each in command.stances])
    check_remedies(draft, command.remedies)
    stances = {each.issue_id: each.stance for each in command.stances}
    superseded = complaint.decision if complaint.state == "DECIDED" else None
    decision = DecisionProposed(
        decision_id=draft.new_id("decision"),
        stage=complaint.stage,
        round=complaint.round,
        issues=tuple(_stance(complaint, each, stances) for each in open_issues(complaint)),
        remedies=proposed(draft, command.remedies),
        supersedes=superseded.decision_id if superseded else None,
        reasons=command.reasons,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(decision, of=command)


def _stance(complaint: Complaint, issue: IssueState, stances: dict[UUID, Stance]) -> IssueStance:
    finding = _finding(complaint, issue)
    return IssueStance(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        finding_code=finding,
        stance=stances.get(issue.issue_id, STANCES[finding]),
    )


def _finding(complaint: Complaint, issue: IssueState) -> FindingCode:
    finding = complaint.finding(issue.issue_id)
    if finding is None:
        raise FindingMissing(issue=issue.issue_no, stage=complaint.stage, round=complaint.round)
    return finding


propose_decision = Decider(
    "propose_decision",
    ProposeDecision,
    _propose_decision,
    clause="7.7",
    summary="Propose a decision on every open issue",
    roles=INQUIRY,
    may=_may_propose,
)
"""Propose a decision (7.7)."""
