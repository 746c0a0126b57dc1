"""Remedies, as they are known: offered, owed, carried out (7.7, Annex F)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.values import Money

RemedyStatus = Literal[
    "offered", "accepted", "declined", "lapsed", "revoked", "superseded", "fulfilled"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyState:
    """A remedy that was offered, and what came of it. paid: in part, of its money."""

    remedy_id: UUID
    kind_code: str
    source_code: str
    status: RemedyStatus
    money: Money | None = None
    paid: Decimal = Decimal(0)
    due_on: date | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it was accepted and is not wholly carried out."""
        return self.status == "accepted"

    @property
    def is_granted(self) -> bool:
        """Whether it counts towards what the complaint has cost so far."""
        return self.status in ("offered", "accepted", "fulfilled")
