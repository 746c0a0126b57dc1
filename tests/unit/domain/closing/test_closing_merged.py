"""7.9 What was promised, or is at an outside body, in a merged complaint keeps the whole open."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.closing.closing import ReferralPending
from domain.complaint.closing.closing_bases import RemedyOutstanding
from domain.complaint.linking.merging import OutsideBodyHasIt
from tests.support.controls import APPROVER, SECOND_APPROVER
from tests.support.matter import Matter

ANN: dict[str, Any] = {"complainant": {"name": "Ann"}, "narrative": "Late"}
STOP: dict[str, Any] = {"basis_code": "discontinued", "ground_code": "no_cooperation"}
REFUND: dict[str, Any] = {"kind_code": "refund", "money": {"amount": "10.00", "currency": "GBP"}}


class Thrice(Matter):
    """Ann complained three times of the same; the first goes on in the second."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = (self.received(**ANN) for _ in range(3))

    def merge_into(self, source: UUID, target: UUID) -> None:
        self.asked("merge_complaint", source, into_id=target)

    def refund(self, of: UUID) -> UUID:
        """A refund on the spot, which Ann accepts."""
        self.asked("offer_remedy", of, **REFUND)
        (remedy_id,) = self.complaints[of].remedies
        self.asked("accept_remedy", of, remedy_id=remedy_id, entered_from=self.shown(of))
        return remedy_id

    def stop(self, of: UUID) -> None:
        self.asked("close", of, by=APPROVER, **STOP)
        self.asked("grant_approval", of, by=SECOND_APPROVER)


def test_a_refund_that_is_owed_in_a_merged_complaint_is_paid_before_the_whole_is_closed() -> None:
    for is_chain in (False, True):
        office = Thrice()
        remedy_id = office.refund(office.first)
        office.merge_into(office.first, office.second)
        last = office.third if is_chain else office.second
        if is_chain:
            office.merge_into(office.second, office.third)
        with pytest.raises(RemedyOutstanding) as refused:
            office.stop(last)
        reference = office.complaints[office.first].reference
        assert refused.value.values["remedy_ids"] == f"refund is {remedy_id} of {reference}"
        office.asked("fulfil_remedy", office.first, remedy_id=remedy_id)
        office.stop(last)
        assert office.complaints[last].state == "CLOSED"


def test_what_a_body_had_as_it_was_told_after_merging_keeps_the_whole_open() -> None:
    office = Thrice()
    office.merge_into(office.first, office.second)
    told: dict[str, Any] = {"body_code": "ombudsman", "entered_from": office.shown(office.first)}
    office.asked("register_referral", office.first, **told)
    with pytest.raises(OutsideBodyHasIt):
        office.merge_into(office.second, office.third)
    with pytest.raises(ReferralPending) as refused:
        office.stop(office.second)
    assert refused.value.values["complaint"] == office.complaints[office.first].reference
    told = {"ground_code": "premature", "entered_from": office.shown(office.first)}
    office.asked("return_referral", office.first, **told)
    undecided = office.complaints[office.first].undecided
    office.asked("add_note", office.first, note="Known there", settles_event_ids=undecided)
    office.stop(office.second)
    assert office.complaints[office.second].state == "CLOSED"
