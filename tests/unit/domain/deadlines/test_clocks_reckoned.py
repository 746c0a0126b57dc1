"""Invariant 2, 6.2: what an outsider's time sets going counts from the receipt to the recording."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.values import When
from tests.support.clock_facts import rule, under
from tests.support.controls import (
    RECEIVED,
    UNTIL_RESPONDED,
    at,
    deadline,
    on,
    when,
)
from tests.support.given import Past, given

MISTYPED = on("2016-03-05")
NOT_YET = on("2036-03-05")
BY_PHONE = {"means_code": "phone"}
BODY = {"body_code": "court"}
Case = tuple[tuple[Past, ...], str, dict[str, Any], dict[str, Any]]
STARTING: dict[str, Case] = {
    "a withdrawal": ((RECEIVED,), "withdraw", BY_PHONE, rule("retention", "ended")),
    "a referral": (
        (RECEIVED,),
        "register_referral",
        BODY,
        rule("external_information", "referral_registered"),
    ),
    "a review": (
        UNTIL_RESPONDED,
        "request_review",
        {},
        rule("response", "received", "review_requested"),
    ),
    "a request for the record": (
        (RECEIVED,),
        "request_record",
        {},
        rule("record_request", "record_requested"),
    ),
}
"""Acts of outsiders that start a clock."""
MEETING: dict[str, tuple[tuple[Past, ...], str, dict[str, Any], str]] = {
    "an acceptance": (UNTIL_RESPONDED, "accept_decision", BY_PHONE, "reply_window"),
    "a rejection": (UNTIL_RESPONDED, "reject_decision", BY_PHONE, "reply_window"),
    "a referral": (UNTIL_RESPONDED, "register_referral", BODY, "external_referral_window"),
}
"""Acts of outsiders that meet a due date."""


@pytest.mark.parametrize("case", STARTING)
def test_no_clock_starts_before_the_receipt_whatever_year_is_told(case: str) -> None:
    past, name, asked, start = STARTING[case]
    outcome = given(*past).under(under(start)).when(name, occurred=MISTYPED, now=at(2), **asked)
    assert outcome.facts[0].occurred == MISTYPED
    # The time to reopen is nobody's to shorten by what they tell.
    told = [each for each in outcome.all(e.DeadlineSet) if each.kind != "reopen_window"]
    assert {each.starts for each in told} == {when()}
    assert all(each.occurred == when() for each in outcome.facts[1:])


@pytest.mark.parametrize("case", STARTING)
def test_no_clock_starts_after_its_start_was_recorded(case: str) -> None:
    past, name, asked, start = STARTING[case]
    outcome = given(*past).under(under(start)).when(name, occurred=NOT_YET, now=at(2), **asked)
    assert outcome.facts[0].occurred == NOT_YET
    assert {each.starts for each in outcome.all(e.DeadlineSet)} == {when(2)}


@pytest.mark.parametrize("case", MEETING)
@pytest.mark.parametrize(
    ("told", "counts"), [(MISTYPED, when()), (NOT_YET, when(2))], ids=["2016", "2036"]
)
def test_what_is_due_is_met_between_receipt_and_recording(
    case: str, told: When, counts: When
) -> None:
    past, name, asked, kind = MEETING[case]
    due = deadline(kind, party="complainant")
    outcome = given(*past, due).when(name, occurred=told, now=at(2), **asked)
    assert outcome.the(e.DeadlineMet).met == counts
