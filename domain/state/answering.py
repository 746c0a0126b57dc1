"""Decisions, answers, remedies and recourse, as they are known (7.7 to 7.9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.events.parts import IssueStance, ProposedRemedy, State
from domain.values import Money, When

RemedyStatus = Literal[
    "offered", "accepted", "declined", "lapsed", "revoked", "superseded", "fulfilled"
]
RecourseKind = Literal["internal", "external", "court", "none_available"]


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

    has_failed: the response did not arrive. impossible: there was nobody who could be told.
    """

    kind: Literal["response", "agreement", "import", "impossible"]
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
class RecourseState:
    """The further ways that were offered since the latest response or reopening.

    declined: by the complainant, or used up by a review. is_determined: by an outside body.
    """

    offered: frozenset[RecourseKind] = frozenset()
    declined: frozenset[RecourseKind] = frozenset()
    is_exhausted: bool = False
    is_determined: bool = False

    @property
    def still_open(self) -> frozenset[RecourseKind]:
        """The ways that were offered and neither declined, exhausted nor determined."""
        if self.is_exhausted or self.is_determined:
            return frozenset()
        return self.offered - self.declined

    @property
    def is_spent(self) -> bool:
        """Whether recourse was offered, and then declined, exhausted or determined."""
        return bool(self.offered) and not self.still_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The latest ending, a return from an outside body into one included.

    from_state: in which the organisation would go on. own_state: the same without outside bodies.
    taken: the issues that were open and went with it. cancelled: the deadlines that it cancelled.
    """

    event_id: UUID
    from_state: State
    own_state: State
    occurred: When
    recorded_at: datetime
    taken: tuple[UUID, ...] = ()
    cancelled: tuple[UUID, ...] = ()
