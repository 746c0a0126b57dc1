"""What may be asked about reviews, bodies outside, and the actions that follow (7.9, 8.7)."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from tests.support.asking.present import (
    NOBODY,
    RECOURSE,
    Bodies,
    Body,
    Present,
    always,
    both,
    for_each,
    money,
    said,
)
from tests.support.controls import HANDLER
from tests.support.people import MANAGEMENT, OWNER


def _referrals(present: Present) -> Iterable[UUID]:
    return present.complaint.referrals


def _actions(present: Present) -> Iterable[UUID]:
    return present.complaint.actions


def _determine(present: Present) -> Iterator[Body]:
    refund = {"kind_code": "refund", "money": money("250.00")}
    for result in ("upheld", "not_upheld", "remitted"):
        yield {"result_code": result}
    yield {"result_code": "upheld", "is_binding": True, "directions": [refund]}
    yield {"result_code": "partly", "directions": [{"kind_code": "apology"}, refund]}
    yield {"result_code": "settled", "comply_by_on": present.day(20), "directions": [refund]}
    for referral_id in (*present.complaint.referrals, NOBODY):
        yield {"result_code": "upheld", "referral_id": referral_id, "directions": [refund]}


def _answer_determination(present: Present) -> Iterator[Body]:
    for referral_id in (None, *present.complaint.referrals):
        for who in ("complainant", "organisation"):
            for code in ("accepted", "refused"):
                yield {"referral_id": referral_id, "answered_by": who, "answer_code": code}


def _plan(present: Present) -> Iterator[Body]:
    yield {"kind_code": "corrective"}
    yield {"kind_code": "improvement", "owner": MANAGEMENT.id}
    yield {"kind_code": "preventive", "owner": OWNER.id, "due_on": present.day(9)}
    yield {"kind_code": "correction", "owner": HANDLER.id, "issue_ids": [*present.complaint.issues]}


OUTSIDE: dict[str, Bodies] = {
    "request_review": said({}, {"grounds": "Not read."}),
    "decline_review": always({"ground_code": "nothing_new", "recourse": RECOURSE}),
    "withdraw_review": said({}),
    "register_referral": both(
        always(
            {"body_code": "ombudsman"},
            {"body_code": "ombudsman", "is_premature": True},
            {"body_code": "court", "referred_by": "organisation"},
        ),
        lambda present: [
            {"body_code": "regulator", "issue_ids": [each]} for each in present.complaint.issues
        ],
    ),
    "return_referral": for_each(
        "referral_id", _referrals, {"ground_code": "premature"}, {"ground_code": "no_jurisdiction"}
    ),
    "record_determination": _determine,
    "answer_determination": _answer_determination,
    "plan_action": _plan,
    "complete_action": for_each("action_id", _actions, {}),
    "verify_effect": for_each(
        "action_id",
        _actions,
        {"verdict_code": "effective", "method_code": "sample"},
        {"verdict_code": "inconclusive", "method_code": "sample"},
    ),
}
"""By the names of the commands."""
