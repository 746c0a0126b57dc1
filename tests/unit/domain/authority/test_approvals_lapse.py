"""4.12: who approves has the facts before them that whoever asked had, or it is asked anew."""

from datetime import timedelta
from typing import Any

import pytest

from domain.complaint.authority.state import ApprovalRequest
from domain.complaint.events import ApprovalLapsed
from projections.case_queue import PROJECTION, Case
from projections.case_queue.row import as_of
from tests.support.clocks_told import begun, standing
from tests.support.controls import APPROVER, SECOND_APPROVER, policy
from tests.support.story import Story
from tests.support.two_people import ELSEWHERE, asked, correction, told

DISCONTINUED: dict[str, Any] = {"basis_code": "discontinued", "ground_code": "no_address"}
INBOUND: dict[str, Any] = {
    "direction": "inbound",
    "channel_code": "phone",
    "purpose_code": "status_request",
}


def offered() -> tuple[Story, Any]:
    """An offer that is to be revoked."""
    story = told()
    story.do("offer_remedy", kind_code="apology")
    remedy_id = next(iter(story.present.remedies))
    story.do("revoke_remedy", remedy_id=remedy_id, ground_code="mistake")
    return story, remedy_id


def test_what_was_asked_for_a_month_ago_is_approved_no_more() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.wait(days=30, seconds=1)
    assert story.refuses("grant_approval", by=APPROVER) == "RequestTooOld"
    story.do("refuse_approval", by=APPROVER, ground_code="too_late")
    assert asked(story).status == "refused"


def test_within_a_month_it_is_approved() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.wait(days=29)
    story.do("grant_approval", by=APPROVER)
    assert story.present.state == "OUT_OF_SCOPE"


def test_what_is_too_old_is_asked_for_anew_and_lapses_by_that() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.wait(days=31)
    story.do("declare_out_of_scope", **ELSEWHERE)
    assert [each.status for each in story.present.approvals.values()] == ["lapsed", "open"]
    story.do("grant_approval", by=APPROVER)
    assert story.present.state == "OUT_OF_SCOPE"


def test_who_is_heard_after_it_was_asked_to_discontinue_is_not_gone() -> None:
    story = told()
    story.do("close", **DISCONTINUED)
    story.do("record_contact", **INBOUND)
    assert asked(story).status == "lapsed"
    assert story.refuses("grant_approval", by=APPROVER) == "NothingToApprove"


def test_what_we_sent_ourselves_changes_nothing() -> None:
    story = told()
    story.do("close", **DISCONTINUED)
    story.do("record_contact", **INBOUND | {"direction": "outbound", "purpose_code": "other"})
    assert asked(story).status == "open"


def test_who_is_heard_makes_no_difference_to_what_rests_on_no_silence() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.do("record_contact", **INBOUND)
    assert asked(story).status == "open"


def test_an_offer_that_was_taken_up_meanwhile_is_not_revoked_as_one_that_was_not() -> None:
    story, remedy_id = offered()
    story.do("accept_remedy", remedy_id=remedy_id)
    assert asked(story).status == "lapsed"


def test_another_correction_of_the_same_field_ends_the_one_that_waits() -> None:
    story = told()
    story.do("correct_record", **correction(story))
    story.do("correct_record", by=APPROVER, **correction(story, right="email"))
    first, second = story.present.approvals
    story.do("grant_approval", by=SECOND_APPROVER, approval_id=second)
    assert story.present.approvals[first].status == "lapsed"
    assert story.present.channel_code == "email"


def first_asked(story: Story, name: str, **arguments: Any) -> tuple[Story, ApprovalRequest]:
    """What is asked for about the response that is due."""
    named = {"deadline_id": standing(story.complaint).fact.deadline_id, **arguments}
    story.do(name, **named)
    return story, asked(story)


def test_what_a_correction_sets_anew_is_no_longer_what_was_asked_for_of_it() -> None:
    story, request = first_asked(begun("2026-11-16"), "cancel_deadline", error_code="not_owed")
    story.do("correct_record", **correction(story, field="occurred", right="2026-11-13"))
    wrong = asked(story).approval_id
    story.do("grant_approval", by=SECOND_APPROVER, approval_id=wrong)
    known = story.present.approvals
    assert (known[request.approval_id].status, known[wrong].status) == ("lapsed", "granted")
    assert story.refuses("grant_approval", by=APPROVER) == "NothingToApprove"


def test_what_could_be_moved_only_before_it_came_is_moved_by_nobody_once_missed() -> None:
    """That it was set in error may be said all the same."""
    more = {"rule_id": "more", "kinds": ["response"], "amount": 1, "unit": "weeks"}
    story = begun("2026-11-16", policy(extensions=[{**more, "needs_notice": False}]))
    first_asked(story, "cancel_deadline", error_code="not_owed")
    far = {"ground_code": "complex", "to_on": "2027-03-01"}
    first_asked(story, "extend_deadline", **far)
    story.wait(days=29)
    assert [one.status for one in story.present.approvals.values()] == ["open", "lapsed"]


@pytest.mark.parametrize("ended", ["withdrawn", "answered"])
def test_what_is_over_ends_what_was_asked_for_of_it_once(ended: str) -> None:
    story, _ = first_asked(begun("2026-11-16"), "cancel_deadline", error_code="not_owed")
    story.do("withdraw" if ended == "withdrawn" else "agree_resolution", means_code="phone")
    lapsed = [one.event for one in story.events if isinstance(one.event, ApprovalLapsed)]
    grounds = {"withdrawn": "ended", "answered": "facts_changed"}
    assert [one.ground_code for one in lapsed] == [grounds[ended]]


@pytest.mark.parametrize(("days", "awaits"), [(30, True), (31, False)])
def test_the_queue_says_what_awaits_approval_as_long_as_it_may_be_approved(
    days: int, awaits: bool
) -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    row: Case | None = None
    for each in story.events:
        row = PROJECTION.fold(row, each)
    assert row is not None
    shown = as_of(row, asked(story).requested_at + timedelta(days=days))
    assert (shown.awaits_approval, bool(shown.flags.approvals)) == (awaits, True)
