"""6.2, 7.3: an extension rests on what told of it, in whatever order that is known."""

from typing import Any

import pytest

from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.view import own_complaint
from tests.support.clocks_told import begun, correct, due, standing
from tests.support.controls import policy
from tests.support.story import Story
from tests.unit.domain.deadlines.test_set_anew import in_time
from tests.unit.domain.deadlines.test_told_nobody import said, untold

MORE = {"rule_id": "more", "kinds": ["response"], "amount": 10, "unit": "working_days"}
FORMER, LATER = "2026-12-14", "2026-12-24"
DAY = {"final_expected_on": LATER}
HOW = ["a letter", "a call"]


def told(story: Story, how: str) -> Any:
    """They are told the later day; the event."""
    if how == "a letter":
        return said(story, "send_update", kind="holding", channel_code="email", **DAY)
    return said(story, "record_contact", direction="outbound", channel_code="phone", **DAY)


def extend(story: Story, notice: Any) -> str:
    own = standing(story.complaint).fact.deadline_id
    asked = {"deadline_id": own, "ground_code": "complex", "to_on": LATER}
    return story.refuses("extend_deadline", **asked, notice_event_id=notice)


def extended(how: str) -> tuple[Story, Any]:
    """A response that is due on the later day, and what told of that."""
    story = begun("2026-11-16", policy(extensions=[MORE]))
    notice = told(story, how)
    assert extend(story, notice) == ""
    return story, notice


def shown(story: Story) -> list[str]:
    """The days by which their page says that they are answered."""
    party_id = story.present.party_id
    assert party_id is not None
    page = own_complaint(story.events, Circle(frozenset({party_id})))
    return [str(one.due_on) for one in page.dates if one.kind == "response"]


@pytest.mark.parametrize("how", HOW)
def test_what_told_of_an_extension_is_on_their_page_with_the_day(how: str) -> None:
    story, _ = extended(how)
    assert due(story) == ("running", LATER)
    assert shown(story) == [LATER]


@pytest.mark.parametrize("how", HOW)
def test_an_extension_that_nobody_was_told_of_holds_no_more(how: str) -> None:
    """As it would have been refused, had that been known first; it is used for nothing."""
    first = begun("2026-11-16", policy(extensions=[MORE]))
    notice = told(first, how)
    untold(first, how, notice)
    assert extend(first, notice) == "NotTold"
    story, notice = extended(how)
    untold(story, how, notice)
    assert due(story) == due(first) == ("running", FORMER)
    assert shown(story) == shown(first) == [FORMER]
    assert extend(story, told(story, "a letter")) == ""
    assert (due(story), shown(story)) == (("running", LATER), [LATER])


@pytest.mark.parametrize("how", HOW)
def test_another_word_that_arrived_and_names_the_day_carries_the_extension(how: str) -> None:
    story, notice = extended(how)
    other = told(story, "a letter")
    untold(story, how, notice)
    assert (due(story), shown(story)) == (("running", LATER), [LATER])
    untold(story, "a letter", other)
    assert (due(story), shown(story)) == (("running", FORMER), [FORMER])


@pytest.mark.parametrize(("day", "kept"), [(25, True), (35, False)])
def test_what_was_done_by_then_is_judged_by_the_day_that_they_were_told(
    day: int, kept: bool
) -> None:
    story, notice = extended("a letter")
    story.wait(days=day)
    story.do("agree_resolution", means_code="phone")
    assert in_time(story) is True
    untold(story, "a letter", notice)
    assert (due(story), in_time(story)) == (("met", FORMER), kept)


def test_a_former_day_that_is_over_by_then_is_missed_at_once() -> None:
    story, notice = extended("a call")
    story.wait(days=35)
    untold(story, "a call", notice)
    assert due(story) == ("missed", FORMER)


def test_a_word_that_is_told_right_moves_what_rests_on_it_and_back() -> None:
    story, notice = extended("a letter")
    for right, last in [("2026-12-18", FORMER), (LATER, LATER)]:
        correct(story, notice, right, field="final_expected_on")
        assert (due(story), shown(story)) == (("running", last), [last])
    story, notice = extended("a call")
    for right, last in [("inbound", FORMER), ("outbound", LATER)]:
        correct(story, notice, right, field="direction")
        assert (due(story), shown(story)) == (("running", last), [last])


def test_a_letter_that_did_not_say_that_it_takes_longer_carries_no_extension() -> None:
    story = begun("2026-11-16", policy(extensions=[MORE]))
    notice = said(story, "send_update", kind="holding", channel_code="email")
    assert extend(story, notice) == ""
    for right, last in [("progress", FORMER), ("holding", LATER)]:
        correct(story, notice, right, field="kind")
        assert due(story) == ("running", last)


def test_they_do_not_name_the_day_by_which_they_are_answered() -> None:
    story = begun("2026-11-16")
    assert story.refuses("record_contact", direction="inbound", **DAY) == "DayNotOurs"


WHILE = ["open", "ended", "open again"]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("when", WHILE)
@pytest.mark.parametrize(("day", "stands"), [(1, "running"), (30, "missed")])
def test_it_makes_no_difference_whether_the_complaint_had_ended(
    how: str, when: str, day: int, stands: str
) -> None:
    story, notice = extended(how)
    story.wait(days=day)
    steps: list[tuple[str, dict[str, Any]]] = [("withdraw", {"means_code": "phone"})]
    steps.append(("reopen", {"ground_code": "closed_in_error"}))
    for name, asked in [*steps[: WHILE.index(when)], ("", {}), *steps[WHILE.index(when) :]]:
        if name:
            story.do(name, **asked)
        else:
            untold(story, how, notice)
    assert due(story) == (stands, FORMER)
    assert [one.was_missed for one in responses(story)][-1] is (stands == "missed")
    assert len([one for one in responses(story) if one.is_open]) == 1


def test_what_told_of_it_after_all_holds_again_once_reopened() -> None:
    story, notice = extended("a call")
    story.do("withdraw", means_code="phone")
    for right in ("inbound", "outbound"):
        correct(story, notice, right, field="direction")
    story.do("reopen", ground_code="closed_in_error")
    assert due(story) == ("running", LATER)


def responses(story: Story) -> list[Any]:
    known = story.present.deadlines.values()
    return [one for one in known if one.fact.kind == "response"]
