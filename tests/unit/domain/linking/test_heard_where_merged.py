"""4.7, 7.2, 7.9 Where complaints are merged, what each did and said counts for all."""

import pytest

from domain.complaint import events as e
from domain.complaint.authority.separation import ReviewerTookPart
from domain.complaint.closing.closing import UndecidedWhereMerged
from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.complaint.preconditions import HasEnded
from domain.decision_context import NewEvent
from domain.values import Actor
from tests.support.ann_and_bob import target
from tests.support.controls import ACKNOWLEDGED, APPROVER, COMPLAINT, issue, named, when
from tests.support.given import Given, given
from tests.support.matter import Matter
from tests.support.merged import TARGET, THERE, absorbed, merged
from tests.support.outside import EXTERNAL, UNTIL_REVIEW

REVIEWER = Actor(kind="staff", id=named("reviewer"), role="reviewer")


def test_what_somebody_says_in_a_merged_complaint_is_decided_before_the_closing() -> None:
    office = Matter()
    office.merge()
    heard = office.asked(
        "reject_decision", office.anns, party_id=office.ann.party_id, means_code="phone"
    ).recorded[0]
    closing = {"basis_code": "discontinued", "ground_code": "no_cooperation"}
    with pytest.raises(UndecidedWhereMerged) as refusal:
        office.asked("close", office.bobs, by=APPROVER, **closing)
    assert refusal.value.values["others"] == office.ann.reference
    office.asked("add_note", office.anns, note="Told there", settles_event_ids=[heard.event_id])
    assert not office.ann.needs_decision


def test_invariant_7_who_took_part_in_what_was_merged_does_not_review_the_answer() -> None:
    came = absorbed(issue(7), from_id=TARGET)
    reviewed = given(UNTIL_REVIEW[0], came, *UNTIL_REVIEW[1:])
    declined = {"by": REVIEWER, "ground_code": "nothing_new", "recourse": EXTERNAL}
    by_another = reviewed.beside(TARGET, THERE, ACKNOWLEDGED, merged(into_id=COMPLAINT))
    assert by_another.when("decline_review", **declined).all(e.InternalReviewDeclined)
    theirs = NewEvent(event=ACKNOWLEDGED, occurred=when(), actor=REVIEWER)
    took_part = reviewed.beside(TARGET, THERE, theirs, merged(into_id=COMPLAINT))
    took_part.when("decline_review", **declined).refused(ReviewerTookPart)


def test_nobody_joins_what_was_merged_where_nobody_would_answer_them() -> None:
    office = Matter()
    office.merge()
    with pytest.raises(HasEnded) as refusal:
        office.asked("join_complainant", office.anns, complainant={"name": "Jo"})
    assert refusal.value.values["into"] == office.bob.reference
    office.asked("join_complainant", office.bobs, complainant={"name": "Jo"})


def test_who_came_with_a_merged_complaint_is_acknowledged_once() -> None:
    there, ann = target()
    first = there.when("acknowledge", to_party_id=ann)
    twice = Given((*there.past, *first.facts)).when("acknowledge", to_party_id=ann)
    twice.refused(AlreadyAcknowledged)
