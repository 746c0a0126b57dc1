"""Reviews inside and referrals outside, as they are known (7.9, Annex G)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.complaint.parts import Direction
from domain.complaint.response.state import Decision

ReferralStatus = Literal["pending", "returned", "determined"]
Answerer = Literal["complainant", "organisation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedAttempt:
    """The attempt that a review looks at, to which the complaint falls back.

    decision, is_acknowledged: as they stood in it; they count again then. asked_by: who want the
    review, as far as it was told.
    """

    stage: int
    round: int
    decision: Decision | None = None
    is_acknowledged: bool = False
    asked_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A complaint, or some issues of it, at an outside body.

    directions: what the body told the organisation to do. is_past: it was determined before the
    complaint went to outside bodies anew, and no longer keeps it there. determined_by,
    determined_at: who recorded what it determined, and when. is_confirmed: whether
    the organisation took it. accepted_by: the complainants who did. party_id: as in
    ExternalReferralRegistered.
    """

    referral_id: UUID
    body_code: str
    issue_ids: tuple[UUID, ...]
    is_premature: bool
    status: ReferralStatus = "pending"
    result_code: str | None = None
    is_binding: bool = False
    directions: tuple[Direction, ...] = ()
    comply_by_on: date | None = None
    refused_by: tuple[Answerer, ...] = ()
    is_past: bool = False
    determined_by: UUID | None = None
    determined_at: datetime | None = None
    is_confirmed: bool = False
    accepted_by: tuple[UUID, ...] = ()
    party_id: UUID | None = None

    @property
    def whose(self) -> tuple[UUID, ...]:
        """The one person for whom it is; nobody, where it is for all of the complaint's own."""
        return (self.party_id,) if self.party_id else ()

    @property
    def is_live(self) -> bool:
        """Whether it keeps the complaint at outside bodies."""
        return self.status == "pending" or (self.status == "determined" and not self.is_past)

    @property
    def are_void(self) -> bool:
        """Whether the complainant refused, or the organisation what does not bind it."""
        is_refused_here = "organisation" in self.refused_by and not self.is_binding
        return "complainant" in self.refused_by or is_refused_here
