"""7.9 Recourse: the further ways that the complainant was told of, and what became of them."""

from typing import Annotated, Literal

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.closing.time_to_reply import check_nobody_has_time
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import Recourse, RecourseDeclined, RecourseExhausted, RecourseOffered
from domain.complaint.linking.replied_elsewhere import Reply, counted_where_answered
from domain.complaint.response.ways import ways_open
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY
from domain.values import Code


class RecourseNotOffered(Refusal, code="RecourseNotOffered"):
    """Nobody told the complainant what remains open."""

    clause = "7.9"
    rule = "recourse has to be offered, since the latest response or reopening"
    instead = "offer recourse first"


class OfferRecourse(Act):
    """The complainant is told of the ways that remain open."""

    recourse: Annotated[tuple[Recourse, ...], Field(min_length=1)]


class DeclineRecourse(Reply):
    """The complainant does not take up a way that is open."""

    kind: Literal["internal", "external", "court"]
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]


class ExhaustRecourse(Act):
    """No reasonable way remains open."""

    ground_code: Literal["window_lapsed", "all_used", "none_available"]


def _offer_recourse(draft: Draft, command: OfferRecourse) -> None:
    offered = RecourseOffered(
        recourse=ways_open(draft.complaint, command.recourse, draft.occurred.day),
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(offered, of=command)


def _decline_recourse(draft: Draft, command: DeclineRecourse) -> None:
    draft.add(RecourseDeclined(kind=command.kind, means_code=command.means_code), of=command)


def _may_exhaust(draft: Draft) -> None:
    if not draft.complaint.recourse.offered:
        raise RecourseNotOffered(complaint=draft.complaint.reference)


def _exhaust_recourse(draft: Draft, command: ExhaustRecourse) -> None:
    if command.ground_code == "window_lapsed":
        check_nobody_has_time(draft)
    is_needed = bool(draft.complaint.recourse.still_open - {"none_available"})
    exhausted = RecourseExhausted(
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=command), is_needed=is_needed),
    )
    draft.add(exhausted, of=command)


offer_recourse = Decider(
    "offer_recourse",
    OfferRecourse,
    _offer_recourse,
    clause="7.9",
    summary="Tell the complainant which ways remain open",
)
"""Tell the complainant what remains open, in any state (7.9). Raises RecourseTooShort."""

decline_recourse = Decider(
    "decline_recourse",
    DeclineRecourse,
    counted_where_answered(_decline_recourse),
    clause="7.9",
    summary="Record that the complainant does not take up a way",
    roles=HANDLER | PARTY,
)
"""Record that the complainant does not take up a way, in any state (7.9).

In a merged complaint it counts where the ways were told.
"""

exhaust_recourse = Decider(
    "exhaust_recourse",
    ExhaustRecourse,
    _exhaust_recourse,
    clause="7.9",
    summary="Record that no way remains open",
    may=_may_exhaust,
)
"""Record that no way remains, in any state (7.9).

With an approval, where one that was named stands open. As lapsed only once nobody who said nothing
yet has time to reply.
"""
