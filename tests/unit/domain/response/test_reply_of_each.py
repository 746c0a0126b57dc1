"""7.9 What one of several says to the answer ends their own time to reply, and is theirs alone."""

from functools import reduce
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.party_view import Circle, own_complaint
from projections._parts.answers import Answers, answers_after
from tests.support.answered_together import Answered
from tests.support.controls import OTHER_HANDLER
from tests.support.story import Story
from tests.unit.domain.response.test_joint_answers import decided, respond

BY_PHONE: dict[str, Any] = {"means_code": "phone"}
DISCONTENT = ("reject_decision", "request_review")


def both_told() -> tuple[Story, UUID, UUID]:
    """Grace knows the answer, and ten days later Joan, who complains with her."""
    story, joan = decided()
    respond(story)
    story.wait(days=10)
    respond(story, to_party_id=joan)
    grace = story.present.party_id
    assert grace
    return story, grace, joan


def says(story: Story, what: str, whose: UUID) -> None:
    """One of them replies."""
    story.do(what, party_id=whose, **({} if what == "request_review" else BY_PHONE))


def page(story: Story, whose: UUID) -> tuple[str, list[str]]:
    """Where it stands for one of them, and how it is with their time to reply."""
    own = own_complaint(story.events, Circle(frozenset({whose})))
    return own.state, [one.status for one in own.dates if one.kind == "reply_window"]


@pytest.mark.parametrize("what", DISCONTENT)
@pytest.mark.parametrize("is_first", [True, False])
def test_who_said_nothing_keeps_their_time_and_does_not_disagree(what: str, is_first: bool) -> None:
    story, grace, joan = both_told()
    speaking, silent = (grace, joan) if is_first else (joan, grace)
    says(story, what, speaking)
    assert page(story, speaking)[1] == ["done"]
    assert page(story, silent)[1] == ["due"]
    if what == "reject_decision":
        assert (page(story, speaking)[0], page(story, silent)[0]) == ("disputed", "answered")
    story.wait(days=60)
    assert page(story, silent)[1] == ["passed"]


def test_the_time_of_who_leaves_is_over() -> None:
    story, grace, joan = both_told()
    says(story, "reject_decision", joan)
    story.do("record_contact", by=OTHER_HANDLER, direction="inbound", channel_code="phone")
    gone: dict[str, Any] = {"party_id": grace, "ground_code": "left"}
    story.do("remove_complainant", **gone, entered_from=story.events[-1].event_id)
    windows = [one for one in story.present.deadlines.values() if one.fact.kind == "reply_window"]
    assert [one.status for one in windows] == ["cancelled", "met"]


def test_each_sees_their_own_time_alone() -> None:
    story, grace, joan = both_told()
    assert page(story, grace) == page(story, joan) == ("answered", ["due"])


def test_who_accepted_reads_so_whatever_the_other_says() -> None:
    story, grace, joan = both_told()
    says(story, "accept_decision", grace)
    assert (page(story, grace), page(story, joan)) == (
        ("accepted", ["done"]),
        ("answered", ["due"]),
    )
    says(story, "reject_decision", joan)
    assert (page(story, grace)[0], page(story, joan)[0]) == ("accepted", "disputed")
    says(story, "reject_decision", grace)
    assert page(story, grace)[0] == "disputed", "she says otherwise now"


def test_for_want_of_a_reply_it_closes_after_the_time_of_who_is_silent() -> None:
    story, grace, _joan = both_told()
    says(story, "accept_decision", grace)
    assert story.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    story.wait(days=60)
    story.do("close", basis_code="no_reply")


def test_told_by_one_letter_each_has_a_time_of_their_own() -> None:
    story, joan = decided()
    grace = story.present.party_id
    assert grace
    story.do("authorise_representative", party_id=grace, representative_party_id=joan)
    respond(story, to_party_id=joan)
    says(story, "reject_decision", grace)
    assert (page(story, grace)[1], page(story, joan)[1]) == (["done"], ["due"])


@pytest.mark.parametrize("is_first", [True, False])
def test_an_outside_body_that_one_went_to_leaves_the_other_their_time(is_first: bool) -> None:
    story, grace, joan = both_told()
    going, silent = (grace, joan) if is_first else (joan, grace)
    story.do("register_referral", body_code="ombudsman", party_id=going)
    assert (page(story, going)[1], page(story, silent)) == ([], ("answered", ["due"]))


@pytest.mark.parametrize("is_first", [True, False])
def test_a_letter_that_came_back_ends_the_time_of_whom_it_was_for_alone(is_first: bool) -> None:
    story, grace, joan = both_told()
    letters = [one.event_id for one in story.events if one.event.TYPE == "ResponseSent"]
    lost, kept = (grace, joan) if is_first else (joan, grace)
    gone: dict[str, Any] = {"target_event_id": letters[0 if is_first else 1]}
    story.do("report_failed_communication", **gone, failure_code="returned")
    assert (page(story, lost)[1], page(story, kept)[1]) == ([], ["due"])


@pytest.mark.parametrize("what", ["accept_decision", *DISCONTENT])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_letter_to_another_that_came_back_leaves_what_one_says_heard(
    what: str, is_first: bool
) -> None:
    story, grace, joan = both_told()
    letters = [one.event_id for one in story.events if one.event.TYPE == "ResponseSent"]
    lost, kept = (grace, joan) if is_first else (joan, grace)
    gone: dict[str, Any] = {"target_event_id": letters[0 if is_first else 1]}
    story.do("report_failed_communication", **gone, failure_code="returned")
    assert (page(story, lost)[0], page(story, kept)[0]) == ("in_hand", "answered")
    assert reduce(answers_after, story.events, Answers()).first, "it counts as answered"
    says(story, what, kept)
    assert not story.present.needs_decision
    assert story.present.parties[kept].has_replied
    if what == "request_review":
        assert (story.present.state, page(story, kept)[0]) == ("REVIEW", "in_review")
        return
    respond(story, to_party_id=lost)
    said = "accepted" if what == "accept_decision" else "disputed"
    assert (page(story, lost), page(story, kept)[0]) == (("answered", ["due"]), said)
    says(story, "accept_decision", lost)
    assert story.present.state == ("ACCEPTED" if what == "accept_decision" else "DISPUTED")


def test_a_decision_in_place_of_the_one_that_came_back_ends_the_time_of_who_knew_it() -> None:
    story, _grace, joan = both_told()
    letters = [one.event_id for one in story.events if one.event.TYPE == "ResponseSent"]
    story.do("report_failed_communication", target_event_id=letters[0], failure_code="returned")
    story.approved("set_aside_decision", ground_code="mistake")
    (issue_id,) = story.present.issues
    story.do("record_finding", issue_id=issue_id, finding_code="upheld")
    story.do("propose_decision")
    assert page(story, joan) == ("in_hand", [])


def test_what_one_says_in_a_merged_complaint_is_theirs_alone() -> None:
    office = Answered()
    office.tell_both()
    bob = office.bob.party_id
    assert bob
    office.asked("reject_decision", office.anns, by=office.herself, means_code="own_key")
    own = own_complaint(office.events[office.bobs], Circle(frozenset({bob})))
    assert own.state == "answered"
    assert [one.status for one in own.dates if one.kind == "reply_window"] == ["due"]
    office.asked("accept_decision", office.bobs, party_id=bob, means_code="phone")
    own = own_complaint(office.events[office.bobs], Circle(frozenset({bob})))
    assert own.state == "accepted"
    assert [one.status for one in own.dates if one.kind == "reply_window"] == ["done"]


def test_the_letter_to_one_that_came_back_leaves_their_time_to_who_came_with_a_merger() -> None:
    office = Answered()
    office.tell_both()
    letters = [one for one in office.events[office.bobs] if one.event.TYPE == "ResponseSent"]
    gone: dict[str, Any] = {"target_event_id": letters[0].event_id}
    office.asked("report_failed_communication", office.bobs, **gone, failure_code="returned")
    assert office.bob.state == "RESPONDED"
    windows = [one for one in office.bob.deadlines.values() if one.fact.kind == "reply_window"]
    assert [(one.status, bool(one.fact.about)) for one in windows] == [
        ("cancelled", False),
        ("running", True),
    ]


def test_a_review_of_the_points_of_one_is_none_of_the_others() -> None:
    office = Answered()
    office.tell_both()
    bob = office.bob.party_id
    assert bob
    office.asked("accept_decision", office.bobs, party_id=bob, means_code="phone")
    office.asked("request_review", office.anns, by=office.herself)
    own = own_complaint(office.events[office.bobs], Circle(frozenset({bob})))
    assert (office.bob.state, own.state) == ("REVIEW", "accepted")


@pytest.mark.parametrize("is_first", [True, False])
def test_who_came_with_a_merger_is_heard_while_the_letter_to_the_other_came_back(
    is_first: bool,
) -> None:
    office = Answered()
    ann, bob = office.ann_there, office.bob.party_id
    assert bob
    for person in (bob, ann) if is_first else (ann, bob):
        office.tell(to_party_id=person)
    letters = [one for one in office.events[office.bobs] if one.event.TYPE == "ResponseSent"]
    gone: dict[str, Any] = {"target_event_id": letters[0 if is_first else 1].event_id}
    office.asked("report_failed_communication", office.bobs, **gone, failure_code="returned")
    office.asked("reject_decision", office.anns, by=office.herself, means_code="own_key")
    assert (office.bob.state, office.ann.needs_decision) == ("DISPUTED", False)
    office.tell()
    own = own_complaint(office.events[office.bobs], Circle(frozenset({bob})))
    assert own.state == "answered"
    assert [one.status for one in own.dates if one.kind in ("response", "reply_window")] == [
        "done",
        "due",
    ]


def test_nothing_is_closed_while_what_one_of_several_said_is_undecided() -> None:
    story, _grace, joan = both_told()
    says(story, "accept_decision", joan)
    story.do("withdraw", party_id=joan, means_code="phone")
    story.wait(days=60)
    assert story.refuses("close", basis_code="no_reply") == "StillUndecided"
    story.do("close", basis_code="no_reply", settles_event_ids=story.present.undecided)
