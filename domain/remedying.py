"""7.7 and 7.9, remedies: offered, taken up or not, revoked, carried out (Annex F)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.acts import Act, OutsideAct
from domain.addressing import lacks_authority
from domain.attaching import check_attached
from domain.authority import authority_for, check_is_approver
from domain.deed import Decision, Deed
from domain.events import (
    RemedyAccepted,
    RemedyDeclined,
    RemedyFulfilled,
    RemedyOffered,
    RemedyRevoked,
)
from domain.offers import (
    NewRemedy,
    NothingPaid,
    RemedyNotStanding,
    check_day,
    check_remedies,
    is_positive,
    remedy_named,
    some_remedy,
    wanted,
)
from domain.state import Complaint, RemedyStatus
from domain.values import Code, Day, Money, VisibleText

REVOCABLE: tuple[RemedyStatus, ...] = ("offered", "accepted", "declined", "lapsed")
TO_CARRY_OUT: tuple[RemedyStatus, ...] = ("offered", "accepted")


class OfferRemedy(Act):
    """A remedy is offered outside a decision, within one's authority."""

    kind_code: Code
    source_code: Literal["on_the_spot", "interim", "settlement"] = "on_the_spot"
    money: Money | None = None
    estimated_cost: Money | None = None
    due_on: Annotated[Day | None, Field(description="By when it is carried out")] = None
    expires_on: Annotated[Day | None, Field(description="How long it may be taken up")] = None
    supersedes: Annotated[UUID | None, Field(description="The remedy that it replaces")] = None
    conditions: VisibleText | None = None


class AcceptRemedy(OutsideAct):
    """The complainant accepts a remedy: it is owed from now on."""

    remedy_id: UUID


class DeclineRemedy(OutsideAct):
    """The complainant declines a remedy."""

    remedy_id: UUID
    ground_code: Code | None = None


class RevokeRemedy(Act):
    """The organisation takes a remedy back."""

    remedy_id: UUID
    ground_code: Code


class FulfilRemedy(Act):
    """A remedy is carried out, wholly or in part."""

    remedy_id: UUID
    money: Annotated[Money | None, Field(description="As offered, unless told")] = None
    is_partial: Annotated[bool, Field(description="Whether a part is still owed")] = False
    document_id: UUID | None = None
    payment_reference: VisibleText | None = None


def _may_offer(deed: Deed) -> None:
    deed.require_open()
    # Whoever may grant nothing at all need not try.
    authority_for(deed, ())


def _offer_remedy(deed: Deed, command: OfferRemedy) -> None:
    complaint = deed.complaint
    remedy = NewRemedy(kind_code=command.kind_code, money=command.money, due_on=command.due_on)
    check_remedies(deed, [remedy])
    check_day(deed, command.expires_on)
    if command.supersedes:
        _check_replaceable(complaint, command.supersedes)
    offered = RemedyOffered(
        remedy_id=deed.new_id("remedy"),
        source_code=command.source_code,
        kind_code=command.kind_code,
        money=command.money,
        estimated_cost=command.estimated_cost,
        due_on=command.due_on,
        expires_on=command.expires_on,
        supersedes=command.supersedes,
        authority_rule_id=authority_for(deed, wanted([remedy]), instead_of=command.supersedes),
        conditions=command.conditions,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(offered, of=command)


def _check_replaceable(complaint: Complaint, remedy_id: UUID) -> None:
    """What is paid stays paid, and counts: it is not granted a second time in its own place."""
    replaced = remedy_named(complaint, remedy_id)
    if replaced.status not in REVOCABLE:
        raise RemedyNotStanding.of(replaced)


def _may_answer(deed: Deed) -> None:
    some_remedy(deed.complaint)


def _accept_remedy(deed: Deed, command: AcceptRemedy) -> None:
    complaint = deed.complaint
    remedy = remedy_named(complaint, command.remedy_id)
    accepted = RemedyAccepted(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        party_id=command.party_id or complaint.party_id,
        lacks_authority=lacks_authority(deed, command),
    )
    deed.add(accepted, of=command)


def _decline_remedy(deed: Deed, command: DeclineRemedy) -> None:
    complaint = deed.complaint
    remedy = remedy_named(complaint, command.remedy_id)
    declined = RemedyDeclined(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        party_id=command.party_id or complaint.party_id,
        ground_code=command.ground_code,
        lacks_authority=lacks_authority(deed, command),
    )
    deed.add(declined, of=command)


def _may_revoke(deed: Deed) -> None:
    complaint = deed.complaint
    check_is_approver(deed)
    some_remedy(complaint, *REVOCABLE)


def _revoke_remedy(deed: Deed, command: RevokeRemedy) -> None:
    remedy = remedy_named(deed.complaint, command.remedy_id)
    if remedy.status not in REVOCABLE:
        raise RemedyNotStanding.of(remedy)
    revoked = RemedyRevoked(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(revoked, of=command)


def _may_fulfil(deed: Deed) -> None:
    some_remedy(deed.complaint, *TO_CARRY_OUT)


def _fulfil_remedy(deed: Deed, command: FulfilRemedy) -> None:
    remedy = remedy_named(deed.complaint, command.remedy_id)
    if remedy.status not in TO_CARRY_OUT:
        raise RemedyNotStanding.of(remedy)
    check_attached(deed.complaint, command.document_id)
    money = command.money or (None if command.is_partial else remedy.money)
    if money is not None and not is_positive(money):
        raise NothingPaid(amount=money.amount)
    fulfilled = RemedyFulfilled(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        money=money,
        is_partial=command.is_partial,
        document_id=command.document_id,
        payment_reference=command.payment_reference,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(fulfilled, of=command)


offer_remedy = Decision("offer_remedy", OfferRemedy, _offer_remedy, may=_may_offer)
"""Offer a remedy outside a decision (7.7).

Raises HasEnded, BeyondAuthority, UnknownCode, NothingPaid, PromisedTooEarly, NoSuchRemedy,
RemedyNotStanding.
"""

accept_remedy = Decision("accept_remedy", AcceptRemedy, _accept_remedy, may=_may_answer)
"""Record that the complainant accepted a remedy, in any state (7.9). Raises NoSuchRemedy."""

decline_remedy = Decision("decline_remedy", DeclineRemedy, _decline_remedy, may=_may_answer)
"""Record that the complainant declined a remedy, in any state (7.9). Raises NoSuchRemedy."""

revoke_remedy = Decision("revoke_remedy", RevokeRemedy, _revoke_remedy, may=_may_revoke)
"""Take a remedy back (7.7). Raises NotAnApprover, NoSuchRemedy, RemedyNotStanding."""

fulfil_remedy = Decision("fulfil_remedy", FulfilRemedy, _fulfil_remedy, may=_may_fulfil)
"""Record that a remedy was carried out, in any state (7.9).

Raises NoSuchRemedy, RemedyNotStanding, NothingPaid, NoSuchDocument.
"""
