"""7.9: outside bodies have the complaint, give it back, or determine it."""

import pytest

from domain.complaint.acts import BeforeReceipt
from domain.complaint.events import (
    ComplaintMerged,
    ComplaintReopened,
    ExternalReferralRegistered,
    ExternalReferralReturned,
)
from domain.complaint.review.referring import NeverReferred, NoSuchReferral, WhichReferral
from tests.support.controls import (
    APPROVER,
    CLOSED,
    ISSUE,
    PARTY,
    RECEIVED,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_RESPONDED,
    WITHDRAWN,
    event_id,
    named,
    when,
)
from tests.support.given import Past, given
from tests.support.outside import (
    REFERRAL,
    UNTIL_DETERMINED,
    UNTIL_EXTERNAL,
    UNTIL_REVIEW,
    determined,
    referred,
    returned,
)

OMBUDSMAN = {"body_code": "ombudsman"}
UPHELD = {"result_code": "upheld"}
NOT_OURS = {"ground_code": "no_jurisdiction"}
MERGED = ComplaintMerged(
    into_id=named("other"), other_reference="C-1", ground_code="same_complainant"
)
GOES_ON: list[tuple[Past, ...]] = [(RECEIVED,), UNTIL_FOUND, UNTIL_APPROVED, UNTIL_REVIEW]
GOES_OUTSIDE: list[tuple[Past, ...]] = [
    UNTIL_RESPONDED,
    UNTIL_ACCEPTED,
    UNTIL_DISPUTED,
    UNTIL_CLOSED,
    (RECEIVED, WITHDRAWN),
]


@pytest.mark.parametrize("past", GOES_ON)
def test_work_goes_on_while_an_outside_body_has_it_too(past: tuple[Past, ...]) -> None:
    complaint = given(*past).when("register_referral", **OMBUDSMAN).complaint
    assert complaint.state == given(*past).complaint.state
    assert complaint.is_external and not complaint.needs_decision


@pytest.mark.parametrize("past", GOES_OUTSIDE)
def test_what_is_answered_or_ended_goes_to_the_body(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("register_referral", **OMBUDSMAN, body_reference="O/26/1")
    registered = outcome.the(ExternalReferralRegistered)
    assert (registered.referred_by, registered.issue_ids) == ("complainant", (ISSUE,))
    complaint = outcome.complaint
    assert (complaint.state, complaint.is_external, complaint.is_open) == ("EXTERNAL", True, True)
    assert complaint.before_external == given(*past).complaint.state


def test_whether_it_came_too_early_is_seen_unless_told() -> None:
    def is_premature(*past: Past, **asked: bool) -> bool:
        outcome = given(*past).when("register_referral", **OMBUDSMAN, **asked)
        return outcome.the(ExternalReferralRegistered).is_premature

    assert is_premature(RECEIVED)
    assert not is_premature(*UNTIL_RESPONDED)
    assert is_premature(*UNTIL_RESPONDED, is_premature=True)


def test_on_whose_behalf_it_is_recorded_says_who_went_there() -> None:
    for referred_by, party in (("complainant", PARTY), ("organisation", None), ("body", None)):
        asked = {**OMBUDSMAN, "referred_by": referred_by}
        (fact, *_) = given(*UNTIL_RESPONDED).when("register_referral", **asked).facts
        assert fact.on_behalf_of == party


def test_on_a_merged_complaint_it_is_recorded_and_awaits_a_decision() -> None:
    complaint = given(RECEIVED, MERGED).when("register_referral", **OMBUDSMAN).complaint
    assert (complaint.state, complaint.needs_decision) == ("MERGED", True)


@pytest.mark.parametrize("past", GOES_OUTSIDE)
def test_given_back_it_is_where_it_was(past: tuple[Past, ...]) -> None:
    outcome = given(*past, referred()).when("return_referral", **NOT_OURS)
    before = given(*past).complaint
    after = outcome.complaint
    assert (after.state, after.is_external) == (before.state, False)
    assert (after.stage, after.round) == (before.stage, before.round)
    (fact, *_) = outcome.facts
    assert fact.on_behalf_of is None


def test_a_return_into_an_end_is_an_ending_of_its_own_time_and_the_same_past() -> None:
    past = (*UNTIL_CLOSED, referred(), returned())
    ending = given(*past).complaint.ending
    assert ending is not None
    assert (ending.event_id, ending.from_state) == (event_id(len(past)), "ACCEPTED")
    reopened = given(*past).when("reopen", ground_code="closed_in_error")
    assert reopened.the(ComplaintReopened).resumes_in_state == "ACCEPTED"


def test_two_bodies_at_once_keep_it_outside_until_both_have_given_it_back() -> None:
    both = (*UNTIL_DISPUTED, referred(), referred("second", body_code="regulator"))
    given(*both).when("return_referral", **NOT_OURS).refused(WhichReferral)
    one = given(*both).when("return_referral", referral_id=REFERRAL, **NOT_OURS)
    assert (one.complaint.state, one.complaint.is_external) == ("EXTERNAL", True)
    other = given(*both, returned()).when("return_referral", **NOT_OURS)
    assert (other.complaint.state, other.complaint.is_external) == ("DISPUTED", False)


def test_what_one_body_determined_keeps_it_outside_when_another_gives_it_back() -> None:
    past = (*UNTIL_DISPUTED, referred(), referred("second"), determined())
    outcome = given(*past).when("return_referral", referral_id=named("second"), **NOT_OURS)
    assert outcome.complaint.state == "EXTERNAL"


def test_what_was_determined_before_it_went_outside_anew_does_not_keep_it_there() -> None:
    anew = ComplaintReopened(
        ground_code="complainant_dissatisfied",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="CLOSED",
        resumes_in_state="DISPUTED",
    )
    past = (*UNTIL_EXTERNAL, determined(), CLOSED, anew, referred("second"))
    assert given(*past).complaint.state == "EXTERNAL"
    assert given(*past).when("return_referral", **NOT_OURS).complaint.state == "DISPUTED"


PREMATURE: list[tuple[tuple[Past, ...], str]] = [
    (UNTIL_CLOSED, "DISPUTED"),
    ((*UNTIL_FOUND, CLOSED), "INVESTIGATING"),
    ((RECEIVED, WITHDRAWN), "WITHDRAWN"),
    (UNTIL_ACCEPTED, "ACCEPTED"),
]


@pytest.mark.parametrize(("past", "state"), PREMATURE)
def test_too_early_for_the_body_a_closing_did_not_end_it(
    past: tuple[Past, ...], state: str
) -> None:
    outcome = given(*past, referred()).when("return_referral", ground_code="premature")
    complaint = outcome.complaint
    assert complaint.state == state
    if complaint.is_open and state != "ACCEPTED":
        assert [issue.issue_id for issue in complaint.open_issues] == [ISSUE]
        assert not complaint.recourse.offered


def test_while_work_goes_on_a_return_moves_nothing() -> None:
    outcome = given(RECEIVED, referred()).when("return_referral", ground_code="premature")
    assert outcome.the(ExternalReferralReturned).body_code == "ombudsman"
    assert (outcome.complaint.state, outcome.complaint.is_external) == ("RECEIVED", False)
    assert not outcome.complaint.needs_decision


def test_a_body_speaks_only_where_it_has_the_complaint() -> None:
    given(*UNTIL_RESPONDED).when("return_referral", **NOT_OURS).refused(NeverReferred)
    given(*UNTIL_RESPONDED).when("record_determination", **UPHELD).refused(NeverReferred)
    stray = {"referral_id": named("elsewhere"), **NOT_OURS}
    given(*UNTIL_EXTERNAL).when("return_referral", **stray).refused(NoSuchReferral)


def test_the_organisation_answers_after_the_receipt_and_a_body_whenever_it_did() -> None:
    early = {"occurred": when(days=-30)}
    ours = {"by": APPROVER, "answered_by": "organisation", "answer_code": "accepted"}
    given(*UNTIL_DETERMINED).when("answer_determination", **ours, **early).refused(BeforeReceipt)
    assert given(RECEIVED).when("register_referral", **OMBUDSMAN, **early).complaint.is_external
    assert given(*UNTIL_EXTERNAL).when("return_referral", **NOT_OURS, **early).facts


def test_withdrawn_while_a_body_has_it_and_by_mistake_it_is_where_it_was_before() -> None:
    past = (*UNTIL_DISPUTED, referred(), WITHDRAWN)
    mistake = {"ground_code": "closed_in_error"}
    assert given(*past).when("reopen", **mistake).complaint.state == "EXTERNAL"
    back = given(*past, returned()).when("reopen", **mistake)
    assert back.complaint.state == "DISPUTED"
    twice = (*UNTIL_CLOSED, referred(), WITHDRAWN, returned())
    assert given(*twice).when("reopen", **mistake).complaint.state == "ACCEPTED"
