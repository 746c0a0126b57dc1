"""Requests to erase and legal holds, for tests of the domain."""

from typing import Any

from domain.complaint.events import (
    ErasureApproved,
    ErasureDeferred,
    ErasureRequested,
    LegalHoldPlaced,
    LegalHoldReleased,
    PersonalDataErased,
)
from domain.decision_context import NewEvent
from tests.support.controls import APPROVER, PRIVACY_OFFICER, UNTIL_CLOSED, named, when

REQUEST, HOLD = named("erasure"), named("hold")
KEYS = ("ab" * 16, "cd" * 16)


def requested(**changed: Any) -> NewEvent:
    """A request of the privacy officer to erase everything, unless told."""
    asked = {
        "request_id": REQUEST,
        "class_codes": ("P2", "P3", "P4"),
        "legal_basis_code": "right_to_erasure",
        **changed,
    }
    return NewEvent(
        event=ErasureRequested.model_validate(asked), occurred=when(), actor=PRIVACY_OFFICER
    )


REQUESTED = requested()
APPROVED = ErasureApproved(request_id=REQUEST, approved_by=APPROVER.id, separation="independent")
DEFERRED = ErasureDeferred(request_id=REQUEST, ground_code="legal_hold")
ERASED = PersonalDataErased(request_id=REQUEST, key_ids=KEYS)
HELD = LegalHoldPlaced(hold_id=HOLD, ground_code="litigation")
RELEASED = LegalHoldReleased(hold_id=HOLD, ground_code="case_decided")
ENDED = (*UNTIL_CLOSED, REQUESTED)
THIS = {"request_id": REQUEST}
