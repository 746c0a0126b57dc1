"""7.6 Investigation: the circumstances are looked into, and what was found is recorded."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_reviewer
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import FindingRecorded, InvestigationOpened
from domain.complaint.investigation.investigators import check_finder, check_inquirer
from domain.complaint.issues.selecting import one_open_issue, open_issues
from domain.complaint.objectivity.excluding import check_not_excluded
from domain.complaint.parts import FindingCode, Ids
from domain.complaint.state import Complaint
from domain.complaint.tracking.suspending import check_not_suspended
from domain.errors import Refusal
from domain.roles import INQUIRY
from domain.values import VisibleText


class NotYetAssessed(Refusal, code="NotYetAssessed"):
    """An investigation before the initial assessment."""

    clause = "7.5"
    rule = "assessment comes before investigation"
    instead = "assess the complaint first"


class NotYetInvestigated(Refusal, code="NotYetInvestigated"):
    """A finding before anybody looked."""

    clause = "7.6"
    rule = "the policy asks for an investigation before findings and decisions"
    instead = "open the investigation first"


class AlreadyDecided(Refusal, code="AlreadyDecided"):
    """More facts while a decision is on its way."""

    clause = "7.6"
    rule = "a decision is proposed"
    instead = "return the decision first"


class AlreadyAnswered(Refusal, code="AlreadyAnswered"):
    """Work on an answer that was given."""

    clause = "7.6"
    rule = "the complaint is answered"
    instead = "set the decision aside first"


class NoSuchEvidence(Refusal, code="NoSuchEvidence"):
    """A finding that rests on something that nobody recorded."""

    clause = "7.6"
    rule = "a finding rests on evidence that is recorded"
    instead = "record the evidence first, and name it by its evidence_id"


class OpenInvestigation(Act):
    """Somebody looks into these issues."""

    investigator: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    issue_ids: Annotated[Ids, Field(description="All open issues, unless told")] = ()


class RecordFinding(Act):
    """What was found about one issue; a later finding replaces it."""

    issue_id: Annotated[UUID | None, Field(description="The only open issue, unless told")] = None
    finding_code: FindingCode
    evidence_ids: Annotated[Ids, Field(description="The recorded evidence it rests on")] = ()
    reasons: Annotated[VisibleText | None, Field(description="What the finding rests on")] = None


def check_at_work(complaint: Complaint) -> None:
    """Refuse work on facts before the assessment, and once a decision or an answer stands.

    Raises NotYetAssessed, AlreadyDecided, AlreadyAnswered.
    """
    if complaint.state == "RECEIVED":
        raise NotYetAssessed(complaint=complaint.reference)
    if complaint.state == "DECIDED":
        raise AlreadyDecided(complaint=complaint.reference)
    if complaint.state not in ("ASSESSED", "INVESTIGATING", "REVIEW"):
        raise AlreadyAnswered(complaint=complaint.reference, state=complaint.state)


def check_investigated(draft: Draft) -> None:
    """Refuse findings and decisions without an investigation, unless the policy waives it.

    Raises NotYetInvestigated.
    """
    policy, complaint = draft.context.policy, draft.complaint
    if complaint.state == "ASSESSED" and not policy.is_investigation_optional:
        raise NotYetInvestigated(complaint=complaint.reference, policy=policy.policy_id)


def _may_open(draft: Draft) -> None:
    complaint = draft.require_open()
    check_not_suspended(draft)
    check_at_work(complaint)
    if complaint.state == "REVIEW":
        raise AlreadyAnswered(complaint=complaint.reference, state=complaint.state)
    check_inquirer(draft)
    open_issues(complaint)


def _open_investigation(draft: Draft, command: OpenInvestigation) -> None:
    complaint = draft.complaint
    investigator = command.investigator or draft.actor.id
    check_not_excluded(draft, investigator)
    opened = InvestigationOpened(
        investigator=investigator,
        issue_ids=tuple(each.issue_id for each in open_issues(complaint, command.issue_ids)),
        stage=complaint.stage,
        round=complaint.round,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(opened, of=command)


def _may_find(draft: Draft) -> None:
    complaint = draft.require_open()
    check_not_suspended(draft)
    check_at_work(complaint)
    check_investigated(draft)
    check_reviewer(draft)
    check_finder(draft)
    open_issues(complaint)


def _record_finding(draft: Draft, command: RecordFinding) -> None:
    complaint = draft.complaint
    issue = one_open_issue(complaint, command.issue_id)
    if unknown := set(command.evidence_ids) - complaint.evidence:
        raise NoSuchEvidence(evidence_ids=", ".join(sorted(map(str, unknown))))
    found = FindingRecorded(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        stage=complaint.stage,
        round=complaint.round,
        finding_code=command.finding_code,
        evidence_ids=command.evidence_ids,
        reasons=command.reasons,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(found, of=command)


open_investigation = Decider(
    "open_investigation",
    OpenInvestigation,
    _open_investigation,
    clause="7.6",
    summary="Begin to look into the circumstances",
    roles=INQUIRY,
    may=_may_open,
)
"""Open an investigation (7.6)."""

record_finding = Decider(
    "record_finding",
    RecordFinding,
    _record_finding,
    clause="7.6",
    summary="Record what was found about an issue",
    roles=INQUIRY,
    may=_may_find,
)
"""Record a finding (7.6)."""
