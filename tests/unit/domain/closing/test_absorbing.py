"""Invariant 15: where complaints are merged, a withdrawal ends what is the complainant's own."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.event import DomainEvent
from tests.support.controls import (
    COMPLAINT,
    RECEIVED,
    TWO_ISSUES,
    WITHDRAWN,
    issue,
    named,
    received,
)
from tests.support.given import Given, given, types

TARGET, SECOND, THIRD = named("target"), named("second source"), named("third source")
BY_PHONE = {"means_code": "phone"}


def of(*numbers: int, **changed: Any) -> e.ComplaintReceived:
    """A receipt of these issues."""
    issues = [issue(number) for number in numbers]
    return received(*issues, **{"reference": f"C-{numbers[0]}", **changed})


def took(from_id: UUID, *numbers: int, ground: str = "same_complainant") -> e.DuplicateAbsorbed:
    """What a target says of a merger."""
    told = {"from_id": from_id, "other_reference": "C-X", "ground_code": ground}
    issues = [issue(number) for number in numbers]
    return e.DuplicateAbsorbed.model_validate({**told, "issues": issues})


def went(into_id: UUID, ground: str = "same_complainant") -> e.ComplaintMerged:
    """What a source says of it."""
    told = {"into_id": into_id, "other_reference": "C-X", "ground_code": ground}
    return e.ComplaintMerged.model_validate(told)


def dropped(number: int) -> e.IssueWithdrawn:
    return e.IssueWithdrawn(
        issue_id=issue(number).issue_id,
        issue_no=number,
        means_code="phone",
        ground_code="complainant_wish",
    )


def withdrawn_elsewhere() -> e.ComplaintWithdrawn:
    return WITHDRAWN.model_copy(update={"party_id": None})


def source(*there: DomainEvent) -> Given:
    """A complaint of two issues that was merged into one with the issue 7."""
    return given(TWO_ISSUES, went(TARGET)).beside(TARGET, of(7), took(COMPLAINT, 1, 2), *there)


def test_withdrawing_the_absorbed_one_withdraws_its_issues_where_they_are() -> None:
    done = source().when("withdraw", **BY_PHONE)
    assert done.there(TARGET) == [dropped(1), dropped(2)]
    assert [one.issue_no for one in done.other(TARGET).open_issues] == [7]
    assert (done.complaint.state, done.other(TARGET).state) == ("MERGED", "RECEIVED")
    assert [fact.caused_by for fact in done.facts] == [None, 0, 0]
    assert done.facts[1].on_behalf_of is None, "a party has another id in every complaint"


def test_where_nothing_else_is_open_the_other_complaint_is_withdrawn() -> None:
    done = source(dropped(7)).when("withdraw", **BY_PHONE)
    assert done.there(TARGET)[0] == withdrawn_elsewhere()
    assert done.other(TARGET).state == "WITHDRAWN"


def test_issues_that_are_settled_there_stay_settled() -> None:
    done = source(dropped(1), dropped(2)).when("withdraw", **BY_PHONE)
    assert done.there(TARGET) == []


def test_a_complaint_that_has_ended_is_left_alone() -> None:
    closed = e.ComplaintClosed(basis_code="no_reply")
    assert source(closed).when("withdraw", **BY_PHONE).there(TARGET) == []


def test_issues_are_followed_through_several_mergers() -> None:
    here = given(RECEIVED, went(SECOND)).beside(SECOND, of(2), took(COMPLAINT, 1), went(TARGET))
    done = here.beside(TARGET, of(7), took(SECOND, 2, 1)).when("withdraw", **BY_PHONE)
    assert (done.there(SECOND), done.there(TARGET)) == ([], [dropped(1)])


def test_what_a_merged_complaint_had_taken_in_of_others_is_not_withdrawn_with_it() -> None:
    past = (RECEIVED, took(SECOND, 2, ground="represented_group"), went(TARGET))
    theirs = (of(2), went(COMPLAINT, "represented_group"))
    here = given(*past).beside(SECOND, *theirs).beside(TARGET, of(7), took(COMPLAINT, 1, 2))
    assert here.when("withdraw", **BY_PHONE).there(TARGET) == [dropped(1)]


def target(ground: str) -> Given:
    """A complaint into which another one was merged."""
    return given(RECEIVED, took(SECOND, 2, ground=ground)).beside(
        SECOND, of(2), went(COMPLAINT, ground)
    )


def test_withdrawing_the_target_first_releases_the_complaints_of_other_parties() -> None:
    done = target("represented_group").when("withdraw", **BY_PHONE)
    told = [fact for fact in done.facts if fact.actor is None]
    assert types(told) == ["DuplicateReleased", "ComplaintUnmerged", "ComplaintWithdrawn"]
    assert (done.complaint.state, done.other(SECOND).state) == ("WITHDRAWN", "RECEIVED")
    assert [one.status for one in done.complaint.issues.values()] == ["open", "released"]
    assert done.the(e.ComplaintUnmerged).ground_code == "target_withdrawn"
    assert [fact.stream_id for fact in told] == [None, SECOND, None]


def test_those_of_the_same_complainant_end_with_it() -> None:
    done = target("same_complainant").when("withdraw", **BY_PHONE)
    assert (done.complaint.state, done.there(SECOND)) == ("WITHDRAWN", [])


def test_those_of_others_are_found_behind_one_s_own() -> None:
    here = given(RECEIVED, took(SECOND, 2, 3)).beside(
        SECOND, of(2), took(THIRD, 3, ground="represented_group"), went(COMPLAINT)
    )
    done = here.beside(THIRD, of(3), went(SECOND, "represented_group")).when("withdraw", **BY_PHONE)
    states = [done.complaint.state, done.other(SECOND).state, done.other(THIRD).state]
    assert states == ["WITHDRAWN", "WITHDRAWN", "RECEIVED"]


def test_the_last_issue_dropped_releases_them_too_and_revives_nothing_that_they_dropped() -> None:
    settled = dropped(2)
    here = target("represented_group")
    done = Given((*here.past, settled), here.policy, here.others).when("withdraw_issue", **BY_PHONE)
    assert (done.complaint.state, done.other(SECOND).state) == ("WITHDRAWN", "WITHDRAWN")
    assert done.other(SECOND).absorbed_now == () == done.complaint.absorbed_now


def test_what_is_released_is_judged_no_milder_than_in_what_is_withdrawn() -> None:
    safety = e.ComplaintAssessed(
        severity_code="high", scale_version=1, is_safety=True, priority_code="urgent"
    )
    here = target("represented_group")
    done = Given((*here.past, safety), here.policy, here.others).when("withdraw", **BY_PHONE)
    assert (done.other(SECOND).state, done.other(SECOND).is_safety) == ("ASSESSED", True)


@pytest.mark.parametrize("ground", ["same_complainant", "represented_group"])
def test_who_has_no_authority_ends_nothing(ground: str) -> None:
    stranger = {**BY_PHONE, "party_id": named("stranger")}
    done = target(ground).when("withdraw", **stranger)
    done.then(e.ComplaintWithdrawn)
    assert done.complaint.state == "RECEIVED"
    assert source().when("withdraw", **stranger).there(TARGET) == []
