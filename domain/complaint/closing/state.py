"""Recourse and the ending of a complaint, as they are known (7.9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.complaint.lifecycle import State
from domain.values import When

RecourseKind = Literal["internal", "external", "court", "none_available"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseState:
    """The further ways that were offered since the latest response or reopening.

    declined: by every complainant who must agree, or used up by a review; declined_by: by whom so
    far. is_determined: by an outside body.
    """

    offered: frozenset[RecourseKind] = frozenset()
    declined: frozenset[RecourseKind] = frozenset()
    declined_by: frozenset[tuple[UUID, RecourseKind]] = frozenset()
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
