"""6.2 Which facts meet each clock, and with which it ends unmet."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.parts import About
from tests.support.clock_facts import (
    ANSWER,
    ASKED,
    COMPLETED,
    DETERMINED,
    FORWARDED,
    HOLDING,
    IMPOSSIBLE,
    MERGED,
    OUT,
    OWED,
    PLANNED,
    QUESTION,
    REFERRED,
    REFUSED,
    REMINDER,
    RETURNED,
    REVIEW,
    SUPPLIED,
    TOLD_STAFF,
    TOLD_TOP,
    UNMET,
    UNTOLD,
    UPDATE,
    VERIFIED,
    WITHDRAWN,
    became,
    follows,
    of,
    rule,
    started,
    under,
)
from tests.support.controls import (
    ACKNOWLEDGED,
    ASSESSED,
    FULFILLED,
    POLICY,
    RECEIVED,
    REJECTED,
    REMEDY,
    SECOND_ISSUE,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    deadline,
    issue,
    named,
    received,
)
from tests.support.given import given


@pytest.mark.parametrize(
    ("kind", "past", "about"),
    [
        ("acknowledgement", (RECEIVED, ACKNOWLEDGED), None),
        ("acknowledgement", UNTIL_RESPONDED, None),
        ("assessment", (RECEIVED, ASSESSED), None),
        ("first_update", (RECEIVED, UPDATE), None),
        ("periodic_update", (RECEIVED, UPDATE), None),
        ("response", UNTIL_RESPONDED, None),
        ("response", (*UNTIL_APPROVED, IMPOSSIBLE), None),
        ("holding_response", (RECEIVED, HOLDING), None),
        ("holding_response", UNTIL_RESPONDED, None),
        ("fast_resolution_window", UNTIL_ACCEPTED, None),
        ("reply_window", UNTIL_ACCEPTED, None),
        ("reply_window", (*UNTIL_RESPONDED, REVIEW), None),
        ("reminder", (*UNTIL_RESPONDED, REMINDER), None),
        ("internal_review_window", (*UNTIL_DISPUTED, REVIEW), None),
        ("external_referral_window", (*UNTIL_CLOSED, REFERRED), None),
        ("information", (RECEIVED, QUESTION, ANSWER), of("request")),
        (
            "determination_compliance",
            (*UNTIL_DISPUTED, REFERRED, DETERMINED, PLANNED, COMPLETED),
            of("referral"),
        ),
        ("remedy_due", (*OWED, FULFILLED), of("remedy", REMEDY)),
        ("action_due", (RECEIVED, PLANNED, COMPLETED), of("action", named("first"))),
        (
            "effectiveness_check",
            (RECEIVED, PLANNED, COMPLETED, VERIFIED),
            of("action", named("first")),
        ),
        ("top_management_notice", (RECEIVED, TOLD_TOP), None),
        ("record_request", (RECEIVED, ASKED, SUPPLIED), of("request")),
        ("record_request", (RECEIVED, ASKED, REFUSED), of("request")),
    ],
)
def test_each_clock_is_met_by_its_fact(kind: str, past: Any, about: About | None) -> None:
    assert became(kind, *past, about=about) == "met"


@pytest.mark.parametrize(
    ("kind", "past", "about"),
    [
        ("holding_response", (RECEIVED, UPDATE), None),
        ("top_management_notice", (RECEIVED, TOLD_STAFF), None),
        ("information", (RECEIVED, ANSWER), of("request", named("another"))),
        ("action_due", (RECEIVED, PLANNED, COMPLETED), of("action", named("another"))),
        ("determination_compliance", (*UNTIL_DISPUTED, REFERRED, DETERMINED), of("referral")),
        ("retention", (*UNTIL_CLOSED, ASKED), None),
    ],
)
def test_another_fact_does_not_meet_it(kind: str, past: Any, about: About | None) -> None:
    assert became(kind, *past, about=about) is None


@pytest.mark.parametrize(
    ("kind", "past", "about", "ground"),
    [
        ("acknowledgement", (RECEIVED, UNTOLD), None, "superseded"),
        ("periodic_update", (RECEIVED, UNMET), None, "superseded"),
        ("reply_window", (*UNTIL_RESPONDED, REFERRED), None, "superseded"),
        ("external_information", (RECEIVED, REFERRED, RETURNED), of("referral"), "superseded"),
        ("reopen_window", (*UNTIL_CLOSED, REFERRED), None, "superseded"),
        ("retention", (*UNTIL_CLOSED, REFERRED), None, "superseded"),
        ("survey_invitation", (*UNTIL_CLOSED, REFERRED), None, "superseded"),
    ],
)
def test_a_clock_ends_with_what_it_waits_for(
    kind: str, past: Any, about: About | None, ground: str
) -> None:
    assert became(kind, *past, about=about) == ground


@pytest.mark.parametrize(
    ("past", "ground"),
    [
        (UNTIL_CLOSED, "closed"),
        ((RECEIVED, WITHDRAWN), "withdrawn"),
        ((RECEIVED, OUT), "out_of_scope"),
        ((RECEIVED, FORWARDED), "forwarded"),
        ((RECEIVED, MERGED), "merged"),
        ((*UNTIL_CLOSED, REFERRED, RETURNED), "closed"),
    ],
)
def test_an_ending_ends_what_may_not_run_after_it_and_says_how(past: Any, ground: str) -> None:
    assert became("information", *past) == ground
    for kind in ("remedy_due", "record_request", "external_referral_window", "action_due"):
        assert became(kind, *past) in (None, "met")


def test_a_review_begins_the_clocks_of_its_stage_and_loses_them_when_it_is_dropped() -> None:
    first = rule("response", "received", stage=1)
    second = {**rule("response", "review_requested", stage=2), "rule_id": "second"}
    found = started(*UNTIL_DISPUTED, REVIEW, by=under(first, second))
    assert found["response"].rule_id == "second"
    assert started(*UNTIL_DISPUTED, REVIEW, by=POLICY).keys() >= {"acknowledgement", "response"}
    at: dict[str, Any] = {"stage": 2, "round": 1, "ground_code": "none"}
    recourse = (e.Recourse(kind="external", body_code="ombudsman"),)
    declined = e.InternalReviewDeclined(**at, recourse=recourse, separation="independent")
    for dropped, ground in (
        (e.InternalReviewWithdrawn(**at), "withdrawn"),
        (declined, "superseded"),
    ):
        due = deadline("response")
        (gone,) = follows(*UNTIL_DISPUTED, REVIEW, due, dropped)
        assert gone == e.DeadlineCancelled(deadline_id=due.deadline_id, ground_code=ground)


def test_rejecting_one_of_two_issues_meets_the_reply_window() -> None:
    past = (received(issue(1), issue(2)), *UNTIL_RESPONDED[1:])
    assert SECOND_ISSUE in given(*past).complaint.issues
    assert became("reply_window", *past, REJECTED) == "met"
