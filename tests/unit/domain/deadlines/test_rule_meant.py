"""6.2 Which rule is meant follows what the complaint is about, once that is known."""

from datetime import date
from typing import Any

import pytest

from adapters.policy_files import preset
from domain.complaint.events import DeadlineMissed
from tests.support.clocks_told import begun, correct, due, extend, receipt, standing
from tests.support.controls import APPROVER, policy

FCA = preset("uk_fca_disp")


def test_the_shorter_clock_runs_from_the_receipt_once_the_product_is_known() -> None:
    story = begun("2026-11-25", FCA)
    assert due(story) == ("running", "2027-01-20")
    story.wait(days=2)
    story.do("add_issue", product_code="payment_services")
    assert due(story) == ("running", "2026-12-16")
    fact = standing(story.complaint).fact
    assert (fact.ground_code, fact.rule_id) == ("product_known", "final_response_payments_15wd")
    assert fact.starts.day == date(2026, 11, 25)
    assert extend(story) == ""
    assert due(story) == ("running", "2027-01-18")


def test_a_product_told_later_gives_what_it_gives_at_receipt() -> None:
    told = begun("2026-11-25", FCA, issues=[{"product_code": "electronic_money"}])
    later = begun("2026-11-25", FCA)
    later.wait(days=1)
    later.do("record_product", product_code="electronic_money")
    assert due(later) == due(told)
    assert standing(later.complaint).due_at == standing(told.complaint).due_at


def test_an_extension_of_the_longer_clock_is_none_of_the_shorter() -> None:
    longer = FCA.model_dump()
    longer["extensions"] += ({**longer["extensions"][0], "rule_id": "any", "only": {}},)
    story = begun("2026-11-25", type(FCA).model_validate(longer))
    extend(story)
    assert due(story) == ("running", "2027-02-17")
    story.do("record_product", product_code="payment_services")
    assert due(story) == ("running", "2026-12-16")
    assert standing(story.complaint).extended == 0


def test_a_right_day_of_the_shorter_clock_that_is_over_is_missed_at_once() -> None:
    story = begun("2026-11-25", FCA)
    story.wait(days=30)
    facts = story.do("record_product", product_code="payment_services")
    assert [one for one in facts if isinstance(one.event, DeadlineMissed)]
    assert due(story) == ("missed", "2026-12-16")


def test_a_point_that_is_dropped_makes_nothing_later() -> None:
    issues = [{"product_code": "payment_services"}, {"product_code": "loans"}]
    story = begun("2026-11-25", FCA, issues=issues)
    payments = next(iter(story.present.issues))
    story.do("withdraw_issue", issue_id=payments, means_code="phone")
    assert due(story) == ("running", "2026-12-16")
    assert standing(story.complaint).fact.ground_code is None


def test_a_product_told_right_sets_the_longer_clock_anew() -> None:
    story = begun("2026-11-25", FCA, issues=[{"product_code": "payment_services"}])
    story.approved("record_product", product_code="loans")
    assert due(story) == ("running", "2027-01-20")


MAIL: dict[str, Any] = {
    "rule_id": "by_letter",
    "kind": "response",
    "starts_from": ["received"],
    "only": {"channel_codes": ["letter"]},
    "amount": 10,
    "unit": "working_days",
    "calendar_id": "monday_to_friday",
}
BY_CATEGORY = {**MAIL, "rule_id": "damage", "only": {"category_codes": ["damage"]}}


def test_the_right_channel_sets_anew_what_its_rule_makes_due() -> None:
    rules = (*policy().model_dump()["deadlines"], MAIL)
    story = begun("2026-11-16", policy(deadlines=rules), channel_code="phone")
    correct(story, receipt(story), "letter", field="channel_code")
    assert due(story) == ("running", "2026-11-30")
    assert standing(story.complaint).fact.ground_code == "corrected"
    correct(story, receipt(story), "phone", field="channel_code")
    assert due(story) == ("running", "2026-12-14")


def test_an_extension_holds_again_once_its_clock_is_meant_again() -> None:
    """Also what was used up of it, and the day that was named."""
    more = {"rule_id": "more", "kinds": ["response"], "amount": 10, "unit": "working_days"}
    rules = (*policy().model_dump()["deadlines"], MAIL)
    under = policy(deadlines=rules, extensions=[more])
    story = begun("2026-11-16", under, channel_code="phone")
    extend(story)
    assert due(story) == ("running", "2026-12-28")
    for right, last in [("letter", "2026-11-30"), ("phone", "2026-12-28")]:
        correct(story, receipt(story), right, field="channel_code")
        assert due(story) == ("running", last)
    assert standing(story.complaint).extended == 1
    for right in ("2026-11-12", "2026-11-16"):
        correct(story, receipt(story), right)
    assert due(story) == ("running", "2026-12-28")


@pytest.mark.parametrize(
    ("ground", "last"), [("was_wrong", "2026-12-14"), ("facts_changed", "2026-11-30")]
)
def test_only_what_was_wrong_makes_a_due_date_later(ground: str, last: str) -> None:
    rules = (*policy().model_dump()["deadlines"], BY_CATEGORY)
    story = begun("2026-11-16", policy(deadlines=rules))
    story.do("reclassify_issue", category_code="damage", ground_code=ground)
    assert due(story) == ("running", "2026-11-30")
    assert standing(story.complaint).fact.ground_code == "reclassified"
    story.do("reclassify_issue", category_code="delay", ground_code=ground)
    assert due(story) == ("running", last)


def test_what_no_rule_was_meant_for_is_due_from_the_receipt_once_one_is() -> None:
    rules = [one for one in FCA.model_dump()["deadlines"] if one["rule_id"] != "final_response_8w"]
    story = begun("2026-11-25", type(FCA).model_validate({**FCA.model_dump(), "deadlines": rules}))
    assert "response" not in {one.fact.kind for one in story.present.deadlines.values()}
    story.wait(days=1)
    story.do("record_product", product_code="payment_services")
    assert due(story) == ("running", "2026-12-16")
    fact = standing(story.complaint).fact
    assert (fact.start_event_id, fact.ground_code) == (receipt(story), "product_known")


def test_the_product_of_an_issue_is_told_right_by_its_own_command() -> None:
    story = begun("2026-11-25", FCA)
    added = story.do("add_issue", product_code="payment_services")
    target = {"target_event_id": story.events[-len(added)].event_id, "ground_code": "misread"}
    for field, right in (("product_code", "loans"), ("category_code", "damage")):
        asked = {**target, "field": field, "right": right}
        assert story.refuses("correct_record", by=APPROVER, **asked) == "OwnCommand"


def test_a_rule_after_the_answer_goes_by_what_was_answered() -> None:
    rules = FCA.model_dump()["deadlines"]
    kept = next(one for one in rules if one["rule_id"] == "retention_3y")
    longer = {
        **kept,
        "rule_id": "kept_5y",
        "amount": 60,
        "only": {"product_codes": ["investments"]},
    }
    under = type(FCA).model_validate({**FCA.model_dump(), "deadlines": (*rules, longer)})
    story = begun("2026-11-25", under, issues=[{"product_code": "investments"}])
    story.do("agree_resolution", means_code="phone")
    story.do("close", basis_code="accepted_and_carried_out")
    assert standing(story.complaint, "retention").fact.rule_id == "kept_5y"
