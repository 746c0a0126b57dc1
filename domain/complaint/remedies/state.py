"""Remedies, as they are known: offered, owed, carried out (7.7, Annex F)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.values import Money

RemedyStatus = Literal[
    "offered", "accepted", "declined", "lapsed", "revoked", "superseded", "fulfilled"
]


DETERMINATION: Literal["determination"] = "determination"
"""Whence what an outside body directed comes, and by what rule it is granted until confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyState:
    """A remedy that was offered, and what came of it.

    paid: of its money, in parts or at once. estimated_cost: beside its money. rule_id: by which it
    was granted, granted_by: by whom; carried_out_by: who recorded that it was. lost: what it cost
    in vain, as nobody but one of these or somebody who is no approver says; it still counts.
    failed_alone_at: when they said so; carrying it out anew takes authority over both. failed_by:
    who said so last, since it was carried out. is_overtaken: another one was offered after
    it was declined or had lapsed, so that it did not count.
    is_unconfirmed: an outside body directed it beyond what its recorder may grant, and no approver
    confirmed that yet. party_id: the one person for whom it is, if any. whose: they, else who
    complained here when it was decided on or offered; nobody, where none of them was known.
    accepted_by: for whom it was accepted. declined_by: who of several declined it. approved_by: the
    second person, as long as nobody took it up: what was accepted while they could approve stands.
    """

    remedy_id: UUID
    kind_code: str
    source_code: str
    status: RemedyStatus
    money: Money | None = None
    paid: Decimal = Decimal(0)
    due_on: date | None = None
    estimated_cost: Money | None = None
    rule_id: str = ""
    granted_by: tuple[UUID, ...] = ()
    carried_out_by: tuple[UUID, ...] = ()
    lost: tuple[Money, ...] = ()
    failed_alone_at: datetime | None = None
    failed_by: UUID | None = None
    is_overtaken: bool = False
    is_unconfirmed: bool = False
    party_id: UUID | None = None
    whose: tuple[UUID, ...] = ()
    accepted_by: tuple[UUID, ...] = ()
    declined_by: tuple[UUID, ...] = ()
    approved_by: UUID | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it was accepted and is not wholly carried out."""
        return self.status == "accepted"

    @property
    def by(self) -> tuple[UUID, ...]:
        """Whose word alone does not make room for it a second time."""
        return (*self.granted_by, *self.carried_out_by)

    @property
    def is_of_one(self) -> bool:
        """Whether one person granted it alone, and no outside body directed it."""
        return len(self.granted_by) == 1 and self.rule_id != DETERMINATION

    @property
    def is_granted(self) -> bool:
        """Whether it counts towards what the complaint has cost so far."""
        return self.status in ("offered", "accepted", "fulfilled")

    @property
    def costs(self) -> tuple[Money, ...]:
        """What it comes to so far: what is granted, else what was paid of it; and what was lost."""
        granted = (self.money, self.estimated_cost)
        return (*filter(None, granted), *self.lost) if self.is_granted else self.spent

    @property
    def spent(self) -> tuple[Money, ...]:
        """What was paid of it, and what was lost: it counts whatever becomes of the rest."""
        return (*filter(None, [self.paid_money]), *self.lost)

    @property
    def paid_money(self) -> Money | None:
        """What was paid of its money."""
        return with_amount(self.money, self.paid) if self.money and self.paid else None

    @property
    def rest(self) -> Money | None:
        """What of its money is not paid."""
        return (
            with_amount(self.money, Decimal(self.money.amount) - self.paid) if self.money else None
        )


def with_amount(money: Money, amount: Decimal) -> Money:
    """Another amount of the same currency."""
    return Money(amount=str(amount), currency=money.currency)
