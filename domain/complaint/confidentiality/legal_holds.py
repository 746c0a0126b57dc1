"""4.10 Legal holds: while one stands nothing of the complaint's matter is erased."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.confidentiality.disclosing import may_tend_personal_data
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import LegalHoldPlaced, LegalHoldReleased
from domain.errors import Refusal
from domain.roles import PRIVACY
from domain.values import Code, Day, VisibleText


class NoSuchHold(Refusal, code="NoSuchHold"):
    """A hold was released that does not stand."""

    clause = "4.10"
    rule = "no such hold stands on this complaint"
    instead = "name one that stands; nothing is held where none does"


class PlaceHold(Act):
    """Nothing may be erased until this is released, whatever until_on says."""

    ground_code: Annotated[Code, Field(description="Such as litigation or police_case")]
    until_on: Annotated[Day | None, Field(description="When it should be looked at again")] = None
    explanation: VisibleText | None = None


class ReleaseHold(Act):
    """A hold stands no more."""

    hold_id: UUID
    ground_code: Code


def _place_hold(draft: Draft, command: PlaceHold) -> None:
    placed = LegalHoldPlaced(
        hold_id=draft.new_id("hold"),
        ground_code=command.ground_code,
        until_on=command.until_on,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(placed, of=command)


def _may_release(draft: Draft) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchHold while none stands."""
    may_tend_personal_data(draft)
    if not draft.complaint.holds:
        raise NoSuchHold(complaint=draft.complaint.reference)


def _release_hold(draft: Draft, command: ReleaseHold) -> None:
    if command.hold_id not in draft.complaint.holds:
        raise NoSuchHold(hold_id=command.hold_id)
    released = LegalHoldReleased(
        hold_id=command.hold_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(released, of=command)


place_hold = Decider(
    "place_hold",
    PlaceHold,
    _place_hold,
    clause="4.10",
    summary="Keep everything: nothing is erased meanwhile",
    roles=PRIVACY,
    may=may_tend_personal_data,
)
"""Keep everything for a court, an authority or a dispute, in any state (4.10)."""

release_hold = Decider(
    "release_hold",
    ReleaseHold,
    _release_hold,
    clause="4.10",
    summary="Let go of a legal hold",
    roles=PRIVACY,
    may=_may_release,
)
"""Let go of a hold, in any state (4.10)."""
