"""6.2, 7.9 What was due is of the right receipt, also where that is told after the ending."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.support.clocks_told import (
    begun,
    correct,
    due,
    on,
    receipt,
    standing,
    withdrawn_with_proof,
)
from tests.support.controls import APPROVER, policy
from tests.support.story import Story
from tests.unit.domain.deadlines.test_set_anew import FCA, in_time

MARCH = datetime(2026, 3, 16, 12, tzinfo=UTC)


def test_after_a_mistaken_ending_all_counts_from_the_receipt_told_right_meanwhile() -> None:
    story = begun("2026-03-12", now=MARCH)
    story.do("withdraw", means_code="phone")
    story.wait(days=1)
    correct(story, receipt(story), "2026-03-16")
    assert due(story)[0] == "cancelled"
    story.do("reopen", ground_code="closed_in_error")
    assert due(story) == ("running", "2026-04-13")
    assert standing(story.complaint).fact.starts.day == date(2026, 3, 16)


def test_a_miss_by_a_mistyped_receipt_is_none_once_it_is_told_right_after_the_ending() -> None:
    story = begun("2025-03-16", now=MARCH)
    story.wait(seconds=4)
    assert (due(story)[0], in_time(story)) == ("missed", False)
    story.do("withdraw", means_code="phone")
    correct(story, receipt(story), "2026-03-16")
    assert (due(story)[0], in_time(story)) == ("cancelled", None)


def test_what_was_missed_before_the_ending_by_the_right_receipt_too_stays_missed() -> None:
    story = begun("2026-03-02", now=MARCH)
    story.wait(days=40)
    story.do("withdraw", means_code="phone")
    correct(story, receipt(story), "2026-03-03")
    assert (due(story), in_time(story)) == (("missed", "2026-03-31"), False)


def test_what_was_due_before_the_ending_by_the_right_receipt_alone_was_missed() -> None:
    story = begun("2026-03-16", now=MARCH)
    story.now += timedelta(days=20)
    story.do("withdraw", means_code="phone")
    correct(story, receipt(story), "2026-02-02")
    assert (due(story), in_time(story)) == (("missed", "2026-03-02"), False)


def test_what_counts_from_an_ending_counts_from_a_receipt_that_is_told_as_later() -> None:
    story = begun("2026-03-02", FCA, now=MARCH)
    withdrawn_with_proof(story, "2026-03-02")
    kinds = ("reopen_window", "retention")
    before = {kind: due(story, kind)[1] for kind in kinds}
    correct(story, receipt(story), "2026-03-12")
    assert all(due(story, kind)[1] > before[kind] for kind in kinds)
    assert all(
        standing(story.complaint, kind).fact.starts.day == date(2026, 3, 12) for kind in kinds
    )
    correct(story, receipt(story), "2026-03-02")
    assert {kind: due(story, kind)[1] for kind in kinds} == before


def running(story: Story, kind: str = "response") -> list[str]:
    """The days on which something of this kind is due."""
    every = story.present.deadlines.values()
    return [f"{one.due_on}" for one in every if one.is_open and one.fact.kind == kind]


def test_corrections_after_an_ending_leave_one_due_date_however_many_there_are() -> None:
    story = begun("2026-03-12", now=MARCH)
    story.do("withdraw", means_code="phone")
    days = ["2026-03-13", "2026-03-12", "2026-03-13", "2026-03-12", "2026-03-13"]
    assert len({len(correct(story, receipt(story), day)) for day in days}) == 1
    correct(story, receipt(story), "letter", field="channel_code")
    story.do("reopen", ground_code="closed_in_error")
    assert running(story) == ["2026-04-10"]


CARDS = policy(
    deadlines=[
        *policy().model_dump()["deadlines"],
        {
            **next(one.model_dump() for one in policy().deadlines if one.kind == "response"),
            "rule_id": "respond_cards_5wd",
            "amount": 5,
            "only": {"product_codes": ["cards"]},
        },
    ]
)


def product(story: Story, code: str) -> None:
    (issue_id,) = story.present.issues
    story.do("record_product", issue_id=issue_id, product_code=code)


@pytest.mark.parametrize("is_answered_too_late", [False, True])
def test_a_product_told_after_an_ending_gives_the_day_that_it_gives_at_receipt(
    is_answered_too_late: bool,
) -> None:
    story = begun("2026-03-12", CARDS, now=MARCH)
    story.now += timedelta(days=20 * is_answered_too_late)
    story.do("withdraw", means_code="phone")
    product(story, "cards")
    assert due(story) == ("cancelled", "2026-03-19"), "nobody was late by what nobody knew"
    story.do("reopen", ground_code="closed_in_error")
    assert running(story) == ["2026-03-19"]


def test_after_whatever_was_told_of_it_one_answer_is_due_by_the_rule_for_it() -> None:
    story = begun("2026-03-12", CARDS, now=MARCH)
    story.do("suspend_handling", ground_code="strike")
    product(story, "cards")
    story.do("withdraw", means_code="phone")
    correct(story, receipt(story), "2026-03-13")
    correct(story, receipt(story), "letter", field="channel_code")
    correct(story, receipt(story), "2026-03-12")
    story.do("reopen", ground_code="closed_in_error")
    assert running(story) == ["2026-03-19"]


def test_the_right_day_of_an_ending_moves_its_windows_even_where_they_lapsed() -> None:
    story = begun("2026-03-05", FCA, now=datetime(2026, 11, 20, 12, tzinfo=UTC))
    withdrawn = withdrawn_with_proof(story, "2026-03-05")
    story.wait(minutes=5)
    kept = due(story, "retention")[1]
    assert due(story, "reopen_window")[0] == "lapsed"
    correct(story, withdrawn, "2026-11-19")
    assert due(story, "reopen_window")[0] == "running"
    assert due(story, "retention")[1] > kept
    assert story.present.ending is not None
    assert story.present.ending.occurred.day == date(2026, 11, 19)


def last_of(story: Story, event_type: str) -> UUID:
    return [one.event_id for one in story.events if event_type == one.event.TYPE][-1]


def test_the_right_day_of_the_ending_judges_what_was_due_until_then() -> None:
    story = begun("2026-03-02", now=datetime(2026, 6, 2, 12, tzinfo=UTC))
    story.do("withdraw", means_code="phone", occurred=on("2026-03-05"))
    withdrawn = last_of(story, "ComplaintWithdrawn")
    assert (due(story)[0], in_time(story)) == ("cancelled", None)
    correct(story, withdrawn, "2026-04-15")
    assert (due(story), in_time(story)) == (("missed", "2026-03-30"), False)
    correct(story, withdrawn, "2026-03-05")
    assert (due(story), in_time(story)) == (("cancelled", "2026-03-30"), None)
    correct(story, withdrawn, "2026-03-06")
    every = [one.fact.kind for one in story.present.deadlines.values()]
    assert every.count("response") == 2, "nothing is set anew where nothing is judged otherwise"


@pytest.mark.parametrize("is_proved", [False, True])
def test_that_it_ended_before_the_miss_takes_a_proof_however_it_is_told(is_proved: bool) -> None:
    story = begun("2026-03-02")
    story.do("add_note", by=APPROVER, note="They rang: no more.")
    proof = last_of(story, "NoteAdded")
    story.wait(days=60)
    told = {"entered_from": proof} if is_proved else {}
    story.do("withdraw", means_code="phone", occurred=on("2026-04-15"), **told)
    correct(story, last_of(story, "ComplaintWithdrawn"), "2026-03-05")
    assert due(story)[0] == ("cancelled" if is_proved else "missed")


def test_an_ending_that_nobody_can_date_judges_nothing_whatever_is_told_right() -> None:
    story = begun("2026-03-12", CARDS, now=MARCH)
    story.do("withdraw", means_code="phone", occurred={"unknown": True})
    product(story, "cards")
    correct(story, receipt(story), "2026-02-02")
    assert (due(story), in_time(story)) == (("cancelled", "2026-02-09"), None)
