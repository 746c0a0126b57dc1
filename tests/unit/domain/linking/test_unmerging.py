"""7.3 Unmerging: each goes on by itself, as it stood."""

from datetime import date

from domain.complaint import events as e
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.linking.merging import MergedAlready
from domain.complaint.linking.unmerging import LastOpenIssues, NotMerged
from tests.support.controls import (
    ASSESSED,
    COMPLAINT,
    PRIVACY_OFFICER,
    RECEIVED,
    SMALL,
    issue,
    named,
)
from tests.support.given import given
from tests.support.merged import TARGET, THERE, THIRD, absorbed, dropped, due, joined, merged

BACK = {"ground_code": "mistake", "by": PRIVACY_OFFICER}


def test_unmerged_it_stands_where_it_stood() -> None:
    done = joined(ASSESSED).when("unmerge_complaint", **BACK)
    done.then(
        e.ComplaintUnmerged(from_id=TARGET, ground_code="mistake"),
        e.DuplicateReleased(
            from_id=COMPLAINT, issue_ids=(issue(1).issue_id,), ground_code="mistake"
        ),
    )
    assert (done.complaint.state, done.complaint.merged_into) == ("ASSESSED", None)
    assert [one.issue_no for one in done.complaint.open_issues] == [1]
    target = done.other(TARGET)
    assert [one.status for one in target.issues.values()] == ["open", "released"]
    assert target.absorbed[COMPLAINT].is_released


def test_work_that_was_suspended_is_suspended_again() -> None:
    """Else its clocks would stand still with no suspension to end."""
    stopped = e.HandlingSuspended(ground_code="police_case")
    paused = e.DeadlinePaused(
        deadline_ids=(named("response"),),
        ground_code="police_case",
        rule_id="police",
        with_suspension=True,
    )
    cancelled = e.DeadlineCancelled(deadline_id=named("response"), ground_code="merged")
    past = (RECEIVED, due("response", 10), stopped, paused, merged(), cancelled)
    both = given(*past).beside(TARGET, THERE, absorbed())
    assert not both.complaint.is_suspended
    done = both.when("unmerge_complaint", **BACK)
    assert done.complaint.is_suspended
    resumed = given(*past, *[one.event for one in done.facts if one.stream_id is None])
    assert resumed.when("resume_handling").the(e.DeadlineResumed)
    assert not joined().when("unmerge_complaint", **BACK).complaint.is_suspended


def test_its_due_dates_hold_again_as_they_were() -> None:
    cancelled = e.DeadlineCancelled(deadline_id=named("response"), ground_code="merged")
    past = (RECEIVED, due("response", 10), merged(), cancelled)
    done = given(*past).beside(TARGET, THERE, absorbed()).when("unmerge_complaint", **BACK)
    again = done.the(e.DeadlineSet)
    assert (again.due_on, again.replaces) == (date(2026, 3, 10), named("response"))
    assert done.complaint.deadlines[again.deadline_id].status == "running"


def test_the_last_open_issues_stay_where_they_are() -> None:
    joined(there=(dropped(7),)).when("unmerge_complaint", **BACK).refused(LastOpenIssues)


def test_what_was_answered_in_the_wrong_complaint_can_still_be_taken_out() -> None:
    withdrawn = e.ComplaintWithdrawn(
        means_code="phone", ground_code="wish", is_continued_internally=False
    )
    done = joined(there=(withdrawn,)).when("unmerge_complaint", **BACK)
    assert (done.complaint.state, done.other(TARGET).state) == ("RECEIVED", "WITHDRAWN")


def test_first_the_one_that_was_merged_last_is_taken_out() -> None:
    away = merged(into_id=THIRD)
    told = joined(there=(away,)).when("unmerge_complaint", **BACK).refused(MergedAlready)
    assert told.remedy == "unmerge the other complaint first"


def test_who_unmerges() -> None:
    joined().when("unmerge_complaint", ground_code="mistake").refused(NotTheirRole)
    joined().under(SMALL).when("unmerge_complaint", ground_code="mistake").then(
        e.ComplaintUnmerged, e.DuplicateReleased
    )


def test_only_what_is_merged_is_unmerged() -> None:
    given(RECEIVED).when("unmerge_complaint", **BACK).refused(NotMerged)
