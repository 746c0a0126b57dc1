"""6.2 A verdict by a matter that was told wrong counts no more than one by a wrong receipt."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.clocks_told import begun, correct, due, receipt
from tests.support.controls import policy
from tests.support.story import Story
from tests.unit.domain.deadlines.test_set_anew import in_time
from tests.unit.domain.deadlines.test_set_anew_after_ending import product

RESPONSE = next(one.model_dump() for one in policy().deadlines if one.kind == "response")


def rule(product_code: str, working_days: int) -> dict[str, Any]:
    only = {"product_codes": [product_code]}
    return {**RESPONSE, "rule_id": f"respond_{product_code}", "amount": working_days, "only": only}


CARDS = policy(deadlines=[*policy().model_dump()["deadlines"], rule("cards", 5), rule("loans", 20)])


@pytest.mark.parametrize("has_ticked", [True, False])
def test_what_was_missed_by_a_wrong_product_is_judged_by_the_right_one(has_ticked: bool) -> None:
    story = begun("2026-03-12", CARDS, issues=[{"product_code": "cards"}])
    if has_ticked:
        story.wait(days=15)
    else:
        story.now += timedelta(days=15)
    (issue_id,) = story.present.issues
    story.approved("record_product", issue_id=issue_id, product_code="loans")
    assert due(story) == ("running", "2026-04-09")
    assert in_time(story) is None
    story.do("agree_resolution", means_code="phone")
    assert in_time(story) is True


def test_a_product_that_makes_it_earlier_makes_no_miss_void() -> None:
    story = begun("2026-03-12", CARDS, issues=[{"product_code": "loans"}])
    story.wait(days=40)
    product(story, "cards")
    assert due(story)[0] == "missed"
    assert in_time(story) is False


LETTER = {**RESPONSE, "rule_id": "by_letter", "amount": 25, "only": {"channel_codes": ["letter"]}}
DELAY = {**RESPONSE, "rule_id": "of_delay", "amount": 5, "only": {"category_codes": ["delay"]}}
BY_MATTER = policy(deadlines=[*CARDS.model_dump()["deadlines"], LETTER, DELAY])


def answered(days: int, **told: Any) -> Story:
    """A complaint of the 12th of March that is answered, and the clock was heard, so much later."""
    story = begun("2026-03-12", BY_MATTER, **told)
    story.wait(days=days)
    story.do("agree_resolution", means_code="phone")
    return story


def test_an_answer_is_judged_by_the_channel_as_it_is_told_right_afterwards() -> None:
    story = answered(33, channel_code="phone")
    assert (due(story), in_time(story)) == (("met", "2026-04-09"), False)
    correct(story, receipt(story), "letter", field="channel_code")
    assert (due(story), in_time(story)) == (("met", "2026-04-16"), True)
    correct(story, receipt(story), "phone", field="channel_code")
    assert (due(story), in_time(story)) == (("met", "2026-04-09"), False)


@pytest.mark.parametrize(
    ("wrong", "right", "is_kept"), [("cards", "loans", True), ("loans", "cards", False)]
)
def test_an_answer_is_judged_by_the_product_that_was_meant(
    wrong: str, right: str, is_kept: bool
) -> None:
    story = answered(15, issues=[{"product_code": wrong}])
    assert in_time(story) is not is_kept
    (issue_id,) = story.present.issues
    act: dict[str, Any] = {"issue_id": issue_id, "product_code": right}
    (story.approved if is_kept else story.do)("record_product", **act)
    assert (due(story)[0], in_time(story)) == ("met", is_kept)


@pytest.mark.parametrize(("ground", "is_kept"), [("was_wrong", False), ("facts_changed", True)])
def test_only_a_category_that_was_wrong_makes_an_answer_late(ground: str, is_kept: bool) -> None:
    story = answered(15)
    (issue_id,) = story.present.issues
    story.do("reclassify_issue", issue_id=issue_id, category_code="delay", ground_code=ground)
    assert in_time(story) is is_kept


def test_what_nobody_knew_makes_no_answer_late() -> None:
    story = answered(15)
    for code in ("loans", "cards"):
        product(story, code)
        assert (due(story), in_time(story)) == (("met", "2026-04-09"), True)
