"""4.10 Legal holds: while one stands nothing of the complaint is erased."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.deed import Decision, Deed
from domain.disclosing import may_tend_personal_data
from domain.errors import Refusal
from domain.events import LegalHoldPlaced, LegalHoldReleased
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


def _place_hold(deed: Deed, command: PlaceHold) -> None:
    placed = LegalHoldPlaced(
        hold_id=deed.new_id("hold"),
        ground_code=command.ground_code,
        until_on=command.until_on,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(placed, of=command)


def _may_release(deed: Deed) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchHold while none stands."""
    may_tend_personal_data(deed)
    if not deed.complaint.holds:
        raise NoSuchHold(complaint=deed.complaint.reference)


def _release_hold(deed: Deed, command: ReleaseHold) -> None:
    if command.hold_id not in deed.complaint.holds:
        raise NoSuchHold(hold_id=command.hold_id)
    released = LegalHoldReleased(
        hold_id=command.hold_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(released, of=command)


place_hold = Decision("place_hold", PlaceHold, _place_hold, may=may_tend_personal_data)
"""Keep everything for a court, an authority or a dispute, in any state (4.10).

Raises NotReceived, NotTheirRole.
"""

release_hold = Decision("release_hold", ReleaseHold, _release_hold, may=_may_release)
"""Let go of a hold, in any state (4.10). Raises NotReceived, NotTheirRole, NoSuchHold."""
