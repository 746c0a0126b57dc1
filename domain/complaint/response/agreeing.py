"""7.9 What the complainant says to the answer: agreed, accepted, rejected."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    IssueFinding,
    ResolutionAgreed,
)
from domain.complaint.investigation.assessing import assess_by_default
from domain.complaint.issues.selecting import NoIssueOpen, open_issues
from domain.complaint.linking.brought_matter import listed
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.parts import FindingCode, Ids
from domain.complaint.remedies.remedy_rules import RemedyNotStanding, remedy_named
from domain.complaint.remedies.whose import is_for
from domain.complaint.state import Complaint, IssueState, PartyState, RemedyState
from domain.errors import Refusal
from domain.values import Code, Value, VisibleText


class AcceptedAlready(Refusal, code="AcceptedAlready"):
    """A second agreement on what is accepted."""

    clause = "7.9"
    rule = "what the complainant accepted is carried out, not agreed on again"
    instead = "carry it out, offer another remedy, or record that the answer is rejected"


class NotAllAgreed(Refusal, code="NotAllAgreed"):
    """An agreement would settle the points of somebody who did not agree."""

    clause = "7.9"
    rule = "an agreement settles the points of those who agreed, and nobody else's"
    instead = "name in party_ids all who agreed, or only the issues of those who did"


class AgreedIssue(Value):
    """What the agreement says about one issue."""

    issue_id: UUID
    finding_code: FindingCode = "resolved_without_finding"


class AgreeResolution(Act):
    """The complainant and the organisation agree on a solution."""

    issues: Annotated[
        tuple[AgreedIssue, ...],
        Field(description="All open issues of those who agreed, without a finding, unless told"),
    ] = ()
    party_ids: Annotated[
        Ids | None, Field(description="Who of several agreed; the complainant, unless told")
    ] = None
    remedy_ids: Annotated[
        Ids | None, Field(description="All remedies that are offered, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they agreed, such as phone")]
    solution: VisibleText | None = None


def _may_agree(draft: Draft) -> None:
    complaint = draft.require_open()
    if not complaint.open_issues:
        raise NoIssueOpen(complaint=complaint.reference)
    if complaint.state == "ACCEPTED":
        raise AcceptedAlready(complaint=complaint.reference)


def _agree_resolution(draft: Draft, command: AgreeResolution) -> None:
    complaint = draft.complaint
    never_assessed = complaint.assessment is None and not complaint.is_import
    if complaint.state == "RECEIVED" or never_assessed:
        assess_by_default(draft)
        complaint = draft.complaint
    findings = {each.issue_id: each.finding_code for each in command.issues}
    agreeing = agreeing_in(complaint, command.party_ids)
    issues = _settled_by(complaint, agreeing, tuple(findings))
    remedies = _remedies(complaint, command.remedy_ids, agreeing)
    agreed = ResolutionAgreed(
        agreement_id=draft.new_id("agreement"),
        stage=complaint.stage,
        round=complaint.round,
        issues=tuple(
            IssueFinding(
                issue_id=issue.issue_id,
                issue_no=issue.issue_no,
                finding_code=findings.get(issue.issue_id, "resolved_without_finding"),
            )
            for issue in issues
        ),
        remedy_ids=tuple(remedy.remedy_id for remedy in remedies),
        party_ids=agreeing if command.party_ids or len(_present(complaint)) > 1 else None,
        means_code=command.means_code,
        solution=command.solution,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(agreed, of=command)


def agreeing_in(complaint: Complaint, party_ids: Ids | None) -> Ids:
    """Who agrees: the named complainants, else the complainant. Raises NoSuchParty."""
    present = [each.party_id for each in _present(complaint)]
    if party_ids is None:
        return tuple(each for each in present if each == complaint.party_id)
    if unknown := [each for each in party_ids if each not in present]:
        raise NoSuchParty(complaint=complaint.reference, party_id=unknown[0])
    return party_ids


def not_agreed(complaint: Complaint, issue: IssueState, agreeing: Ids) -> set[UUID]:
    """Whose agreement an issue still wants."""
    owners = issue.told.party_ids
    wanted = {
        each.party_id
        for each in _present(complaint)
        if (each.party_id in owners if owners else each.from_id is None and each.must_agree)
    }
    return wanted - set(agreeing)


def _present(complaint: Complaint) -> list[PartyState]:
    return [each for each in complaint.parties.values() if not each.has_left]


def _settled_by(complaint: Complaint, agreeing: Ids, issue_ids: Ids) -> list[IssueState]:
    """The issues that they may settle: the named ones, else all of theirs that are open."""
    issues = open_issues(complaint, issue_ids)
    waiting = {each.issue_id: not_agreed(complaint, each, agreeing) for each in issues}
    theirs = [each for each in issues if not waiting[each.issue_id]]
    if not theirs or (issue_ids and theirs != issues):
        missing = set().union(*waiting.values())
        raise NotAllAgreed(complaint=complaint.reference, waiting=listed(complaint, missing))
    return theirs


def _remedies(complaint: Complaint, remedy_ids: Ids | None, agreeing: Ids) -> list[RemedyState]:
    """The named remedies, which must stand; all that are offered to them where none is named."""
    if remedy_ids is None:
        offered = [each for each in complaint.remedies.values() if each.status == "offered"]
        return [each for each in offered if _is_for(complaint, each, agreeing)]
    named = [remedy_named(complaint, remedy_id) for remedy_id in remedy_ids]
    for remedy in named:
        if not remedy.is_granted:
            raise RemedyNotStanding.of(remedy)
        if not _is_for(complaint, remedy, agreeing):
            waiting = listed(complaint, remedy.whose)
            raise NotAllAgreed(complaint=complaint.reference, waiting=waiting)
    return named


def _is_for(complaint: Complaint, remedy: RemedyState, agreeing: Ids) -> bool:
    """Whether a remedy is for one of these; of nobody known, for whoever complains."""
    return not agreeing or is_for(complaint, remedy.whose, agreeing)


agree_resolution = Decider(
    "agree_resolution",
    AgreeResolution,
    _agree_resolution,
    clause="7.9",
    summary="Record a solution that both sides agreed on",
    may=_may_agree,
)
"""Record an agreement, assessing by default before it where nobody did (7.7, 7.9)."""
