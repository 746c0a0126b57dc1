"""7.9, 7.3 What nobody took up in a merged complaint lapses with the closing of the other."""

from typing import Any

from domain.complaint import events as e
from tests.support.answered_together import REFUND, Answered


class Offered(Answered):
    """In Ann's own complaint a refund was offered before it was merged."""

    def bring_together(self) -> None:
        self.asked("offer_remedy", self.anns, **REFUND)
        self.merge()


def test_it_lapses_with_the_closing() -> None:
    office = Offered()
    office.tell_both()
    (offer,) = office.ann.remedies.values()
    assert offer.status == "offered"
    for of, who in ((office.bobs, office.bob.party_id), (office.anns, office.ann.party_id)):
        accepted: dict[str, Any] = {"party_id": who, "means_code": "phone"}
        office.asked("accept_decision", of, **accepted)
    told = office.asked("close", office.bobs, basis_code="accepted_and_carried_out")
    lapsed = [one for one in told.recorded if isinstance(one.event, e.RemedyLapsed)]
    assert [one.stream_id for one in lapsed] == [office.anns]
    (offer,) = office.ann.remedies.values()
    assert offer.status == "lapsed"
