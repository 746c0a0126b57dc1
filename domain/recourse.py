"""7.9 Recourse: the further ways that the complainant was told of, and what became of them."""

from typing import Annotated, Literal

from pydantic import Field

from domain.acts import Act, OutsideAct
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import Recourse, RecourseDeclined, RecourseExhausted, RecourseOffered
from domain.values import Code


class RecourseNotOffered(Refusal, code="RecourseNotOffered"):
    """Nobody told the complainant what remains open."""

    clause = "7.9"
    rule = "recourse has to be offered, since the latest response or reopening"
    instead = "offer recourse first"


class OfferRecourse(Act):
    """The complainant is told of the ways that remain open."""

    recourse: Annotated[tuple[Recourse, ...], Field(min_length=1)]


class DeclineRecourse(OutsideAct):
    """The complainant does not take up a way that is open."""

    kind: Literal["internal", "external", "court"]
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]


class ExhaustRecourse(Act):
    """No reasonable way remains open."""

    ground_code: Literal["window_lapsed", "all_used", "none_available"]


def _offer_recourse(deed: Deed, command: OfferRecourse) -> None:
    offered = RecourseOffered(
        recourse=command.recourse, settles_event_ids=command.settles_event_ids or None
    )
    deed.add(offered, of=command)


def _decline_recourse(deed: Deed, command: DeclineRecourse) -> None:
    deed.add(RecourseDeclined(kind=command.kind, means_code=command.means_code), of=command)


def _may_exhaust(deed: Deed) -> None:
    if not deed.complaint.recourse.offered:
        raise RecourseNotOffered(complaint=deed.complaint.reference)


def _exhaust_recourse(deed: Deed, command: ExhaustRecourse) -> None:
    exhausted = RecourseExhausted(
        ground_code=command.ground_code, settles_event_ids=command.settles_event_ids or None
    )
    deed.add(exhausted, of=command)


offer_recourse = Decision("offer_recourse", OfferRecourse, _offer_recourse)
"""Tell the complainant what remains open, in any state (7.9)."""

decline_recourse = Decision("decline_recourse", DeclineRecourse, _decline_recourse)
"""Record that the complainant does not take up a way, in any state (7.9)."""

exhaust_recourse = Decision(
    "exhaust_recourse", ExhaustRecourse, _exhaust_recourse, may=_may_exhaust
)
"""Record that no way remains, in any state (7.9). Raises RecourseNotOffered."""
