"""7.9: a complaint may be withdrawn, and ends with what was running."""

import pytest

from domain.complaint.closing.withdrawing import NothingContinues
from domain.complaint.events import (
    ComplainantJoined,
    ComplaintLinked,
    ComplaintWithdrawn,
    DeadlineCancelled,
    DeadlineSet,
    DeterminationAnswered,
)
from tests.support.controls import (
    RECEIVED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    WITHDRAWN,
    deadline,
    named,
    received,
)
from tests.support.given import Past, given
from tests.support.outside import (
    REFERRAL,
    UNTIL_DETERMINED,
    UNTIL_EXTERNAL,
    UNTIL_REVIEW,
    planned,
)

BY_PHONE = {"means_code": "phone"}


def test_a_withdrawn_complaint_ends_with_what_was_running() -> None:
    outcome = given(RECEIVED, deadline("response")).when("withdraw", **BY_PHONE)
    outcome.then(ComplaintWithdrawn, DeadlineCancelled, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "withdrawn"
    assert outcome.the(DeadlineSet).kind == "reopen_window"
    assert outcome.complaint.state == "WITHDRAWN"


def test_a_withdrawal_after_the_end_awaits_a_decision() -> None:
    outcome = given(*UNTIL_CLOSED).when("withdraw", **BY_PHONE)
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("CLOSED", True)


def test_invariant_13_what_goes_on_internally_is_recorded_somewhere() -> None:
    asked = {"is_continued_internally": True, **BY_PHONE}
    given(RECEIVED).when("withdraw", **asked).refused(NothingContinues)
    linked = ComplaintLinked(other_id=named("other"), link="same_cause")
    for goes_on in (planned(), linked):
        outcome = given(RECEIVED, goes_on).when("withdraw", **asked)
        assert outcome.the(ComplaintWithdrawn).is_continued_internally
        assert outcome.complaint.state == "WITHDRAWN"


def test_invariant_13_a_direction_that_is_void_continues_nothing() -> None:
    asked = {"is_continued_internally": True, **BY_PHONE}
    refused = DeterminationAnswered(referral_id=REFERRAL, by="complainant", answer_code="refused")
    given(*UNTIL_DETERMINED, refused).when("withdraw", **asked).refused(NothingContinues)


def test_invariant_23_a_withdrawal_has_a_ground() -> None:
    withdrawn = given(RECEIVED).when("withdraw", **BY_PHONE).the(ComplaintWithdrawn)
    assert withdrawn.ground_code == "complainant_wish"


@pytest.mark.parametrize("past", [UNTIL_APPROVED, UNTIL_REVIEW, UNTIL_EXTERNAL])
def test_it_may_be_withdrawn_from_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("withdraw", **BY_PHONE)
    assert outcome.complaint.state == "WITHDRAWN"
    assert not outcome.complaint.needs_decision


def test_what_is_withdrawn_and_withdrawn_again_is_nothing_new() -> None:
    again = given(RECEIVED, WITHDRAWN).when("withdraw", **BY_PHONE)
    again.then()
    assert not again.complaint.needs_decision


def test_somebody_without_authority_who_withdraws_it_again_is_heard() -> None:
    again = given(RECEIVED, WITHDRAWN).when("withdraw", party_id=named("stranger"), **BY_PHONE)
    assert again.refusal is not None or again.complaint.needs_decision


def test_what_an_outside_body_says_after_a_withdrawal_is_recorded() -> None:
    past = (*UNTIL_EXTERNAL, WITHDRAWN)
    outcome = given(*past).when("return_referral", ground_code="withdrawn")
    assert (outcome.complaint.state, outcome.complaint.is_external) == ("WITHDRAWN", False)


def test_while_others_complain_too_it_goes_on_and_awaits_a_decision() -> None:
    joined = ComplainantJoined(party_id=named("spouse"), kind="person", must_agree=True)
    outcome = given(RECEIVED, joined).when("withdraw", **BY_PHONE)
    assert outcome.the(ComplaintWithdrawn).others_remain
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RECEIVED", True)


def test_without_authority_it_goes_on_and_awaits_a_decision() -> None:
    outcome = given(RECEIVED).when("withdraw", party_id=named("stranger"), **BY_PHONE)
    withdrawn = outcome.the(ComplaintWithdrawn)
    assert (withdrawn.lacks_authority, withdrawn.others_remain) == (True, None)
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RECEIVED", True)


def test_an_anonymous_complaint_is_withdrawn_by_whoever_says_so() -> None:
    anonymous = received(party_id=None, complainant_kind="anonymous")
    assert given(anonymous).when("withdraw", **BY_PHONE).complaint.state == "WITHDRAWN"
