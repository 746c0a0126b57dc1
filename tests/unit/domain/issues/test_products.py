"""7.2: which product an issue is about may be known later; a policy knows its products by name."""

import pytest

from adapters.policy_files import preset
from domain.codes import UnknownCode
from domain.complaint.events import ComplaintReceived, ProductRecorded
from domain.complaint.issues.revising import ProductKnown
from tests.support.controls import (
    ISSUE,
    RECEIVED,
    UNTIL_CLOSED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    issue,
    received,
)
from tests.support.given import Past, given

PAYMENTS = "payment_services"
FCA = preset("uk_fca_disp")


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_PROPOSED, UNTIL_RESPONDED, UNTIL_CLOSED])
def test_the_product_of_an_issue_becomes_known_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("record_product", product_code=PAYMENTS)
    recorded = outcome.then(ProductRecorded).the(ProductRecorded)
    assert (recorded.issue_id, recorded.issue_no, recorded.product_code) == (ISSUE, 1, PAYMENTS)
    assert outcome.complaint.issues[ISSUE].told.product_code == PAYMENTS
    assert outcome.complaint.state == given(*past).complaint.state


def test_recording_the_same_product_again_changes_nothing_and_is_refused() -> None:
    known = ProductRecorded(issue_id=ISSUE, issue_no=1, product_code=PAYMENTS)
    given(RECEIVED, known).when("record_product", product_code=PAYMENTS).refused(ProductKnown)


@pytest.mark.parametrize("name", ["add_issue", "record_product"])
def test_a_product_that_the_policy_does_not_list_is_refused_and_the_known_ones_are_named(
    name: str,
) -> None:
    refusal = given(RECEIVED).under(FCA).when(name, product_code="payments").refused(UnknownCode)
    assert "payment_services" in str(refusal.values["known"])


def test_where_only_clocks_name_products_these_are_the_known_ones() -> None:
    aimed = {**FCA.model_dump(), "lists": {}}
    policy = type(FCA).model_validate(aimed)
    case = given(RECEIVED).under(policy)
    case.when("record_product", product_code="electronic_money").the(ProductRecorded)
    case.when("record_product", product_code="elektronic_money").refused(UnknownCode)


def test_a_receipt_with_a_product_that_the_policy_does_not_list_is_taken_and_marked() -> None:
    told = {"narrative": "The money is gone.", "issues": [{"product_code": "payments"}]}
    receipt = given().under(FCA).when("receive", **told).the(ComplaintReceived)
    assert receipt.issues[0].is_product_unlisted
    listed = {**told, "issues": [{"product_code": PAYMENTS}]}
    known = given().under(FCA).when("receive", **listed).the(ComplaintReceived)
    assert known.issues[0].is_product_unlisted is None


def test_the_product_told_right_takes_the_mark_away() -> None:
    marked = issue().model_copy(update={"product_code": "payments", "is_product_unlisted": True})
    outcome = given(received(marked)).under(FCA).when("record_product", product_code=PAYMENTS)
    told = outcome.complaint.issues[ISSUE].told
    assert (told.product_code, told.is_product_unlisted) == (PAYMENTS, None)
