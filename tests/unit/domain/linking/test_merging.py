"""7.3 Merging (invariant 15)."""

from datetime import date
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.linking.linking import ItIsItself
from domain.complaint.linking.merging import (
    DecisionStands,
    MergedAlready,
    OtherLegalEntity,
    OutsideBodyHasIt,
    SafetyWouldBeLost,
)
from domain.complaint.parts import MovedFrom
from domain.complaint.preconditions import HasEnded, NoSuchComplaint
from tests.support.controls import (
    ASSESSED,
    COMPLAINT,
    HANDLER,
    ISSUE,
    RECEIVED,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    WITHDRAWN,
    issue,
    named,
    received,
)
from tests.support.given import given
from tests.support.merged import TARGET, THERE, THIRD, absorbed, dropped, due, joined, merged

AT_OMBUDSMAN = e.ExternalReferralRegistered(
    referral_id=named("referral"),
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(ISSUE,),
    is_premature=True,
)
SAFETY = ASSESSED.model_copy(update={"is_safety": True})
INTO = {"into_id": TARGET}


def test_the_issues_go_on_in_the_other_complaint_after_its_own() -> None:
    done = given(TWO_ISSUES).beside(TARGET, THERE).when("merge_complaint", **INTO)
    assert done.then(merged(), e.DuplicateAbsorbed).facts
    came = done.the(e.DuplicateAbsorbed)
    assert (came.from_id, came.other_reference) == (COMPLAINT, TWO_ISSUES.reference)
    assert (done.complaint.state, done.complaint.merged_into) == ("MERGED", TARGET)
    target = done.other(TARGET)
    assert (target.state, [one.issue_no for one in target.open_issues]) == ("RECEIVED", [1, 2, 3])
    assert list(target.absorbed) == [COMPLAINT]


def test_an_issue_that_moves_has_an_id_of_its_own_and_names_where_it_came_from() -> None:
    done = given(TWO_ISSUES).beside(TARGET, THERE).when("merge_complaint", **INTO)
    came = done.the(e.DuplicateAbsorbed).issues
    origins = [each.moved_from for each in came]
    assert origins == [
        MovedFrom(complaint_id=COMPLAINT, issue_id=issue(n).issue_id) for n in (1, 2)
    ]
    assert {each.issue_id for each in came}.isdisjoint(done.complaint.issues)


def test_only_open_issues_go_on() -> None:
    done = given(TWO_ISSUES, dropped(1)).beside(TARGET, THERE).when("merge_complaint", **INTO)
    (came,) = done.the(e.DuplicateAbsorbed).issues
    assert came.moved_from and came.moved_from.issue_id == issue(2).issue_id


def test_both_are_before_a_decision() -> None:
    given(*UNTIL_PROPOSED).beside(TARGET, THERE).when("merge_complaint", **INTO).refused(
        DecisionStands
    )
    given(*UNTIL_OPENED).beside(TARGET, *UNTIL_ACCEPTED).when("merge_complaint", **INTO).refused(
        DecisionStands
    )
    closed = e.ComplaintClosed(basis_code="no_reply")
    given(RECEIVED).beside(TARGET, THERE, closed).when("merge_complaint", **INTO).refused(HasEnded)
    given(RECEIVED, closed).beside(TARGET, THERE).when("merge_complaint", **INTO).refused(HasEnded)


def test_invariant_15_no_circle_comes_of_merging() -> None:
    given(RECEIVED).beside(TARGET, THERE).when("merge_complaint", into_id=COMPLAINT).refused(
        ItIsItself
    )
    away = merged(into_id=THIRD)
    told = given(RECEIVED).beside(TARGET, THERE, away).when("merge_complaint", **INTO)
    assert told.refused(MergedAlready).values["into"] == "C-TARGET"
    joined().when("merge_complaint", into_id=TARGET).refused(HasEnded)
    # The target that absorbed this complaint cannot go into it.
    back = given(RECEIVED, absorbed(from_id=TARGET)).beside(TARGET, THERE, merged())
    back.when("merge_complaint", **INTO).refused(MergedAlready)


def test_invariant_15_whose_complaints_they_are_is_recorded_in_both() -> None:
    asked = given(RECEIVED).beside(TARGET, THERE)
    done = asked.when("merge_complaint", **INTO, ground_code="represented_group")
    assert done.the(e.ComplaintMerged).ground_code == "represented_group"
    assert done.the(e.DuplicateAbsorbed).ground_code == "represented_group"


def test_invariant_15_the_earlier_deadline_holds() -> None:
    here = given(RECEIVED, due("response", 10), due("acknowledgement", 3))
    late, soon = due("response", 20, deadline_id=named("late")), due("acknowledgement", 2)
    done = here.beside(TARGET, THERE, late, soon).when("merge_complaint", **INTO)
    (held,) = [each for each in done.there(TARGET) if isinstance(each, e.DeadlineSet)]
    assert (held.kind, held.due_on, held.replaces) == ("response", date(2026, 3, 10), named("late"))
    cancelled = done.all(e.DeadlineCancelled)
    assert {each.ground_code for each in cancelled} == {"merged"}
    assert {each.deadline_id for each in cancelled} == {named("response"), named("acknowledgement")}
    assert {fact.actor.kind for fact in done.facts if fact.actor} == {"system"}


def test_invariant_15_a_response_that_is_late_stays_late() -> None:
    missed = e.DeadlineMissed(deadline_id=named("response"), due_at=due("response", 3).due_at)
    here = given(RECEIVED, due("response", 3), missed)
    done = here.beside(TARGET, THERE, due("response", 20)).when("merge_complaint", **INTO)
    held = [each for each in done.there(TARGET) if isinstance(each, e.DeadlineSet)]
    assert [each.due_on for each in held] == [date(2026, 3, 3)]


def test_a_target_without_a_response_deadline_gets_the_source_s() -> None:
    here = given(RECEIVED, due("response", 10), due("acknowledgement", 3))
    done = here.beside(TARGET, THERE).when("merge_complaint", **INTO)
    assert [each.kind for each in done.all(e.DeadlineSet)] == ["response"]


def test_no_reopen_window_begins_where_complaints_are_merged() -> None:
    done = given(RECEIVED).beside(TARGET, THERE).when("merge_complaint", **INTO)
    assert done.all(e.DeadlineSet) == []


def test_a_matter_of_safety_is_not_lost() -> None:
    here = given(RECEIVED, SAFETY)
    here.beside(TARGET, THERE, ASSESSED).when("merge_complaint", **INTO).refused(SafetyWouldBeLost)
    here.beside(TARGET, THERE, SAFETY).when("merge_complaint", **INTO).then(
        merged(), e.DuplicateAbsorbed
    )


def test_another_organisation_answers_for_itself() -> None:
    elsewhere = received(reference="C-TARGET", legal_entity="elsewhere")
    given(RECEIVED).beside(TARGET, elsewhere).when("merge_complaint", **INTO).refused(
        OtherLegalEntity
    )


def test_who_is_excluded_there_merges_nothing_into_it() -> None:
    excluded = e.StaffExcluded(staff=HANDLER.id, ground_code="complained_about")
    """To them it is not there."""
    given(RECEIVED).beside(TARGET, THERE, excluded).when("merge_complaint", **INTO).refused(
        NoSuchComplaint
    )


def test_the_other_complaint_is_one_that_there_is() -> None:
    given(RECEIVED).when("merge_complaint", **INTO).refused(NoSuchComplaint)


def test_merged_again_its_issues_keep_the_numbers_that_they_had() -> None:
    origin = MovedFrom(complaint_id=COMPLAINT, issue_id=ISSUE)
    came = issue(5).model_copy(update={"issue_no": 2, "moved_from": origin})
    released = e.DuplicateReleased(
        from_id=COMPLAINT, issue_ids=(came.issue_id,), ground_code="mistake"
    )
    asked = given(TWO_ISSUES).beside(TARGET, THERE, absorbed(came), released)
    done = asked.when("merge_complaint", **INTO)
    again = done.the(e.DuplicateAbsorbed).issues
    assert [one.issue_no for one in again] == [2, 3]
    assert again[0].issue_id == came.issue_id
    assert len(done.other(TARGET).open_issues) == 3


@pytest.mark.parametrize("event", [merged(), absorbed(), e.ComplaintMerged], ids=str)
def test_out_of_their_place_they_move_nothing(event: Any) -> None:
    past = UNTIL_ACCEPTED
    told = merged() if event is e.ComplaintMerged else event
    complaint = given(*past, told).complaint
    assert (complaint.state, len(complaint.issues)) == ("ACCEPTED", 1)


def test_work_on_what_is_merged_is_sent_to_where_its_issues_are() -> None:
    parted: dict[str, Any] = {"issue_ids": [ISSUE]}
    for name, asked in (("acknowledge", {}), ("split_complaint", parted)):
        refusal = given(RECEIVED, merged()).when(name, **asked).refused(HasEnded)
        assert "merged into" in refusal.remedy
        assert refusal.values["into"] == THERE.reference, "it names where they are"
    assert "reopen" in given(RECEIVED, WITHDRAWN).when("acknowledge").refused(HasEnded).remedy


def test_what_an_outside_body_has_goes_on_by_itself_until_the_body_has_spoken() -> None:
    """Where it went on nobody would know of the body, and close over it."""
    story = given(RECEIVED, AT_OMBUDSMAN).beside(TARGET, THERE)
    refusal = story.when("merge_complaint", **INTO).refused(OutsideBodyHasIt)
    assert refusal.values["body_codes"] == "ombudsman"
