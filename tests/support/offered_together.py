"""Ann's complaint goes on in Bob's, both are answered, and something is offered to one of them."""

from typing import Any
from uuid import UUID

from domain.complaint.party_view import Circle, OwnComplaint, own_complaint
from tests.support.answered_together import REFUND, Answered
from tests.support.controls import APPROVER

AWARD: dict[str, Any] = {
    "kind_code": "compensation",
    "money": {"amount": "8.00", "currency": "GBP"},
}
UPHELD: dict[str, Any] = {"result_code": "upheld", "is_binding": True, "directions": [AWARD]}


class Shared(Answered):
    """Both complaints, and what is offered to one of them."""

    @property
    def bobs_id(self) -> UUID:
        """Who Bob is."""
        assert self.bob.party_id
        return self.bob.party_id

    def page(self, person: UUID) -> OwnComplaint:
        """What somebody sees in Bob's complaint."""
        return own_complaint(self.events[self.bobs], Circle(frozenset({person})))

    def offered(self, **told: Any) -> UUID:
        """A remedy is offered; its id."""
        self.asked("offer_remedy", self.bobs, by=APPROVER, **REFUND, **told)
        return list(self.bob.remedies)[-1]

    def award(self) -> UUID:
        """An outside body to which Ann went directs something; the remedy's id."""
        gone: dict[str, Any] = {"body_code": "ombudsman", "party_id": self.ann_there}
        self.asked("register_referral", self.bobs, **gone)
        self.asked("record_determination", self.bobs, **UPHELD)
        return list(self.bob.remedies)[-1]

    def status(self, remedy_id: UUID) -> str:
        """How a remedy of Bob's complaint stands."""
        return self.bob.remedies[remedy_id].status
