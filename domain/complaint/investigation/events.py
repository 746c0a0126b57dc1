"""The facts of acknowledging, assessing and investigating (ISO 10002:2018, 7.4 to 7.6)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import (
    FindingCode,
    HandlingCode,
    Ids,
    PriorityCode,
    Recourse,
    Round,
    Stage,
)
from domain.event import ArrivingEvent, DomainEvent
from domain.privacy import P0, P1, P3, P4
from domain.values import Code, Text


class ComplaintAcknowledged(DomainEvent):
    """The complainant was told that the complaint is received (7.4).

    is_for_party_alone: only ``to_party_id`` was, who came with a merged complaint, joined later or
    need not agree; for all others it counts for nothing.
    """

    TYPE: ClassVar[str] = "ComplaintAcknowledged"

    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    channel_code: Annotated[Code, P0]
    to_party_id: Annotated[UUID | None, P0] = None
    contact_point_code: Annotated[Code, P0]
    recourse: Annotated[tuple[Recourse, ...] | None, P0] = None
    is_for_party_alone: Annotated[Literal[True] | None, P0] = None


class ComplaintAssessed(UnderApproval):
    """The initial assessment: severity, safety, complexity, impact, immediate action (7.5)."""

    TYPE: ClassVar[str] = "ComplaintAssessed"

    severity_code: Annotated[Code, P0]
    scale_version: Annotated[int, P0]
    is_safety: Annotated[bool, P0]
    complexity_code: Annotated[Code | None, P0] = None
    impact_code: Annotated[Code | None, P0] = None
    is_immediate_action_needed: Annotated[bool | None, P0] = None
    is_immediate_action_possible: Annotated[bool | None, P0] = None
    is_compensation_likely: Annotated[bool | None, P0] = None
    is_recurrence_suspected: Annotated[bool | None, P0] = None
    priority_code: Annotated[PriorityCode, P0]
    ground_code: Annotated[Literal["not_asked", "was_wrong", "facts_changed"] | None, P0] = None
    handling_code: Annotated[HandlingCode | None, P0] = None
    vulnerability: Annotated[Text | None, P4] = None
    rationale: Annotated[Text | None, P3] = None


class InvestigationOpened(DomainEvent):
    """The circumstances of these issues are being looked into (7.6)."""

    TYPE: ClassVar[str] = "InvestigationOpened"

    investigator: Annotated[UUID, P1]
    issue_ids: Annotated[Ids, P0]
    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]


class FindingRecorded(DomainEvent):
    """What was found about one issue in this stage and round (7.6)."""

    TYPE: ClassVar[str] = "FindingRecorded"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[int, P0]
    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    finding_code: Annotated[FindingCode, P0]
    evidence_ids: Annotated[Ids, P0] = ()
    reasons: Annotated[Text | None, P3] = None


class InformationRequested(DomainEvent):
    """Somebody was asked for what is needed to go on (7.6).

    to_party_id: the one of several who complain, or who act for them, that was asked alone.
    """

    TYPE: ClassVar[str] = "InformationRequested"

    request_id: Annotated[UUID, P0]
    from_kind: Annotated[
        Literal["complainant", "representative", "staff", "unit", "third_party", "external_body"],
        P0,
    ]
    to_party_id: Annotated[UUID | None, P0] = None
    question: Annotated[Text | None, P3] = None


class InformationReceived(ArrivingEvent):
    """What was asked for arrived (7.6)."""

    TYPE: ClassVar[str] = "InformationReceived"

    request_id: Annotated[UUID, P0]
    document_ids: Annotated[Ids, P0] = ()


class EvidenceRecorded(DomainEvent):
    """Something that shows what happened (7.6)."""

    TYPE: ClassVar[str] = "EvidenceRecorded"

    evidence_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    source_kind: Annotated[
        Literal["complainant", "staff", "subject_person", "third_party", "record"], P0
    ]
    document_id: Annotated[UUID | None, P0] = None
    check_code: Annotated[Code | None, P0] = None
    checked_by: Annotated[UUID | None, P1] = None
    statement: Annotated[Text | None, P3] = None


class SubjectPersonInformed(DomainEvent):
    """Whoever is complained about was told (Annex D)."""

    TYPE: ClassVar[str] = "SubjectPersonInformed"

    content_code: Annotated[Literal["complaint", "interview", "progress", "outcome"], P0]
    person: Annotated[Text | None, P3] = None


class SubjectPersonResponded(DomainEvent):
    """Whoever is complained about gave their account (Annex D)."""

    TYPE: ClassVar[str] = "SubjectPersonResponded"

    statement: Annotated[Text | None, P3] = None


class RootCauseIdentified(DomainEvent):
    """Why it happened (7.7, 8.2)."""

    TYPE: ClassVar[str] = "RootCauseIdentified"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[int, P0]
    cause_code: Annotated[Code, P0]
    taxonomy_version: Annotated[int, P0]
    method_code: Annotated[Code, P0]
    suspected_scope: Annotated[Literal["single_incident", "recurring", "systematic"], P0]
