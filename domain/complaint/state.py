"""What is known of a complaint at one moment: the fold of its events, without a rule in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.complaint.actions.state import ActionState
from domain.complaint.authority.state import ApprovalRequest
from domain.complaint.closing.state import Ending, RecourseState
from domain.complaint.confidentiality.state import Consent, Erasure, Hold, RecordRequest
from domain.complaint.deadlines.state import DeadlineState
from domain.complaint.documents.state import DocumentState
from domain.complaint.investigation.state import Inquiry
from domain.complaint.issues.state import Assessment, IssueState
from domain.complaint.lifecycle import ENDED, State
from domain.complaint.linking.state import Absorbed, Link
from domain.complaint.moment import Moment
from domain.complaint.objectivity.state import Exclusion
from domain.complaint.parties.state import PartyState, Representation, principals_of, whom_answered
from domain.complaint.parts import CameAs, DocumentPointer, FindingCode
from domain.complaint.remedies.state import RemedyState, RemedyStatus
from domain.complaint.response.state import Answer, Decision
from domain.complaint.review.state import ContestedAttempt, Referral
from domain.complaint.satisfaction.state import Survey
from domain.complaint.tracking.state import Communication
from domain.values import When

__all__ = [
    "Absorbed",
    "ActionState",
    "Answer",
    "ApprovalRequest",
    "Assessment",
    "Complaint",
    "Consent",
    "ContestedAttempt",
    "DeadlineState",
    "Decision",
    "DocumentState",
    "Ending",
    "Erasure",
    "Exclusion",
    "Hold",
    "Inquiry",
    "IssueState",
    "Link",
    "PartyState",
    "RecordRequest",
    "RecourseState",
    "Referral",
    "RemedyState",
    "RemedyStatus",
    "Representation",
    "Survey",
]


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One complaint after its latest event.

    rounds: the highest round ever used at each stage, from stage 1. answered_stage: the stage of
    the latest answer or agreement. undecided: outside facts that have no place in the table.
    communications: events that a proof or a failed delivery may name, and what each of them is.
    informed: by which event each of several (None: its own people) heard which message since all
    had; informed_last: by which events they then had. days_told: when updates said that the answer
    comes. took_part: staff by stage, and when their latest act in it was recorded. impossible: the
    purposes that nobody can be told in this attempt. is_unreached: what was sent last did not
    arrive, as far as known. contested: the attempt under review. before_external, before_merge: the
    states to which it goes back; stood_at_merge: whether work on it was suspended then;
    once_merged_into: where it went on until unmerged. parties: the complainants, first the one who
    complained. correspondence_to: the party to whom letters go, where it is not the complainant.
    exclusions: by staff, and the complaint for whose sake, where that came by a merger.
    suspended_until_on: the day named by the latest suspension, also once that is over.
    levels: to which it was escalated, by the complaint for whose sake, its own under None.
    is_outside_named: the complainant was told of a way outside while the complaint was handled.
    moments: when the facts happened that others follow, by their kind and what they are about.
    received_under, decided_under: by policy, at first and at the latest decision. unit: that
    handles it, else received it. breaches, failed_remedies: their ids. unsurveyed: the attempt
    about which nobody is asked. acknowledged_by: of this attempt; is_known_by_answer: or told so.
    """

    complaint_id: UUID
    reference: str
    legal_entity: str
    zone: str | None
    channel_code: str
    received: When
    received_event_id: UUID
    receipt_recorded_at: datetime
    party_id: UUID | None
    version: int
    recorded_at: datetime
    policy_id: str | None = None
    received_under: str | None = None
    decided_under: str | None = None
    unit: str | None = None
    is_import: bool = False
    state: State = "RECEIVED"
    stage: int = 1
    round: int = 1
    rounds: tuple[int, ...] = (1,)
    is_acknowledged: bool = False
    acknowledged_by: UUID | None = None
    is_known_by_answer: bool = False
    assessment: Assessment | None = None
    handler: UUID | None = None
    issues: Mapping[UUID, IssueState] = field(default_factory=dict)
    findings: Mapping[tuple[UUID, int, int], FindingCode] = field(default_factory=dict)
    decision: Decision | None = None
    answers: tuple[Answer, ...] = ()
    answered_stage: int | None = None
    remedies: Mapping[UUID, RemedyState] = field(default_factory=dict)
    deadlines: Mapping[UUID, DeadlineState] = field(default_factory=dict)
    recourse: RecourseState = field(default_factory=RecourseState)
    ending: Ending | None = None
    reopenings: int = 0
    undecided: tuple[UUID, ...] = ()
    communications: Mapping[UUID, Communication] = field(default_factory=dict)
    informed: Mapping[tuple[Any, UUID | None], UUID] = field(default_factory=dict)
    informed_last: Mapping[tuple[Any, UUID | None], UUID] = field(default_factory=dict)
    days_told: Mapping[UUID, date] = field(default_factory=dict)
    took_part: Mapping[int, Mapping[UUID, datetime]] = field(default_factory=dict)
    contact_class: str = "complaint"
    parties: Mapping[UUID, PartyState] = field(default_factory=dict)
    representations: tuple[Representation, ...] = ()
    correspondence_to: UUID | None = None
    exclusions: Mapping[tuple[UUID, UUID | None], Exclusion] = field(default_factory=dict)
    is_outside_named: bool = False
    escalation_level: int = 0
    levels: Mapping[UUID | None, int] = field(default_factory=dict)
    is_suspended: bool = False
    suspended_until_on: date | None = None
    inquiries: Mapping[UUID, Inquiry] = field(default_factory=dict)
    evidence: frozenset[UUID] = frozenset()
    impossible: frozenset[str] = frozenset()
    is_unreached: bool = False
    contested: ContestedAttempt | None = None
    referrals: Mapping[UUID, Referral] = field(default_factory=dict)
    before_external: State | None = None
    actions: Mapping[UUID, ActionState] = field(default_factory=dict)
    failed_remedies: frozenset[UUID] = frozenset()
    links: tuple[Link, ...] = ()
    merged_into: UUID | None = None
    once_merged_into: frozenset[UUID] = frozenset()
    merged_reference: str | None = None
    before_merge: State | None = None
    stood_at_merge: bool = False
    absorbed: Mapping[UUID, Absorbed] = field(default_factory=dict)
    split_from: UUID | None = None
    split_into: tuple[UUID, ...] = ()
    split_documents: tuple[DocumentPointer, ...] = ()
    split_people: tuple[CameAs, ...] = ()
    documents: Mapping[UUID, DocumentState] = field(default_factory=dict)
    consents: Mapping[UUID, Consent] = field(default_factory=dict)
    holds: Mapping[UUID, Hold] = field(default_factory=dict)
    record_requests: Mapping[UUID, RecordRequest] = field(default_factory=dict)
    breaches: frozenset[UUID] = frozenset()
    erasures: Mapping[UUID, Erasure] = field(default_factory=dict)
    surveys: Mapping[UUID, Survey] = field(default_factory=dict)
    unsurveyed: tuple[int, int] | None = None
    approvals: Mapping[UUID, ApprovalRequest] = field(default_factory=dict)
    moments: Mapping[tuple[str, UUID | None], Moment] = field(default_factory=dict)

    def changed(self, **changes: Any) -> "Complaint":
        """The complaint with these changed; faster than ``replace``. TypeError for others."""
        if unknown := changes.keys() - self.__dict__.keys():
            raise TypeError(f"a complaint has no {', '.join(unknown)}")
        copy = object.__new__(Complaint)
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(changes)
        return copy

    @property
    def is_open(self) -> bool:
        """Whether it has not ended; a disputed complaint is open (7.9)."""
        return self.state not in ENDED

    @property
    def needs_decision(self) -> bool:
        """Whether an outside fact awaits a decision."""
        return bool(self.undecided)

    @property
    def is_safety(self) -> bool:
        """Whether the latest assessment found a matter of safety."""
        return self.assessment is not None and self.assessment.is_safety

    @property
    def open_issues(self) -> tuple[IssueState, ...]:
        """The issues that still have to be answered, by their numbers."""
        return tuple(issue for issue in self.issues.values() if issue.status == "open")

    @property
    def absorbed_now(self) -> tuple[Absorbed, ...]:
        """The complaints whose issues are answered here now."""
        return tuple(each for each in self.absorbed.values() if not each.is_released)

    @property
    def answer(self) -> Answer | None:
        """The latest answer, whether it arrived or not."""
        return self.answers[-1] if self.answers else None

    @property
    def is_answered(self) -> bool:
        """Whether an answer, or an agreement on a part, ever reached the complainant."""
        if not self.answers:
            return self.answered_stage is not None
        return any(not answer.has_failed for answer in self.answers)

    @property
    def pending_referrals(self) -> tuple[Referral, ...]:
        """The referrals on which an outside body has not spoken yet."""
        return tuple(each for each in self.referrals.values() if each.status == "pending")

    @property
    def is_external(self) -> bool:
        """Whether an outside body has the complaint, or a part of it."""
        return bool(self.pending_referrals)

    @property
    def owed(self) -> tuple[RemedyState, ...]:
        """The remedies that are promised and not wholly carried out."""
        return tuple(remedy for remedy in self.remedies.values() if remedy.is_owed)

    @property
    def is_outstanding(self) -> bool:
        """Whether a promised remedy or a planned action is still to be carried out."""
        return bool(self.owed) or any(each.status == "planned" for each in self.actions.values())

    def acts_for(self, party_id: UUID | None, day: date | None) -> tuple[UUID, ...]:
        """The complainants for whom a party acts on this day; nobody without authority."""
        if party_id is None:
            return ()
        return principals_of(
            party_id, day, parties=self.parties, representations=self.representations
        )

    @property
    def to_agree(self) -> tuple[UUID, ...]:
        """The complainants who have not accepted the latest answer and must."""
        answered = self.answer.issue_ids if self.answer else ()
        whose = whom_answered(self.parties, self.issues, answered)
        return tuple(each for each in whose if self.parties[each].is_to_agree)

    def finding(self, issue_id: UUID) -> FindingCode | None:
        """What was found about an issue in the present stage and round."""
        return self.findings.get((issue_id, self.stage, self.round))
