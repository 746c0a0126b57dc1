"""7.9: the complainant is told what remains open, and decides about it."""

from domain.complaint.closing.recourse import RecourseNotOffered
from domain.complaint.events import (
    ApprovalRequested,
    RecourseDeclined,
    RecourseExhausted,
    RecourseOffered,
)
from tests.support.controls import APPROVER, RECEIVED, UNTIL_CLOSED, UNTIL_DISPUTED, imported
from tests.support.given import given
from tests.support.outside import determined, referred

EXTERNAL = [{"kind": "external", "body_code": "ombudsman"}]


def test_a_response_offers_the_recourse_that_it_names() -> None:
    assert given(*UNTIL_DISPUTED).complaint.recourse.offered == {"external"}


def test_recourse_is_offered_open_or_ended() -> None:
    outcome = given(*UNTIL_CLOSED).when("offer_recourse", recourse=EXTERNAL).then(RecourseOffered)
    assert not outcome.complaint.recourse.is_spent


def test_recourse_is_spent_when_every_way_is_declined() -> None:
    past = (*UNTIL_DISPUTED, RecourseOffered.model_validate({"recourse": [{"kind": "court"}]}))
    court = given(*past).when("decline_recourse", kind="court", means_code="phone")
    court.then(RecourseDeclined(kind="court", means_code="phone"))
    assert court.complaint.recourse.still_open == {"external"}
    no_court = RecourseDeclined(kind="court", means_code="phone")
    both = given(*past, no_court).when("decline_recourse", kind="external", means_code="phone")
    assert both.complaint.recourse.is_spent


def test_nobody_alone_says_that_a_way_is_gone_which_the_complainant_was_told_of() -> None:
    """For then the complaint may be closed although they do not agree (invariant 11)."""
    lapsed = {"by": APPROVER, "ground_code": "window_lapsed"}
    request = given(*UNTIL_DISPUTED).when("exhaust_recourse", **lapsed).then(ApprovalRequested)
    assert not request.complaint.recourse.is_spent
    outcome = given(*UNTIL_DISPUTED).approved("exhaust_recourse", **lapsed).then(RecourseExhausted)
    assert outcome.the(RecourseExhausted).separation == "independent"
    assert outcome.complaint.recourse.is_spent


def test_where_they_were_told_that_there_is_no_way_one_person_records_it() -> None:
    none_left = RecourseDeclined(kind="external", means_code="phone")
    told = RecourseOffered.model_validate({"recourse": [{"kind": "none_available"}]})
    past = (*UNTIL_DISPUTED, none_left, told)
    outcome = given(*past).when("exhaust_recourse", ground_code="none_available")
    outcome.then(RecourseExhausted(ground_code="none_available"))
    assert outcome.complaint.recourse.is_spent


def test_what_was_never_offered_is_not_exhausted() -> None:
    disputed = (RECEIVED, imported("DISPUTED"))
    given(*disputed).when("exhaust_recourse", ground_code="all_used").refused(RecourseNotOffered)
    assert given(*disputed).may("exhaust_recourse") == "RecourseNotOffered"
    assert given(*UNTIL_DISPUTED).may("exhaust_recourse") == ""


def test_what_is_turned_down_before_it_was_offered_is_still_open_when_it_is() -> None:
    past = (
        RECEIVED,
        imported("DISPUTED"),
        RecourseDeclined(kind="external", means_code="phone"),
        RecourseExhausted(ground_code="all_used"),
    )
    outcome = given(*past).when("offer_recourse", recourse=EXTERNAL)
    assert outcome.complaint.recourse.still_open == {"external"}


def test_invariant_11_recourse_is_spent_when_it_was_offered_and_then_determined() -> None:
    spent = given(*UNTIL_DISPUTED, referred(), determined()).complaint.recourse
    assert spent.is_spent and spent.is_determined
    before = (RECEIVED, imported("DISPUTED"), referred(), determined())
    outcome = given(*before).when("offer_recourse", recourse=EXTERNAL)
    assert outcome.complaint.recourse.still_open == {"external"}
