"""7.7 and 7.8 Findings, decision and response in one command, where one person may do it all."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.remedy_limits import authority_for
from domain.complaint.authority.separation import (
    check_is_approver,
    check_reviewer,
    check_self_approval,
)
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import Recourse
from domain.complaint.investigation.investigating import (
    OpenInvestigation,
    RecordFinding,
    open_investigation,
    record_finding,
)
from domain.complaint.issues.selecting import one_open_issue
from domain.complaint.parts import FindingCode
from domain.complaint.remedies.remedy_rules import NewRemedy
from domain.complaint.response.approving import ApproveDecision, approve_decision
from domain.complaint.response.deciding import (
    IssueDecision,
    ProposeDecision,
    Stance,
    propose_decision,
)
from domain.complaint.response.responding import SendResponse, send_response
from domain.complaint.state import Complaint
from domain.values import Code, Language, Value, VisibleText


class IssueAnswer(Value):
    """What was found about one issue, and the stance on it."""

    issue_id: UUID | None = None
    finding_code: FindingCode
    stance: Stance | None = None
    reasons: VisibleText | None = None


class Answer(Act):
    """A complaint is investigated, decided and answered by one person."""

    findings: Annotated[
        tuple[IssueAnswer, ...], Field(min_length=1, description="One for each open issue")
    ]
    recourse: Annotated[tuple[Recourse, ...], Field(description="The ways that remain open")] = ()
    remedies: Annotated[tuple[NewRemedy, ...], Field(description="What is offered")] = ()
    text: Annotated[VisibleText | None, Field(description="What the complainant was told")] = None
    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    language: Language | None = None
    ground_code: Annotated[
        Code | None, Field(description="Why the author may approve it, where the policy lets them")
    ] = None


def _may_answer(draft: Draft) -> None:
    """One person finds, proposes and approves: what each of these asks for, asked at once."""
    begins = open_investigation if draft.complaint.state == "ASSESSED" else record_finding
    begins.may(draft)
    check_self_approval(draft, draft.context.now)
    check_is_approver(draft)
    check_reviewer(draft)
    authority_for(draft, ())


def _answer(draft: Draft, command: Answer) -> None:
    complaint = draft.complaint
    if complaint.state == "ASSESSED":
        open_investigation.step(draft, OpenInvestigation())
    stances = tuple(_found(draft, complaint, finding) for finding in command.findings)
    proposal = ProposeDecision(
        stances=tuple(stance for stance in stances if stance),
        remedies=command.remedies,
        settles_event_ids=command.settles_event_ids,
    )
    propose_decision.step(draft, proposal)
    approve_decision.step(draft, ApproveDecision(ground_code=command.ground_code))
    response = SendResponse(
        recourse=command.recourse,
        text=command.text,
        channel_code=command.channel_code,
        language=command.language,
        entered_from=command.entered_from,
    )
    send_response.step(draft, response)


def _found(draft: Draft, complaint: Complaint, finding: IssueAnswer) -> IssueDecision | None:
    issue = one_open_issue(complaint, finding.issue_id)
    found = RecordFinding(
        issue_id=issue.issue_id, finding_code=finding.finding_code, reasons=finding.reasons
    )
    record_finding.step(draft, found)
    if finding.stance is None:
        return None
    return IssueDecision(issue_id=issue.issue_id, stance=finding.stance)


answer = Decider(
    "answer",
    Answer,
    _answer,
    clause="7.7",
    summary="Investigate, decide and respond at once, where one may",
    may=_may_answer,
)
"""Investigate, find, propose, approve and respond (7.6 to 7.8); raises what these raise.

Under a policy that keeps author and approver apart it raises ApproverIsAuthor.
"""
