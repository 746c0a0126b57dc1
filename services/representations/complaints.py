"""What answers look like where it is not what a question gives: the complaint, opened events."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from domain.complaint.closing.state import RecourseKind
from domain.complaint.deadlines.lateness import Lateness
from domain.complaint.deadlines.state import DeadlineStatus
from domain.complaint.lifecycle import State
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.complaint.parts import DocumentPointer, FindingCode
from domain.complaint.state import (
    Absorbed,
    ActionState,
    Answer,
    ApprovalRequest,
    Assessment,
    Complaint,
    Consent,
    DeadlineState,
    Decision,
    DocumentState,
    Ending,
    Erasure,
    Exclusion,
    Hold,
    IssueState,
    Link,
    PartyState,
    RecordRequest,
    Referral,
    Representation,
)
from domain.values import Actor, Instant, When
from services.queries.next_steps import NextStep, NextSteps, NotNow
from services.queries.queries import ComplaintAsOf, OpenedComplaint
from services.queries.unsealing import Opened
from services.representations.remedies import RemedyShown, remedy_shown

ALIKE = (
    "complaint_id reference legal_entity zone channel_code received party_id is_import policy_id "
    "received_under decided_under unit "
    "state stage round is_open is_acknowledged is_safety needs_decision assessment handler "
    "decision answers ending reopenings undecided contact_class representations escalation_level "
    "is_suspended links merged_into split_from split_into"
)
BY_ID = (
    "issues parties exclusions referrals actions absorbed documents consents holds "
    "record_requests erasures approvals"
)


class FoldOf(BaseModel):
    """Of what a complaint's state is the fold: the last event seen, and how many there were."""

    log_id: UUID
    position: int
    version: int
    recorded_at: Instant
    events: int
    is_latest: bool


class FindingShown(BaseModel):
    """What was found about an issue in one attempt at an answer."""

    issue_id: UUID
    stage: int
    round: int
    finding_code: FindingCode


class DeadlineShown(BaseModel):
    """A due date as it was set, with the rule that made it, as it stands, and what became of it.

    lateness: entered_late is done in time, and recorded after it was due. was_missed: a miss was
    recorded that stands.
    """

    fact: dict[str, Any]
    due_on: date
    due_at: Instant
    warn_at: Instant | None
    status: DeadlineStatus
    lateness: Lateness | None
    was_missed: bool


class ComplaintAnswer(BaseModel):
    """A complaint as of a moment, without personal data.

    policy_id: of its latest event. received_under, decided_under: of the receipt and of the latest
    decision. unit: the one that handles it, else that received it.
    next: the commands that whoever asks may give now; what they say decides. not_now: all others,
    each with its rule and what to do instead. Both are null for a complaint as it was.
    """

    complaint_id: UUID
    reference: str
    legal_entity: str
    zone: str | None
    channel_code: str
    received: When
    party_id: UUID | None
    is_import: bool
    policy_id: str | None
    received_under: str | None
    decided_under: str | None
    unit: str | None
    state: State
    stage: int
    round: int
    is_open: bool
    is_acknowledged: bool
    is_safety: bool
    needs_decision: bool
    assessment: Assessment | None
    handler: UUID | None
    decision: Decision | None
    answers: tuple[Answer, ...]
    ending: Ending | None
    reopenings: int
    undecided: tuple[UUID, ...]
    contact_class: str
    representations: tuple[Representation, ...]
    escalation_level: int
    is_suspended: bool
    suspended_until_on: date | None
    links: tuple[Link, ...]
    merged_into: UUID | None
    split_from: UUID | None
    split_into: tuple[UUID, ...]
    issues: list[IssueState]
    findings: list[FindingShown]
    remedies: list[RemedyShown]
    parties: list[PartyState]
    exclusions: list[Exclusion]
    referrals: list[Referral]
    actions: list[ActionState]
    absorbed: list[Absorbed]
    documents: list[DocumentState]
    documents_elsewhere: list[DocumentPointer]
    consents: list[Consent]
    holds: list[Hold]
    record_requests: list[RecordRequest]
    erasures: list[Erasure]
    approvals: list[ApprovalRequest]
    deadlines: list[DeadlineShown]
    recourse_offered: list[RecourseKind]
    recourse_open: list[RecourseKind]
    next: tuple[NextStep, ...] | None
    not_now: tuple[NotNow, ...] | None
    fold_of: FoldOf


class OpenedStep(BaseModel):
    """One event with its personal fields; erased: classes whose key or content is gone."""

    position: int
    version: int
    event_id: UUID
    type: str
    occurred: When
    recorded_at: datetime
    actor: Actor
    data: dict[str, Any]
    erased: list[str]


class OpenedAnswer(BaseModel):
    """A complaint as of a moment, and its events with what is sealed in them."""

    complaint: ComplaintAnswer
    events: list[OpenedStep]


def complaint(as_of: ComplaintAsOf, steps: NextSteps | None) -> ComplaintAnswer:
    """A complaint as it is answered, with what whoever asks may do next."""
    known: Complaint = as_of.complaint
    alike = {name: getattr(known, name) for name in ALIKE.split()}
    by_id = {name: list(getattr(known, name).values()) for name in BY_ID.split()}
    return ComplaintAnswer(
        **alike,
        **by_id,
        remedies=[remedy_shown(known, one) for one in known.remedies.values()],
        suspended_until_on=known.suspended_until_on if known.is_suspended else None,
        documents_elsewhere=list(documents_elsewhere(known)),
        findings=[
            FindingShown(issue_id=issue_id, stage=stage, round=round_, finding_code=code)
            for (issue_id, stage, round_), code in known.findings.items()
        ],
        deadlines=[_deadline(one) for one in known.deadlines.values()],
        recourse_offered=sorted(known.recourse.offered),
        recourse_open=sorted(known.recourse.still_open),
        next=steps.next if steps else None,
        not_now=steps.not_now if steps else None,
        fold_of=FoldOf(
            log_id=as_of.log_id,
            position=as_of.position,
            version=as_of.version,
            recorded_at=as_of.recorded_at,
            events=as_of.events,
            is_latest=as_of.is_latest,
        ),
    )


def opened(opened_complaint: OpenedComplaint, steps: NextSteps | None) -> OpenedAnswer:
    """An opened complaint as it is answered."""
    events = [_step(one) for one in opened_complaint.events]
    return OpenedAnswer(complaint=complaint(opened_complaint.as_of, steps), events=events)


def _deadline(one: DeadlineState) -> DeadlineShown:
    return DeadlineShown(
        fact=one.fact.model_dump(mode="json", exclude_none=True),
        due_on=one.due_on,
        due_at=one.due_at,
        warn_at=one.warn_at,
        status=one.status,
        lateness=one.lateness,
        was_missed=one.was_missed,
    )


def _step(one: Opened) -> OpenedStep:
    recorded = one.recorded
    return OpenedStep(
        position=recorded.position or 0,
        version=recorded.version,
        event_id=recorded.event_id,
        type=recorded.event.TYPE,
        occurred=recorded.occurred,
        recorded_at=recorded.recorded_at,
        actor=recorded.actor,
        data=recorded.event.model_dump(mode="json", exclude_none=True),
        erased=list(one.erased),
    )
