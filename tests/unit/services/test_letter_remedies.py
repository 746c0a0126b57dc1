"""7.7, 7.8 A letter offers to each of several what is for them."""

from datetime import date
from uuid import UUID

from domain.complaint.documents.letters import LetterSaid
from services.correspondence.facts import Addressee, facts_of
from tests.support.answered_together import REFUND, Answered
from tests.support.controls import POLICY


def remedies(office: Answered, to: UUID | None) -> list[str]:
    """What a letter to somebody offers."""
    facts = facts_of(
        office.bob,
        LetterSaid(kind="final_response"),
        to=Addressee(to, None),
        organisation="House",
        contact_point="office",
        written_on=date(2026, 3, 5),
    )
    return [one.kind_code for one in facts.remedies]


def test_a_letter_offers_what_is_for_whom_it_goes_to() -> None:
    ann = str(Answered().ann_there)
    office = Answered(POLICY, {"kind_code": "apology", "party_id": ann}, REFUND)
    assert remedies(office, office.ann_there) == ["apology"]
    assert remedies(office, office.bob.party_id) == ["refund"]
    office.tell_both()
    assert remedies(office, office.ann_there) == ["apology"]
