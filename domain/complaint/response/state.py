"""Decisions, answers, remedies and recourse, as they are known (7.7 to 7.9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.complaint.lifecycle import State
from domain.complaint.parts import IssueStance, ProposedRemedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision that was proposed last and neither returned nor set aside.

    before: the state that the attempt was in before. approver: None until it is approved.
    whose: who complained then, but for those who came with a merged complaint.
    """

    decision_id: UUID
    stage: int
    round: int
    author: UUID
    proposed_at: datetime
    before: State
    issues: tuple[IssueStance, ...]
    remedies: tuple[ProposedRemedy, ...]
    whose: tuple[UUID, ...] = ()
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
