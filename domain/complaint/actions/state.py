"""Actions that put right and prevent, as they are known (7.7, 8.7)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.complaint.parts import ActionKind
from domain.values import When

ActionStatus = Literal["planned", "completed", "verified", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionState:
    """One action. completed, completed_by: when it was carried out, and who recorded that.

    verdict_code: the latest judgement.

    void: a body outside had directed it, and its determination was refused or replaced.
    """

    action_id: UUID
    kind_code: ActionKind
    source_code: str
    owner: UUID
    due_on: date | None = None
    status: ActionStatus = "planned"
    completed: When | None = None
    completed_by: UUID | None = None
    verdict_code: str | None = None

    def is_of(self, staff: UUID) -> bool:
        """Whether somebody owned it or carried it out, so that another one judges its effect."""
        return staff in (self.owner, self.completed_by)

    @property
    def is_done(self) -> bool:
        """Whether it was carried out, whatever its effect."""
        return self.status in ("completed", "verified")
