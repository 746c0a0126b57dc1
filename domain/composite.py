"""Several decisions in one command: the same facts as one by one, whole or not at all."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acknowledging import Acknowledge, acknowledge
from domain.acts import Act
from domain.agreeing import AgreedIssue, AgreeResolution, agree_resolution
from domain.assessing import Assess, assess, assess_by_default
from domain.authority import (
    authority_for,
    check_is_approver,
    check_reviewer,
    check_self_approval,
)
from domain.closing import Close, close
from domain.deciding import (
    ApproveDecision,
    IssueDecision,
    ProposeDecision,
    Stance,
    approve_decision,
    propose_decision,
)
from domain.deed import Decision, Deed
from domain.events import Recourse
from domain.events.parts import FindingCode, Ids
from domain.investigating import (
    OpenInvestigation,
    RecordFinding,
    open_investigation,
    record_finding,
)
from domain.issues import one_open_issue
from domain.offers import NewRemedy
from domain.receiving import Receive, receive
from domain.remedying import FulfilRemedy, OfferRemedy, fulfil_remedy, offer_remedy
from domain.responding import SendResponse, send_response
from domain.state import Complaint
from domain.values import Code, Language, Value, VisibleText


class Log(Receive):
    """A complaint reached the organisation, is acknowledged and assessed at once."""

    severity_code: Annotated[Code | None, Field(description="A step of the policy's scale")] = None
    is_safety: Annotated[bool | None, Field(description="Whether health or safety is touched")] = (
        None
    )
    contact_point_code: Code | None = None


class Settlement(Value):
    """On what the complainant and the organisation agreed, on the spot."""

    remedies: Annotated[tuple[NewRemedy, ...], Field(description="What the complainant gets")] = ()
    finding_code: FindingCode = "resolved_without_finding"
    means_code: Annotated[Code, Field(description="How they agreed, such as phone")] = "in_person"
    solution: VisibleText | None = None
    is_carried_out: Annotated[
        bool, Field(description="Whether it was done at once; then the complaint is closed")
    ] = True
    payment_reference: VisibleText | None = None


class Settle(Log, Settlement):
    """A complaint is received and settled at once."""


class SettleReceived(Act, Settlement):
    """A complaint that was received is settled at once."""

    party_ids: Annotated[
        Ids | None, Field(description="Who of several agreed; the complainant, unless told")
    ] = None


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


def _log(deed: Deed, command: Log) -> None:
    receive.step(deed, command)
    # What follows is done now, whenever the complaint arrived.
    deed.occurred = deed.now
    _acknowledge(deed, command)
    _assess(deed, command)


def _acknowledge(deed: Deed, command: Log) -> None:
    """Nobody can tell the sender of an anonymous complaint that it has arrived."""
    if deed.complaint.party_id is not None:
        told = Acknowledge(contact_point_code=command.contact_point_code)
        acknowledge.step(deed, told)


def _assess(deed: Deed, command: Log) -> None:
    if command.severity_code is None and command.is_safety is None:
        assess_by_default(deed)
        return
    default = deed.situation.policy.defaults.severity_code
    judged = Assess(
        severity_code=command.severity_code or default,
        is_safety=bool(command.is_safety),
        ground_code="not_asked" if command.is_safety is None else None,
    )
    assess.step(deed, judged)


def _settle(deed: Deed, command: Settle) -> None:
    """What is settled on the spot is settled when it comes."""
    came = deed.occurred
    _log(deed, command)
    deed.occurred = came
    _settled(deed, command, Act())


def _settle_received(deed: Deed, command: SettleReceived) -> None:
    _settled(deed, command, command, command.party_ids)


def _settled(deed: Deed, settlement: Settlement, act: Act, party_ids: Ids | None = None) -> None:
    before = set(deed.complaint.remedies)
    for remedy in settlement.remedies:
        offer = OfferRemedy(**remedy.model_dump(), source_code="on_the_spot")
        offer_remedy.step(deed, offer)
    remedy_ids = tuple(each for each in deed.complaint.remedies if each not in before)
    agreed = AgreeResolution(
        issues=tuple(
            AgreedIssue(issue_id=issue.issue_id, finding_code=settlement.finding_code)
            for issue in deed.complaint.open_issues
        ),
        party_ids=party_ids,
        remedy_ids=remedy_ids,
        means_code=settlement.means_code,
        solution=settlement.solution,
        entered_from=act.entered_from,
        settles_event_ids=act.settles_event_ids,
    )
    agree_resolution.step(deed, agreed)
    if not settlement.is_carried_out:
        return
    for remedy_id in remedy_ids:
        done = FulfilRemedy(remedy_id=remedy_id, payment_reference=settlement.payment_reference)
        fulfil_remedy.step(deed, done)
    close.step(deed, Close(basis_code="accepted_and_carried_out"))


def _may_answer(deed: Deed) -> None:
    """One person finds, proposes and approves: what each of these asks for, asked at once."""
    begins = open_investigation if deed.complaint.state == "ASSESSED" else record_finding
    begins.may(deed)
    check_self_approval(deed, deed.situation.now)
    check_is_approver(deed)
    check_reviewer(deed)
    authority_for(deed, ())


def _answer(deed: Deed, command: Answer) -> None:
    complaint = deed.complaint
    if complaint.state == "ASSESSED":
        open_investigation.step(deed, OpenInvestigation())
    stances = tuple(_found(deed, complaint, finding) for finding in command.findings)
    proposal = ProposeDecision(
        stances=tuple(stance for stance in stances if stance),
        remedies=command.remedies,
        settles_event_ids=command.settles_event_ids,
    )
    propose_decision.step(deed, proposal)
    approve_decision.step(deed, ApproveDecision(ground_code=command.ground_code))
    response = SendResponse(
        recourse=command.recourse,
        text=command.text,
        channel_code=command.channel_code,
        language=command.language,
        entered_from=command.entered_from,
    )
    send_response.step(deed, response)


def _found(deed: Deed, complaint: Complaint, finding: IssueAnswer) -> IssueDecision | None:
    issue = one_open_issue(complaint, finding.issue_id)
    found = RecordFinding(
        issue_id=issue.issue_id, finding_code=finding.finding_code, reasons=finding.reasons
    )
    record_finding.step(deed, found)
    if finding.stance is None:
        return None
    return IssueDecision(issue_id=issue.issue_id, stance=finding.stance)


log = Decision("log", Log, _log, may=receive.may)
"""Receive, acknowledge and assess (7.2 to 7.5); raises what these raise."""

settle = Decision("settle", Settle, _settle, may=receive.may)
"""Log a complaint, offer, agree, carry out and close (7.2 to 7.9); raises what these raise."""

settle_received = Decision(
    "settle_received", SettleReceived, _settle_received, may=agree_resolution.may
)
"""Offer, agree, carry out and close (7.7 to 7.9); raises what these raise."""

answer = Decision("answer", Answer, _answer, may=_may_answer)
"""Investigate, find, propose, approve and respond (7.6 to 7.8); raises what these raise.

Under a policy that keeps author and approver apart it raises ApproverIsAuthor.
"""
