"""7.7 Remedies: offered outside a decision, and taken back (Annex F)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.remedy_limits import authority_for, takes_approver
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    RemedyOffered,
    RemedyRevoked,
)
from domain.complaint.remedies.remedy_rules import (
    NewRemedy,
    RemedyNotStanding,
    check_day,
    check_remedies,
    remedy_named,
    some_remedy,
    wanted,
)
from domain.complaint.remedies.whose import offered_to
from domain.complaint.state import Complaint, RemedyStatus
from domain.privacy import P3
from domain.roles import APPROVING, STAFF
from domain.values import Code, Day, Money, VisibleText

REVOCABLE: tuple[RemedyStatus, ...] = ("offered", "accepted", "declined", "lapsed")


class OfferRemedy(Act):
    """A remedy is offered outside a decision, within one's authority."""

    kind_code: Code
    source_code: Literal["on_the_spot", "interim", "settlement"] = "on_the_spot"
    money: Money | None = None
    estimated_cost: Money | None = None
    due_on: Annotated[Day | None, Field(description="By when it is carried out")] = None
    expires_on: Annotated[Day | None, Field(description="How long it may be taken up")] = None
    supersedes: Annotated[UUID | None, Field(description="The remedy that it replaces")] = None
    conditions: Annotated[VisibleText | None, P3] = None
    party_id: Annotated[
        UUID | None,
        Field(description="For whom of several; whose points alone are open, unless told"),
    ] = None


class RevokeRemedy(Act):
    """The organisation takes a remedy back."""

    remedy_id: UUID
    ground_code: Code


def _may_offer(draft: Draft) -> None:
    draft.require_open()
    # Whoever may grant nothing at all need not try.
    authority_for(draft, ())


def _offer_remedy(draft: Draft, command: OfferRemedy) -> None:
    complaint = draft.complaint
    remedy = NewRemedy(**{name: getattr(command, name) for name in NewRemedy.model_fields})
    check_remedies(draft, [remedy])
    check_day(draft, command.expires_on)
    if command.supersedes:
        _check_replaceable(complaint, command.supersedes)
    grant, replaced = wanted([remedy]), tuple(filter(None, [command.supersedes]))
    rule_id = authority_for(draft, grant, instead_of=replaced)
    takes_back = any(complaint.remedies[one].status == "accepted" for one in replaced)
    # What a decision, or revoking it, would need two people for needs two here as well.
    for_approval = ActForApproval(
        act=command, ground_code="replaces_accepted" if takes_back else "beyond_limit"
    )
    approval = approval_of(
        draft,
        for_approval,
        is_needed=takes_back or takes_approver(draft, grant, instead_of=replaced),
    )
    offered = RemedyOffered(
        remedy_id=draft.new_id("remedy"),
        source_code=command.source_code,
        kind_code=command.kind_code,
        money=command.money,
        estimated_cost=command.estimated_cost,
        due_on=command.due_on,
        expires_on=command.expires_on,
        supersedes=command.supersedes,
        party_id=command.party_id or offered_to(complaint, command.supersedes),
        authority_rule_id=rule_id,
        conditions=command.conditions,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )
    draft.add(offered, of=command)


def _check_replaceable(complaint: Complaint, remedy_id: UUID) -> None:
    """What is paid stays paid, and counts: it is not granted a second time in its own place."""
    replaced = remedy_named(complaint, remedy_id)
    if replaced.status not in REVOCABLE:
        raise RemedyNotStanding.of(replaced)


def _may_revoke(draft: Draft) -> None:
    some_remedy(draft.complaint, *REVOCABLE)


def _revoke_remedy(draft: Draft, command: RevokeRemedy) -> None:
    remedy = remedy_named(draft.complaint, command.remedy_id)
    if remedy.status not in REVOCABLE:
        raise RemedyNotStanding.of(remedy)
    revoked = RemedyRevoked(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=command)),
    )
    draft.add(revoked, of=command)


offer_remedy = Decider(
    "offer_remedy",
    OfferRemedy,
    _offer_remedy,
    clause="7.7",
    summary="Offer a remedy outside a decision",
    roles=STAFF,
    may=_may_offer,
)
"""Offer a remedy outside a decision (7.7); with an approval, where only approvers may grant it."""

revoke_remedy = Decider(
    "revoke_remedy",
    RevokeRemedy,
    _revoke_remedy,
    clause="7.7",
    summary="Take a remedy back",
    roles=APPROVING,
    may=_may_revoke,
)
"""Take a remedy back, with an approval (7.7)."""
