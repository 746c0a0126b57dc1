"""Ann's complaint goes on in Bob's, where all points are decided, and each is answered alone."""

from typing import Any
from uuid import UUID

from domain.policy import Policy
from domain.values import Actor
from tests.support.ann_and_bob import RECOURSE
from tests.support.controls import APPROVER, HANDLER, POLICY
from tests.support.matter import Matter

REFUND: dict[str, Any] = {"kind_code": "refund", "money": {"amount": "5.00", "currency": "GBP"}}


class Answered(Matter):
    """Both complaints, of which Ann's was merged into Bob's, with an approved decision.

    by: who tells what Ann replies.
    """

    by: Actor = HANDLER

    def __init__(self, policy: Policy = POLICY, *remedies: dict[str, Any]) -> None:
        super().__init__(policy)
        self.bring_together()
        self.decide(*remedies)

    def bring_together(self) -> None:
        """Ann's complaint comes to be answered in Bob's."""
        self.merge()

    def decide(self, *remedies: dict[str, Any]) -> None:
        """All open points are found to be so, and the decision is approved."""
        if self.bob.assessment is None:
            self.asked("assess", self.bobs, severity_code="low", is_safety=False)
        if self.bob.state == "ASSESSED":
            self.asked("open_investigation", self.bobs)
        for point in self.bob.open_issues:
            found: dict[str, Any] = {"issue_id": point.issue_id, "finding_code": "upheld"}
            self.asked("record_finding", self.bobs, **found)
        self.asked("propose_decision", self.bobs, remedies=remedies)
        self.asked("approve_decision", self.bobs, by=APPROVER)

    @property
    def ann_there(self) -> UUID:
        """Who Ann is where hers goes on."""
        (came,) = [one for one in self.bob.parties.values() if one.from_id and not one.has_left]
        return came.party_id

    @property
    def herself(self) -> Actor:
        """Ann with the key of her own complaint."""
        assert self.ann.party_id
        return Actor(kind="party", id=self.ann.party_id, role="party")

    def tell(self, **to: Any) -> None:
        """The answer goes out: to Bob, unless told."""
        self.asked("send_response", self.bobs, recourse=RECOURSE, **to)

    def tell_both(self) -> None:
        """The answer goes to Bob, and to Ann."""
        self.tell()
        self.tell(to_party_id=self.ann_there)
