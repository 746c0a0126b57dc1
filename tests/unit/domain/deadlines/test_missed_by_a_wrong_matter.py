"""6.2 A miss by a product that was told wrong counts no more than one by a wrong receipt."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.clocks_told import begun, due
from tests.support.controls import policy
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
