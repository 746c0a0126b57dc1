"""7.2, 7.3, 7.5 What comes while complaints are merged is seen, and goes back with what leaves."""

from typing import Any

from domain.complaint import events as e
from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.complaint.linking.unmerging import NobodyLeft
from domain.complaint.parts import DocumentPointer
from domain.event import DomainEvent
from tests.support.ann_and_bob import BOBS, OF_ANN, OF_BOB, merging
from tests.support.controls import (
    ACKNOWLEDGED,
    ASSESSED,
    COMPLAINT,
    PRIVACY_OFFICER,
    REFERENCE,
    issue,
    named,
    received,
)
from tests.support.given import Given, Outcome, given
from tests.support.merged import TARGET, due

DOCUMENT: dict[str, Any] = {
    "document_id": named("document"),
    "ciphertext_sha256": "ab" * 32,
    "plaintext_sha256": "cd" * 32,
    "size": 1,
    "media_type": "application/pdf",
    "scan_code": "not_scanned",
}


def both(*there: DomainEvent, here: tuple[DomainEvent, ...] = ()) -> Given:
    """Ann's complaint that goes on in Bob's, after this happened there."""
    merged = merging(OF_ANN, *here)
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    told = given(OF_ANN, *here, *own)
    return told.beside(TARGET, OF_BOB, *merged.there(TARGET), *there)


def unmerged(told: Given) -> Outcome:
    return told.when("unmerge_complaint", ground_code="mistake", by=PRIVACY_OFFICER, command="back")


def test_a_document_that_comes_to_a_merged_complaint_is_pointed_to_where_it_goes_on() -> None:
    done = both().when("attach_document", **DOCUMENT)
    pointer = DocumentPointer(
        document_id=named("document"), complaint_id=COMPLAINT, reference=REFERENCE
    )
    assert documents_elsewhere(done.other(TARGET)) == (pointer,)
    again = both(*done.there(TARGET)).when(
        "unmerge_complaint", ground_code="mistake", by=PRIVACY_OFFICER, command="back"
    )
    assert documents_elsewhere(again.other(TARGET)) == ()


def test_a_document_of_a_complaint_of_its_own_is_pointed_to_nowhere() -> None:
    given(OF_ANN).when("attach_document", **DOCUMENT).then(e.DocumentAttached)


def test_safety_that_was_found_while_merged_goes_back_with_what_leaves() -> None:
    grave = ASSESSED.model_copy(
        update={"severity_code": "critical", "is_safety": True, "priority_code": "urgent"}
    )
    back = unmerged(both(grave))
    assert back.complaint.assessment is not None
    assert (back.complaint.is_safety, back.complaint.assessment.severity_code) == (True, "critical")


def test_what_was_judged_milder_while_merged_does_not_lower_what_leaves() -> None:
    grave = ASSESSED.model_copy(update={"severity_code": "critical", "priority_code": "urgent"})
    assert unmerged(both(ASSESSED, here=(grave,))).all(e.ComplaintAssessed) == []


def test_what_was_judged_before_the_merger_is_of_the_other_matter() -> None:
    assert unmerged(both()).complaint.assessment is None


def test_a_complaint_is_not_left_without_anybody_who_complains() -> None:
    unmerged(both(e.ComplainantLeft(party_id=BOBS, ground_code="left"))).refused(NobodyLeft)


def test_who_died_may_have_a_successor_so_that_their_complaint_goes_on_by_itself() -> None:
    died = e.ComplainantLeft(party_id=BOBS, ground_code="died")
    assert unmerged(both(died)).other(TARGET).is_open


def test_who_was_acknowledged_while_both_were_one_is_so_for_what_leaves() -> None:
    """One complainant of both: told of all of it, in time or not, and told so only once."""
    away = {"into_id": TARGET}
    here, there = (OF_ANN, due("acknowledgement", 4)), received(issue(7), reference="C-TARGET")
    merged = given(*here).beside(TARGET, there).when("merge_complaint", **away)
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    past = (there, *merged.there(TARGET), ACKNOWLEDGED)
    back = unmerged(given(*here, *own).beside(TARGET, *past))
    assert back.complaint.is_acknowledged
    assert not [one for one in back.complaint.deadlines.values() if one.is_open]
    before = unmerged(given(*here, *own).beside(TARGET, there, ACKNOWLEDGED, *merged.there(TARGET)))
    assert not before.complaint.is_acknowledged, "nobody was told then of what came later"


def test_who_joins_later_can_be_acknowledged() -> None:
    joint = e.ComplainantJoined(party_id=named("joint"), kind="person", must_agree=True)
    told = given(OF_ANN, ACKNOWLEDGED, joint)
    first = told.when("acknowledge", to_party_id=named("joint"))
    assert first.the(e.ComplaintAcknowledged).is_for_party_alone
    told.when("acknowledge").refused(AlreadyAcknowledged)
    again = given(OF_ANN, ACKNOWLEDGED, joint, *first.facts)
    again.when("acknowledge", to_party_id=named("joint")).refused(AlreadyAcknowledged)
