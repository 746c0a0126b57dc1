"""7.8 Each of several is told alone, in any order, with what the decision grants to them."""

from typing import Any

import pytest

from domain.complaint import events as e
from tests.support.answered_together import REFUND
from tests.support.controls import POLICY
from tests.support.offered_together import Shared


def granted(*for_ann: bool) -> Shared:
    """A decision that grants something, to Ann or to Bob."""
    anns: dict[str, Any] = {"party_id": str(Shared().ann_there)}
    return Shared(POLICY, *({**REFUND, **(anns if is_hers else {})} for is_hers in for_ann))


@pytest.mark.parametrize("for_ann", [(True,), (False,), (True, False)])
def test_who_came_with_a_merger_is_told_first_and_offered_what_is_theirs(
    for_ann: tuple[bool, ...],
) -> None:
    office = granted(*for_ann)
    office.tell(to_party_id=office.ann_there)
    assert [one.remedy_id for one in office.page(office.ann_there).remedies] == list(
        office.bob.remedies
    )
    assert len(office.bob.remedies) == sum(for_ann)
    office.tell()
    assert len(office.bob.remedies) == len(for_ann)
    offers = [one for one in office.events[office.bobs] if isinstance(one.event, e.RemedyOffered)]
    assert len(offers) == len(for_ann), "nothing is offered twice"


def test_what_was_offered_to_one_alone_lapses_with_another_decision() -> None:
    office = granted(True)
    office.tell(to_party_id=office.ann_there)
    (offer,) = office.bob.remedies
    office.asked("return_decision", office.bobs, ground_code="too_little")
    office.decide()
    assert office.status(offer) == "lapsed"
