"""7.9: no complaint is closed while an outside body has it, or before its word is carried out."""

import pytest

from domain.complaint.authority.separation import NotAnApprover
from domain.complaint.closing.closing import ReferralPending
from domain.complaint.closing.closing_bases import (
    DirectionsOutstanding,
    NotAtAnOutsideBody,
    NotDisputed,
    RecourseNotSpent,
    StillRemitted,
)
from domain.complaint.events import (
    ComplaintClosed,
    DeadlineSet,
    DeterminationAnswered,
    InternalReviewWithdrawn,
)
from tests.support.controls import (
    APPROVER,
    FULFILLED,
    HANDLER,
    RECEIVED,
    UNTIL_FOUND,
    offered,
)
from tests.support.given import Past, given
from tests.support.outside import (
    DIRECTED,
    DIRECTED_DONE,
    PAYMENT,
    UNTIL_DETERMINED,
    UNTIL_EXTERNAL,
    UNTIL_REVIEW,
    determined,
    referred,
    returned,
)

NO_REPLY = {"basis_code": "no_reply"}
SPENT = {"basis_code": "recourse_exhausted", "by": APPROVER}
IMPLEMENTED = {"basis_code": "determination_implemented", "by": APPROVER}
STOP = {"basis_code": "discontinued", "ground_code": "complainant_unreachable", "by": APPROVER}
REFERRED: list[tuple[Past, ...]] = [
    UNTIL_EXTERNAL,
    (RECEIVED, referred()),
    (*UNTIL_REVIEW, referred()),
    (*UNTIL_DETERMINED, DIRECTED_DONE, referred("another")),
]


def test_a_determination_is_carried_out_only_at_an_outside_body() -> None:
    given(*UNTIL_FOUND).when("close", **IMPLEMENTED).refused(NotAtAnOutsideBody)


def test_a_determination_is_implemented_when_every_direction_is_done() -> None:
    refusal = given(*UNTIL_DETERMINED).when("close", **IMPLEMENTED).refused(DirectionsOutstanding)
    assert refusal.values["action_ids"] == f"apology is {DIRECTED}"
    done = (*UNTIL_DETERMINED, DIRECTED_DONE)
    given(*done).when("close", **IMPLEMENTED).then(ComplaintClosed, DeadlineSet)
    given(*done).when("close", **{**IMPLEMENTED, "by": HANDLER}).refused(NotAnApprover)


def test_directed_money_is_paid_as_a_remedy() -> None:
    to_pay = offered(DIRECTED, source_code="determination")
    past = (*UNTIL_EXTERNAL, determined(PAYMENT), to_pay)
    given(*past).when("close", **IMPLEMENTED).refused(DirectionsOutstanding)
    paid = FULFILLED.model_copy(update={"remedy_id": DIRECTED})
    given(*past, paid).when("close", **IMPLEMENTED).then(ComplaintClosed, DeadlineSet)


def test_a_refused_determination_leaves_nothing_to_do() -> None:
    refused = DeterminationAnswered(
        referral_id=referred().referral_id, by="complainant", answer_code="refused"
    )
    given(*UNTIL_DETERMINED, refused).when("close", **IMPLEMENTED).then(
        ComplaintClosed, DeadlineSet
    )


def test_what_was_remitted_is_not_closed_as_implemented() -> None:
    past = (*UNTIL_EXTERNAL, determined(result_code="remitted"))
    given(*past).when("close", **IMPLEMENTED).refused(StillRemitted)


@pytest.mark.parametrize("past", REFERRED)
def test_nothing_is_closed_while_an_outside_body_has_it(past: tuple[Past, ...]) -> None:
    for asked in (STOP, SPENT, NO_REPLY, IMPLEMENTED):
        given(*past).when("close", **asked).refused(ReferralPending)
    assert given(*past).may("close", by=APPROVER) == "ReferralPending"


def test_a_review_is_closed_only_as_discontinued() -> None:
    given(*UNTIL_REVIEW).when("close", **SPENT).refused(NotDisputed)
    given(*UNTIL_REVIEW).approved("close", **STOP).then(ComplaintClosed, DeadlineSet)


def test_invariant_11_what_an_outside_body_determined_spends_recourse() -> None:
    past = (*UNTIL_REVIEW, referred())
    dropped = InternalReviewWithdrawn(stage=1, round=1, ground_code="complainant_wish")
    given(*past, returned(), dropped).when("close", **SPENT).refused(RecourseNotSpent)
    settled = given(*past, determined(), dropped)
    assert settled.complaint.recourse.is_spent
    settled.when("close", **SPENT).then(ComplaintClosed, DeadlineSet)
