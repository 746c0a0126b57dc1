"""What is known of a complaint at one moment: the fold of its events, without a rule in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from domain.events import DeadlineSet, IssueStance, ProposedRemedy
from domain.events.parts import FindingCode, PriorityCode, State
from domain.values import Money, When

PRE: frozenset[State] = frozenset({"RECEIVED", "ASSESSED", "INVESTIGATING", "DECIDED"})
ENDED: frozenset[State] = frozenset({"CLOSED", "WITHDRAWN", "OUT_OF_SCOPE", "MERGED"})
BEFORE_DECISION: frozenset[State] = frozenset({"RECEIVED", "ASSESSED", "INVESTIGATING"})
ANSWERED: frozenset[State] = frozenset({"RESPONDED", "ACCEPTED", "DISPUTED", "CLOSED"})
"""The states in which an import asserts that something was answered."""

IssueStatus = Literal["open", "settled", "forwarded"]
RemedyStatus = Literal[
    "offered", "accepted", "declined", "lapsed", "revoked", "superseded", "fulfilled"
]
DeadlineStatus = Literal["running", "missed", "met", "lapsed", "cancelled", "replaced"]
RecourseKind = Literal["internal", "external", "court", "none_available"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueState:
    """One issue and whether it still has to be answered."""

    issue_id: UUID
    issue_no: int
    status: IssueStatus = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The latest initial assessment."""

    severity_code: str
    is_safety: bool
    priority_code: PriorityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision that was proposed last and neither returned nor set aside.

    before: the state that the attempt was in before. approver: None until it is approved.
    """

    decision_id: UUID
    stage: int
    round: int
    author: UUID
    proposed_at: datetime
    before: State
    issues: tuple[IssueStance, ...]
    remedies: tuple[ProposedRemedy, ...]
    approver: UUID | None = None
    authority_rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What answered the complaint as a whole: a response, an agreement, or an import's word.

    has_failed: the response did not arrive.
    """

    kind: Literal["response", "agreement", "import"]
    event_id: UUID
    stage: int
    issue_ids: tuple[UUID, ...]
    decision_id: UUID | None = None
    remedy_ids: tuple[UUID, ...] = ()
    has_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyState:
    """A remedy that was offered, and what came of it."""

    remedy_id: UUID
    kind_code: str
    source_code: str
    status: RemedyStatus
    money: Money | None = None
    due_on: date | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it was accepted and is not wholly carried out."""
        return self.status == "accepted"

    @property
    def is_granted(self) -> bool:
        """Whether it counts towards what the complaint has cost so far."""
        return self.status in ("offered", "accepted", "fulfilled")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A due date as it was set, and what became of it; was_missed stays."""

    fact: DeadlineSet
    status: DeadlineStatus = "running"
    was_missed: bool = False
    met_by: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether what is due is still to be done, in time or late."""
        return self.status in ("running", "missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseState:
    """The further ways that were offered since the latest response or reopening."""

    offered: frozenset[RecourseKind] = frozenset()
    declined: frozenset[RecourseKind] = frozenset()
    is_exhausted: bool = False

    @property
    def still_open(self) -> frozenset[RecourseKind]:
        """The ways that were offered and neither declined nor exhausted."""
        if self.is_exhausted:
            return frozenset()
        return self.offered - self.declined

    @property
    def is_spent(self) -> bool:
        """Whether recourse was offered, and then declined or exhausted."""
        return bool(self.offered) and not self.still_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The latest ending. cancelled: the deadlines that it cancelled."""

    event_id: UUID
    from_state: State
    occurred: When
    recorded_at: datetime
    cancelled: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One complaint after its latest event.

    rounds: the highest round ever used at each stage, from stage 1. answered_stage: the stage of
    the latest answer or agreement. undecided: outside facts that have no place in the table.
    communications: events that a proof or a failed delivery may name. took_part: staff by stage.
    """

    complaint_id: UUID
    reference: str
    legal_entity: str
    zone: str | None
    channel_code: str
    received: When
    received_event_id: UUID
    party_id: UUID | None
    version: int
    recorded_at: datetime
    policy_id: str | None = None
    is_import: bool = False
    state: State = "RECEIVED"
    stage: int = 1
    round: int = 1
    rounds: tuple[int, ...] = (1,)
    is_acknowledged: bool = False
    assessment: Assessment | None = None
    handler: UUID | None = None
    issues: Mapping[UUID, IssueState] = field(default_factory=dict)
    findings: Mapping[tuple[UUID, int, int], FindingCode] = field(default_factory=dict)
    decision: Decision | None = None
    answers: tuple[Answer, ...] = ()
    answered_stage: int | None = None
    remedies: Mapping[UUID, RemedyState] = field(default_factory=dict)
    deadlines: Mapping[UUID, DeadlineState] = field(default_factory=dict)
    recourse: RecourseState = RecourseState()
    ending: Ending | None = None
    reopenings: int = 0
    undecided: tuple[UUID, ...] = ()
    communications: frozenset[UUID] = frozenset()
    took_part: Mapping[int, frozenset[UUID]] = field(default_factory=dict)

    def changed(self, **changes: Any) -> "Complaint":
        """The complaint with these fields changed; several times faster than ``replace``.

        Raises TypeError for a field that there is not.
        """
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
    def owed(self) -> tuple[RemedyState, ...]:
        """The remedies that are promised and not wholly carried out."""
        return tuple(remedy for remedy in self.remedies.values() if remedy.is_owed)

    def finding(self, issue_id: UUID) -> FindingCode | None:
        """What was found about an issue in the present stage and round."""
        return self.findings.get((issue_id, self.stage, self.round))
