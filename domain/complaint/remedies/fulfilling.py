"""7.9 Remedies that are carried out, in whole or in part (Annex F)."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approvals import ApprovesOwnAct
from domain.complaint.authority.remedy_limits import (
    Wanted,
    authority_for,
    is_one_persons,
    stays_within,
    takes_approver,
)
from domain.complaint.authority.separation import check_alone, check_role
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import RemedyFulfilled
from domain.complaint.parties.access import IsExcluded, is_excluded, successor
from domain.complaint.parties.addressing import check_known
from domain.complaint.remedies.of_several import still_to_take
from domain.complaint.remedies.remedy_rules import (
    NothingPaid,
    RemedyNotStanding,
    is_positive,
    remedy_named,
    some_remedy,
)
from domain.complaint.remedies.whose import is_anothers
from domain.complaint.state import RemedyState, RemedyStatus
from domain.errors import Refusal
from domain.roles import OWNERS, STAFF
from domain.values import Money, VisibleText

TO_CARRY_OUT: tuple[RemedyStatus, ...] = ("offered", "accepted")


class PaidBeyondOffer(Refusal, code="PaidBeyondOffer"):
    """More would be paid than anybody granted."""

    clause = "7.9"
    rule = "no more is paid than was offered, in its currency"
    instead = "offer the remedy anew with that amount, naming in supersedes the one it replaces"


class PaidShort(Refusal, code="PaidShort"):
    """A remedy would count as carried out with a part of its money."""

    clause = "7.9"
    rule = "a remedy is carried out once all of its money is paid; a part of it is a part"
    instead = "say is_partial, and pay the rest later; less is owed only once it is offered so"


class NotConfirmed(Refusal, code="NotConfirmed"):
    """A remedy that an outside body is said to have directed, beyond what who says so may grant."""

    is_for_another = True
    clause = "7.9"
    rule = "what an outside body directed beyond a role's authority is confirmed before it is done"
    instead = "have an approver answer the determination as accepted for the organisation"


class PaidToAnother(Refusal, code="PaidToAnother"):
    """What is for one person would be paid to another one of the complaint."""

    clause = "7.9"
    rule = "a remedy is paid to whom it was offered to, or to who acts for them"
    instead = "leave payee_party_id out, or offer the other one a remedy of their own"


class NotTakenByAll(Refusal, code="NotTakenByAll"):
    """Money for several would be paid before each of them took it."""

    clause = "7.9"
    rule = "money for several is paid once each who must agree has taken it"
    instead = "record what the others say to it, or offer each of them a remedy of their own"


class OvertakenOffer(Refusal, code="OvertakenOffer"):
    """What was declined or lapsed is accepted late, and another one was granted meanwhile."""

    is_for_another = True
    clause = "7.7"
    rule = "what is accepted after another one was offered is paid within the authority for both"
    instead = "have an approver offer it anew, naming in supersedes the one it replaces"


class FulfilRemedy(Act):
    """A remedy is carried out, wholly or in part."""

    remedy_id: UUID
    money: Annotated[Money | None, Field(description="As offered, unless told")] = None
    is_partial: Annotated[bool, Field(description="Whether a part is still owed")] = False
    document_id: UUID | None = None
    payee_party_id: Annotated[
        UUID | None, Field(description="Who of the complaint gets it, where that was said")
    ] = None
    payment_reference: VisibleText | None = None


def _may_fulfil(draft: Draft) -> None:
    check_role(draft, "handler", "action_owner")
    some_remedy(draft.complaint, *TO_CARRY_OUT)


def _fulfil_remedy(draft: Draft, command: FulfilRemedy) -> None:
    remedy = remedy_named(draft.complaint, command.remedy_id)
    if remedy.status not in TO_CARRY_OUT:
        raise RemedyNotStanding.of(remedy)
    waiting = still_to_take(draft.complaint, remedy) if remedy.status == "offered" else ()
    if remedy.money and waiting:
        listed = ", ".join(map(str, waiting))
        raise NotTakenByAll(remedy_id=remedy.remedy_id, waiting=listed)
    check_attached(draft.complaint, command.document_id)
    payee = _payee(draft, remedy, command)
    _check_authority(draft, remedy)
    money = command.money or (None if command.is_partial else _rest(remedy))
    if money is not None and not is_positive(money):
        raise NothingPaid(amount=money.amount)
    if command.money is not None:
        _check_granted(remedy, command.money, is_partial=command.is_partial)
    fulfilled = RemedyFulfilled(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        money=money,
        is_partial=command.is_partial,
        document_id=command.document_id,
        payee_party_id=payee,
        payment_reference=command.payment_reference,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(fulfilled, of=command)


def _payee(draft: Draft, remedy: RemedyState, command: FulfilRemedy) -> UUID | None:
    """Who gets it: the named party, else the one person for whom it is, if any.

    Raises NoSuchParty, PaidToAnother.
    """
    complaint, holder, named = draft.complaint, remedy.party_id, command.payee_party_id
    if named is None:
        return successor(complaint, holder) if holder else None
    check_known(complaint, named)
    if is_anothers(complaint, remedy.whose, named, draft.occurred.day):
        raise PaidToAnother(remedy_id=remedy.remedy_id, party_id=named)
    return named


def _check_authority(draft: Draft, remedy: RemedyState) -> None:
    """Refuse what nobody with authority confirmed.

    Nor what somebody approved who was excluded before it was accepted. Raises IsExcluded,
    NotConfirmed, and what no room is left for.
    """
    if remedy.is_unconfirmed:
        raise NotConfirmed(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code)
    if remedy.approved_by and is_excluded(draft.complaint, remedy.approved_by):
        raise IsExcluded(
            complaint=draft.complaint.reference,
            staff=remedy.approved_by,
            instead="have another approver grant it anew: offer_remedy with supersedes",
        )
    costs = tuple(each for each in (remedy.rest, remedy.estimated_cost) if each)
    wanted = Wanted(remedy.kind_code, costs)
    is_in_doubt = remedy.failed_alone_at is not None or remedy.failed_by == draft.actor.id
    if is_in_doubt or remedy.is_overtaken:
        _check_room(draft, remedy, wanted)
    if not is_one_persons(draft, remedy, wanted):
        _check_anew(draft, remedy, wanted)


def _check_room(draft: Draft, remedy: RemedyState, wanted: Wanted) -> None:
    """Refuse what was paid in vain by one's own word, or came back when its room was taken.

    Raises OvertakenOffer, BeyondAuthority, ApprovesOwnAct, TooSoonAlone.
    """
    if stays_within(draft, remedy.rule_id, [wanted], instead_of=(remedy.remedy_id,)):
        return
    if remedy.failed_by is None:
        raise OvertakenOffer(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code)
    _check_anew(draft, remedy, wanted)


def _check_anew(draft: Draft, remedy: RemedyState, wanted: Wanted) -> None:
    """Refuse what the actor could not grant now, over all that the matter has cost.

    Raises BeyondAuthority, ApprovesOwnAct, TooSoonAlone.
    """
    instead_of = (remedy.remedy_id,)
    authority_for(draft, [wanted], instead_of=instead_of)
    if not _had_part(draft.actor.id, remedy) or not takes_approver(
        draft, [wanted], instead_of=instead_of
    ):
        return
    duty = draft.context.policy.separation.approve
    if remedy.failed_alone_at is not None:
        check_alone(draft, duty, remedy.failed_alone_at, ApprovesOwnAct)
    elif duty != "waived":
        raise ApprovesOwnAct(policy=draft.context.policy_ref.id)


def _had_part(actor_id: UUID, remedy: RemedyState) -> bool:
    """Whether paying it rests on one person: with who says it came back, a grantor makes two."""
    if remedy.failed_by is None:
        return actor_id in remedy.by
    return actor_id == remedy.failed_by or (remedy.is_of_one and actor_id in remedy.by)


def _rest(remedy: RemedyState) -> Money | None:
    """What is left to pay; nothing where it was paid, and something beside it is carried out."""
    return remedy.rest if remedy.rest and is_positive(remedy.rest) else None


def _check_granted(remedy: RemedyState, money: Money, *, is_partial: bool) -> None:
    """Refuse to pay what nobody granted, in one part or in several, or to call a part the whole.

    Raises PaidBeyondOffer, PaidShort.
    """
    granted, paid = remedy.money, Decimal(money.amount) + remedy.paid
    if granted is None or granted.currency != money.currency or paid > Decimal(granted.amount):
        offered = f"{granted.amount} {granted.currency}" if granted else "no money"
        raise PaidBeyondOffer(
            remedy_id=remedy.remedy_id, offered=offered, paid=f"{paid} {money.currency}"
        )
    if not is_partial and paid < Decimal(granted.amount):
        owed = f"{granted.amount} {granted.currency}"
        raise PaidShort(remedy_id=remedy.remedy_id, owed=owed, paid=f"{paid} {money.currency}")


fulfil_remedy = Decider(
    "fulfil_remedy",
    FulfilRemedy,
    _fulfil_remedy,
    clause="7.9",
    summary="Record that a remedy was carried out",
    roles=STAFF | OWNERS,
    may=_may_fulfil,
)
"""Record that a remedy was carried out, in any state (7.9).

Raises NotTheirRole, NoSuchRemedy, RemedyNotStanding, NotTakenByAll, NothingPaid, PaidBeyondOffer,
PaidShort, NoSuchDocument, NoSuchParty, PaidToAnother, NotConfirmed, IsExcluded; of what failed as
no approver says who had no part in it, and of what goes beyond one person's authority by a merger,
BeyondAuthority, ApprovesOwnAct, TooSoonAlone; of what came back after another offer OvertakenOffer.
"""
