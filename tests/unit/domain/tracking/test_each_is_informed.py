"""7.3 Of those who complain together each hears that it goes on, and that it takes longer."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.party_view import Circle, own_complaint
from domain.errors import Refusal
from tests.support.clocks_told import begun, due, standing
from tests.support.matter import Matter
from tests.support.story import Story

LETTER, CALL = "send_update", "record_contact"


def together(**joining: Any) -> tuple[Story, UUID, UUID]:
    """A complaint of two, and who they are."""
    story = begun("2026-03-02")
    story.do("join_complainant", complainant={"name": "Joan"}, **joining)
    grace, joan = story.present.parties
    return story, grace, joan


def hears(story: Story, person: UUID, by: str = LETTER, **content: Any) -> UUID:
    """One of them is written to, or called."""
    called = {"direction": "outbound", "party_id": person}
    named: dict[str, Any] = {"to_party_id": person} if by == LETTER else called
    story.do(by, **named, **content)
    return next(one.event_id for one in reversed(story.events) if "Deadline" not in one.event.TYPE)


def extended(story: Story, notice: UUID, by_days: int = 7) -> str:
    """The answer is put off by a week, with this notice; the rule by which that is refused."""
    last = standing(story.complaint)
    to_on = last.due_on + timedelta(days=by_days)
    asked: dict[str, Any] = {"deadline_id": last.fact.deadline_id, "to_on": to_on}
    return story.refuses("extend_deadline", **asked, ground_code="busy", notice_event_id=notice)


def expected(story: Story, by_days: int = 7) -> date:
    """The day to which the answer is put off."""
    return standing(story.complaint).due_on + timedelta(days=by_days)


def day_of(story: Story, person: UUID) -> date:
    """When one of them reads that the answer is due."""
    own = own_complaint(story.events, Circle(frozenset({person})))
    return next(one.due_on for one in own.dates if one.kind == "response")


@pytest.mark.parametrize("by", [LETTER, CALL])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_update_is_met_once_each_has_heard(by: str, is_first: bool) -> None:
    story, grace, joan = together()
    first, second = (grace, joan) if is_first else (joan, grace)
    before = standing(story.complaint, "periodic_update").fact.deadline_id
    for _ in range(2):
        hears(story, first, by)
    assert standing(story.complaint, "periodic_update").fact.deadline_id == before
    hears(story, second, by)
    assert story.present.deadlines[before].status == "met"
    assert due(story, "periodic_update")[0] == "running"


def test_who_need_not_agree_is_heard_with_the_other() -> None:
    story, grace, _joan = together(must_agree=False)
    before = standing(story.complaint, "periodic_update").fact.deadline_id
    hears(story, grace)
    assert story.present.deadlines[before].status == "met"


def test_an_extension_is_told_to_each_and_each_reads_the_new_day() -> None:
    story, grace, joan = together()
    day = expected(story)
    first = hears(story, grace, final_expected_on=day)
    assert extended(story, first) == "OthersNotTold"
    second = hears(story, joan, final_expected_on=day)
    assert extended(story, second) == ""
    assert due(story) == ("running", day.isoformat())
    assert day_of(story, grace) == day_of(story, joan) == day


def test_a_notice_that_names_an_earlier_day_or_did_not_arrive_told_nobody() -> None:
    story, grace, joan = together()
    day = expected(story)
    hears(story, joan, final_expected_on=day - timedelta(days=1))
    first = hears(story, grace, final_expected_on=day)
    assert extended(story, first) == "OthersNotTold"
    lost = hears(story, joan, final_expected_on=day)
    story.do("report_failed_communication", target_event_id=lost, failure_code="returned")
    assert extended(story, first) == "OthersNotTold"


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("lost", [0, 1])
def test_an_extension_that_one_of_them_was_not_told_of_holds_no_more(
    is_named: bool, lost: int
) -> None:
    story, grace, joan = together()
    before, day = due(story), expected(story)
    notices = [hears(story, each, final_expected_on=day) for each in (grace, joan)]
    assert extended(story, notices[lost if is_named else 1 - lost]) == ""
    returned = {"target_event_id": notices[lost], "failure_code": "returned"}
    story.do("report_failed_communication", **returned)
    assert due(story) == before
    assert day_of(story, grace) == day_of(story, joan) == day - timedelta(days=7)
    again = hears(story, (grace, joan)[lost], final_expected_on=day)
    assert extended(story, again) == ""
    assert due(story) == ("running", day.isoformat())


def test_who_was_told_of_it_twice_knows_it_by_the_other_notice() -> None:
    story, grace, joan = together()
    day = expected(story)
    first, lost, _ = [hears(story, each, final_expected_on=day) for each in (grace, joan, joan)]
    assert extended(story, first) == ""
    story.do("report_failed_communication", target_event_id=lost, failure_code="returned")
    assert due(story) == ("running", day.isoformat())


def test_what_is_due_to_one_who_came_with_a_merger_is_put_off_by_a_notice_to_them() -> None:
    office = Matter()
    office.merge()
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    every = office.bob.deadlines.values()
    responses = [one for one in every if one.is_open and one.fact.kind == "response"]
    (theirs,) = [one for one in responses if one.fact.about]
    assert refused_to(office, theirs.fact.deadline_id, to=office.bob.party_id) == "OthersNotTold"
    assert refused_to(office, theirs.fact.deadline_id, to=ann) == ""


def refused_to(office: Matter, deadline_id: UUID, *, to: UUID | None) -> str:
    day = office.bob.deadlines[deadline_id].due_on + timedelta(days=7)
    sent = office.asked("send_update", office.bobs, to_party_id=to, final_expected_on=day)
    asked: dict[str, Any] = {"deadline_id": deadline_id, "to_on": day, "ground_code": "busy"}
    asked["notice_event_id"] = sent.recorded[0].event_id
    try:
        office.asked("extend_deadline", office.bobs, **asked)
    except Refusal as refusal:
        return refusal.code
    return ""
