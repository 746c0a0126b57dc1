"""7.9 What the complainant says to the answer: agreed, accepted, rejected."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act, OutsideAct
from domain.addressing import NoSuchParty, lacks_authority
from domain.assessing import assess_by_default
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import (
    DecisionAccepted,
    DecisionRejected,
    IssueFinding,
    RemedyAccepted,
    ResolutionAgreed,
)
from domain.events.parts import FindingCode, Ids
from domain.evolving.answering import accepted_by, is_awaited
from domain.issues import NoIssueOpen, disputed_issues, open_issues
from domain.matter import listed
from domain.offers import RemedyNotStanding, remedy_named
from domain.state import Complaint, IssueState, PartyState, RemedyState
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


class AcceptDecision(OutsideAct):
    """The complainant accepts the answer, and with it the remedies that it offers."""

    decision_id: Annotated[
        UUID | None, Field(description="That of the latest answer, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    remedy_ids: Annotated[
        Ids | None, Field(description="The remedies they accept; all of the answer, unless told")
    ] = None


class RejectDecision(OutsideAct):
    """The complainant rejects the answer; the complaint stays open."""

    decision_id: Annotated[
        UUID | None, Field(description="That of the latest answer, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    issue_ids: Annotated[
        Ids, Field(description="What they dispute; all that was answered, unless told")
    ] = ()


def _may_agree(deed: Deed) -> None:
    complaint = deed.require_open()
    if not complaint.open_issues:
        raise NoIssueOpen(complaint=complaint.reference)
    if complaint.state == "ACCEPTED":
        raise AcceptedAlready(complaint=complaint.reference)


def _agree_resolution(deed: Deed, command: AgreeResolution) -> None:
    complaint = deed.complaint
    never_assessed = complaint.assessment is None and not complaint.is_import
    if complaint.state == "RECEIVED" or never_assessed:
        assess_by_default(deed)
        complaint = deed.complaint
    told = {each.issue_id: each.finding_code for each in command.issues}
    agreeing = agreeing_in(complaint, command.party_ids)
    issues = _settled_by(complaint, agreeing, tuple(told))
    remedies = _remedies(complaint, command.remedy_ids)
    agreed = ResolutionAgreed(
        agreement_id=deed.new_id("agreement"),
        stage=complaint.stage,
        round=complaint.round,
        issues=tuple(
            IssueFinding(
                issue_id=issue.issue_id,
                issue_no=issue.issue_no,
                finding_code=told.get(issue.issue_id, "resolved_without_finding"),
            )
            for issue in issues
        ),
        remedy_ids=tuple(remedy.remedy_id for remedy in remedies),
        party_ids=agreeing if command.party_ids or len(_present(complaint)) > 1 else None,
        means_code=command.means_code,
        solution=command.solution,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(agreed, of=command)


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
    asked = open_issues(complaint, issue_ids)
    waiting = {each.issue_id: not_agreed(complaint, each, agreeing) for each in asked}
    theirs = [each for each in asked if not waiting[each.issue_id]]
    if not theirs or (issue_ids and theirs != asked):
        missing = set().union(*waiting.values())
        raise NotAllAgreed(complaint=complaint.reference, waiting=listed(complaint, missing))
    return theirs


def _remedies(complaint: Complaint, remedy_ids: Ids | None) -> list[RemedyState]:
    """The named remedies, which must stand; all that are offered where none is named."""
    if remedy_ids is None:
        return [each for each in complaint.remedies.values() if each.status == "offered"]
    named = [remedy_named(complaint, remedy_id) for remedy_id in remedy_ids]
    for remedy in named:
        if not remedy.is_granted:
            raise RemedyNotStanding.of(remedy)
    return named


def _accept_decision(deed: Deed, command: AcceptDecision) -> None:
    complaint = deed.complaint
    answer, lacking = complaint.answer, lacks_authority(deed, command)
    is_settling = _is_settling(deed, command)
    offered = answer.remedy_ids if answer and is_settling else ()
    wanted = offered if command.remedy_ids is None else command.remedy_ids
    remedies = [remedy_named(complaint, remedy_id) for remedy_id in wanted]
    accepted = DecisionAccepted(
        decision_id=command.decision_id or (answer.decision_id if answer else None),
        party_id=command.party_id or complaint.party_id,
        means_code=command.means_code,
        awaited_party_ids=_awaited(deed, command) or None,
        lacks_authority=lacking,
    )
    cause = len(deed.facts)
    deed.add(accepted, of=command)
    for remedy in remedies:
        if remedy.status == "offered" or command.remedy_ids is not None:
            taken = RemedyAccepted(
                remedy_id=remedy.remedy_id,
                kind_code=remedy.kind_code,
                party_id=command.party_id or complaint.party_id,
                lacks_authority=lacking,
            )
            deed.add(taken, of=command, caused_by=cause)


def _is_effective(deed: Deed, command: AcceptDecision) -> bool:
    is_lacking = lacks_authority(deed, command)
    return not is_lacking and is_awaited(deed.complaint, command.decision_id)


def _awaited(deed: Deed, command: AcceptDecision) -> Ids:
    """The complainants who must still accept the answer once this acceptance counts."""
    if not _is_effective(deed, command):
        return ()
    return accepted_by(deed.complaint, command.party_id, deed.occurred.day).to_agree


def _is_settling(deed: Deed, command: AcceptDecision) -> bool:
    """Whether everybody who must has accepted, so that what the answer offers is taken too."""
    return _is_effective(deed, command) and not _awaited(deed, command)


def _reject_decision(deed: Deed, command: RejectDecision) -> None:
    complaint, answer = deed.complaint, deed.complaint.answer
    issues = disputed_issues(complaint, command.issue_ids)
    rejected = DecisionRejected(
        decision_id=command.decision_id or (answer.decision_id if answer else None),
        party_id=command.party_id or complaint.party_id,
        means_code=command.means_code,
        issue_ids=tuple(issue.issue_id for issue in issues),
        lacks_authority=lacks_authority(deed, command),
    )
    deed.add(rejected, of=command)


agree_resolution = Decision("agree_resolution", AgreeResolution, _agree_resolution, may=_may_agree)
"""Record an agreement, assessing by default before it where nobody did (7.7, 7.9).

Raises HasEnded, NoIssueOpen, AcceptedAlready, NoSuchIssue, IssueNotOpen, NoSuchRemedy,
RemedyNotStanding, NoSuchParty, NotAllAgreed.
"""

accept_decision = Decision("accept_decision", AcceptDecision, _accept_decision)
"""Record that the complainant accepted the answer, in any state (7.9). Raises NoSuchRemedy."""

reject_decision = Decision("reject_decision", RejectDecision, _reject_decision)
"""Record that the complainant rejected the answer, in any state (7.9).

Raises NoSuchIssue, AnsweredElsewhere.
"""
