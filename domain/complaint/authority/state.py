"""What is known of the acts that await, or awaited, a second person (4.12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from domain.complaint.authority.events import Arguments

STANDS = timedelta(days=30)
"""So long what was asked for may be approved: then it is asked anew, on the facts of the day."""

ApprovalStatus = Literal["open", "granted", "refused", "withdrawn", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """An act that somebody asked for, and what became of it.

    event_id: by which it was asked for. author: who asked. arguments: what is public of the act,
    with the names of what is sealed. approving_roles: who could approve it when it was asked for.
    whose: who complained then.
    """

    approval_id: UUID
    event_id: UUID
    act_code: str
    ground_code: str
    arguments: Arguments
    author: UUID
    requested_at: datetime
    approving_roles: tuple[str, ...]
    party_id: UUID | None = None
    whose: tuple[UUID, ...] = ()
    status: ApprovalStatus = "open"

    @property
    def stands_until(self) -> datetime:
        """When it is too old to be approved."""
        return self.requested_at + STANDS


def awaiting(approvals: Mapping[UUID, ApprovalRequest]) -> tuple[ApprovalRequest, ...]:
    """What was asked for and nothing came of yet, oldest first."""
    return tuple(each for each in approvals.values() if each.status == "open")
