"""S-4: who came with a merged complaint is written to under their own reference and date."""

from datetime import date
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.documents.letters import LetterSaid
from domain.complaint.state import Complaint
from domain.decision_context import NewEvent
from services.correspondence.facts import Addressee, LetterFacts, facts_of
from tests.support.ann_and_bob import BOBS, OF_ANN, OF_BOB, OWED, target
from tests.support.controls import named, on, received
from tests.support.given import Given, given
from tests.support.merged import TARGET, THIRD, due

CYS = received(reference="C-CY", party_id=named("Cy"), complainant=e.Contact(name="Cy"))
ANNS_DAY, BOBS_DAY = on("2026-02-03"), on("2026-02-10")


def chain(*more: e.RepresentativeAuthorised) -> tuple[Complaint, dict[str | None, UUID]]:
    """Ann's complaint goes on in Bob's and with it in Cy's, and who the guests are there."""
    group = {"ground_code": "represented_group"}
    bobs = NewEvent(event=OF_BOB, occurred=BOBS_DAY)
    first = given(NewEvent(event=OF_ANN, occurred=ANNS_DAY), *OWED).beside(TARGET, bobs)
    there = first.when("merge_complaint", into_id=TARGET, **group).there(TARGET)
    both = given(bobs, *there).beside(THIRD, CYS)
    second = both.when("merge_complaint", command="on", into_id=THIRD, **group).there(THIRD)
    cys = Given((CYS, *second, *more)).complaint
    return cys, {one.reference: one.party_id for one in cys.parties.values() if one.from_id}


def letter(complaint: Complaint, party_id: UUID) -> LetterFacts:
    return facts_of(
        complaint,
        LetterSaid(kind="acknowledgement"),
        to=Addressee(party_id, None),
        organisation="House",
        contact_point="office",
        written_on=date(2026, 3, 5),
    )


def test_along_a_chain_each_keeps_the_reference_and_the_receipt_of_their_own() -> None:
    complaint, guests = chain()
    days = {OF_ANN.reference: ANNS_DAY, OF_BOB.reference: BOBS_DAY}
    assert guests.keys() == days.keys()
    for reference, party_id in guests.items():
        told = letter(complaint, party_id)
        assert (told.reference, told.received_on) == (reference, days[reference or ""].day)


def test_who_acts_for_one_of_them_is_written_to_about_theirs() -> None:
    _, guests = chain()
    agent, ann = named("agent"), guests[OF_ANN.reference]
    acting = e.RepresentativeAuthorised(
        party_id=ann, representative_party_id=agent, authority_basis_code="letter"
    )
    complaint, _ = chain(acting)
    told = letter(complaint, agent)
    assert (told.reference, told.received_on) == (OF_ANN.reference, ANNS_DAY.day)
    assert told.answer_due_on == date(2026, 3, 20)


def test_all_that_is_answered_here_is_named_with_its_own_receipt() -> None:
    complaint, _ = chain()
    (absorbed,) = complaint.absorbed_now
    told = {one.reference: one.received and one.received.day for one in absorbed.brought}
    assert told == {OF_BOB.reference: BOBS_DAY.day, OF_ANN.reference: ANNS_DAY.day}


def test_each_is_promised_the_day_that_is_theirs() -> None:
    there, ann = target(due("response", 12))
    days = [letter(there.complaint, each).answer_due_on for each in (ann, BOBS)]
    assert days == [date(2026, 3, 20), date(2026, 3, 12)]


def test_each_reads_of_their_points_by_the_numbers_that_they_know() -> None:
    complaint, guests = chain()
    numbers = {one.told.party_ids: one.issue_no for one in complaint.issues.values()}
    ann, bob = guests[OF_ANN.reference], guests[OF_BOB.reference]
    assert (numbers[(ann,)], numbers[(bob,)]) != (1, 1)
    told = {each: [one.number for one in letter(complaint, each).issues] for each in (ann, bob)}
    assert told == {ann: [1], bob: [1]}


def test_who_acts_for_several_reads_of_each_by_its_reference() -> None:
    _, guests = chain()
    acting = [
        e.RepresentativeAuthorised(
            party_id=each, representative_party_id=named("agent"), authority_basis_code="letter"
        )
        for each in guests.values()
    ]
    complaint, _ = chain(*acting)
    told = [one.number for one in letter(complaint, named("agent")).issues]
    assert sorted(map(str, told)) == sorted(f"{reference} 1" for reference in guests)
