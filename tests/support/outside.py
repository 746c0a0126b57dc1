"""Example facts of reviews inside, of bodies outside and of actions."""

from typing import Any

from domain.complaint import events as e
from tests.support.controls import (
    HANDLER,
    ISSUE,
    PARTY,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    money,
    named,
)

REFERRAL = named("referral")
ACTION = named("action")
DIRECTED = named("directed")
EXTERNAL = (e.Recourse(kind="external", body_code="ombudsman"),)
DIRECTION = e.Direction(action_id=DIRECTED, kind_code="apology")
PAYMENT = e.Direction(action_id=DIRECTED, kind_code="refund", money=money("50.00"))


def review(**changed: Any) -> e.InternalReviewRequested:
    """A request for the second stage."""
    given = {"stage": 2, "round": 1, "issue_ids": (ISSUE,), "party_id": PARTY}
    return e.InternalReviewRequested(**{**given, **changed})


def referred(name: str = "referral", **changed: Any) -> e.ExternalReferralRegistered:
    """The complainant went to the ombudsman."""
    given = {
        "referral_id": named(name),
        "body_code": "ombudsman",
        "referred_by": "complainant",
        "issue_ids": (ISSUE,),
        "is_premature": False,
    }
    return e.ExternalReferralRegistered(**{**given, **changed})


def returned(name: str = "referral", ground: str = "no_jurisdiction") -> e.ExternalReferralReturned:
    """The ombudsman gave the complaint back."""
    given = {"referral_id": named(name), "body_code": "ombudsman", "ground_code": ground}
    return e.ExternalReferralReturned.model_validate(given)


def determined(
    *directions: e.Direction, name: str = "referral", **changed: Any
) -> e.ExternalDeterminationReceived:
    """The ombudsman upheld it, without binding anybody."""
    given = {
        "referral_id": named(name),
        "body_code": "ombudsman",
        "result_code": "upheld",
        "is_binding": False,
        "directions": directions,
    }
    return e.ExternalDeterminationReceived(**{**given, **changed})


def planned(**changed: Any) -> e.ActionPlanned:
    """A preventive action that the handler owns."""
    given = {
        "action_id": ACTION,
        "kind_code": "preventive",
        "source_code": "complaint",
        "owner": HANDLER.id,
    }
    return e.ActionPlanned(**{**given, **changed})


DONE = e.ActionCompleted(action_id=ACTION)
DIRECTED_DONE = e.ActionCompleted(action_id=DIRECTED)
UNTIL_REVIEW = (*UNTIL_DISPUTED, review())
UNTIL_EXTERNAL = (*UNTIL_RESPONDED, referred())
UNTIL_DETERMINED = (*UNTIL_EXTERNAL, determined(DIRECTION), planned(action_id=DIRECTED))
