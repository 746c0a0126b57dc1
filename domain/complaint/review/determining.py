"""7.9 Determinations: what an outside body decided, and what the organisation owes by it."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.acts import Act, BodyAct
from domain.complaint.authority.approvals import approved_alone
from domain.complaint.authority.remedy_limits import (
    BeyondAuthority,
    Wanted,
    authority_for,
    costs_of,
    takes_approver,
)
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ActionPlanned,
    Direction,
    ExternalDeterminationReceived,
    RemedyOffered,
    RemedyRevoked,
)
from domain.complaint.remedies.remedy_rules import check_amounts
from domain.complaint.remedies.remedying import RevokeRemedy
from domain.complaint.remedies.state import DETERMINATION
from domain.complaint.review.referring import may_be_referred, referral_meant
from domain.complaint.state import Complaint, Referral
from domain.values import Code, Day, Money, Value, VisibleText

DETERMINED_ANEW = "determined_anew"
"""Why what an earlier determination directed is taken back."""


class NewDirection(Value):
    """One thing that the outside body tells the organisation to do."""

    kind_code: Code
    money: Money | None = None
    estimated_cost: Annotated[
        Money | None, Field(description="What it costs beside its money, such as a replacement")
    ] = None
    due_on: Day | None = None


class RecordDetermination(BodyAct):
    """The outside body decided, and tells what the organisation is to do."""

    result_code: Literal["upheld", "partly", "not_upheld", "settled", "remitted"]
    is_binding: Annotated[bool, Field(description="Whether the organisation must comply")] = False
    directions: tuple[NewDirection, ...] = ()
    comply_by_on: Day | None = None
    text: Annotated[VisibleText | None, Field(description="What the body wrote")] = None


def _record_determination(draft: Draft, command: RecordDetermination) -> None:
    referral = referral_meant(draft.complaint, command.referral_id, "pending")
    _check_money(draft, command.directions)
    replaced = _replaced(draft, referral)
    received = ExternalDeterminationReceived(
        referral_id=referral.referral_id,
        body_code=referral.body_code,
        result_code=command.result_code,
        is_binding=command.is_binding,
        directions=tuple(
            Direction(
                action_id=draft.new_id("direction"), **each.model_dump(exclude={"estimated_cost"})
            )
            for each in command.directions
        ),
        comply_by_on=command.comply_by_on,
        text=command.text,
    )
    cause = len(draft.facts)
    costs = [costs_of(each) for each in command.directions]
    wanted = [
        Wanted(each.kind_code, cost)
        for each, cost in zip(received.directions, costs, strict=True)
        if cost
    ]
    authority = _authority(draft, wanted, {each.remedy_id for each in replaced})
    whose = {"party_id": referral.party_id}
    draft.add(received, of=command.proof)
    for revoked in replaced:
        draft.add(revoked, of=command.proof, caused_by=cause)
    for direction, new_direction in zip(received.directions, command.directions, strict=True):
        due_on = direction.due_on or command.comply_by_on
        is_remedy = bool(costs_of(new_direction)) and _may_owe(draft.complaint)
        owed = (
            _remedy(direction, new_direction, due_on, {**authority, **whose})
            if is_remedy
            else _action(draft, referral, direction, due_on)
        )
        draft.add(owed, of=command.proof, caused_by=cause)


def _may_owe(complaint: Complaint) -> bool:
    """Whether a remedy can be offered: also in what is merged, where their own body told it."""
    return complaint.is_open or complaint.state == "MERGED"


def _replaced(draft: Draft, referral: Referral) -> list[RemedyRevoked]:
    """The remedies of an earlier determination that nobody carried out: the later one counts.

    What the complainant took up is owed until two revoke it, where the policy keeps them apart.
    """
    directed = {direction.action_id for direction in referral.directions}
    alone = approved_alone(draft, RevokeRemedy)
    gone = ("offered", "accepted") if alone else ("offered",)
    return [
        RemedyRevoked(
            remedy_id=remedy.remedy_id,
            kind_code=remedy.kind_code,
            ground_code=DETERMINED_ANEW,
            **(alone if remedy.is_owed else {}),
        )
        for remedy in draft.complaint.remedies.values()
        if remedy.remedy_id in directed and remedy.status in gone
    ]


def _check_money(draft: Draft, directions: tuple[NewDirection, ...]) -> None:
    for each in directions:
        if not costs_of(each):
            continue
        check_codes(draft.context.policy, "remedy_kinds", [each.kind_code])
        check_amounts(each)


def _authority(
    draft: Draft, wanted: Collection[Wanted], replaced: Collection[UUID]
) -> dict[str, Any]:
    """The rule by which whoever records it could grant alone all that is directed together.

    Else what it is by itself, which an approver confirms before anything is paid.
    """
    unconfirmed = {"authority_rule_id": DETERMINATION}
    try:
        rule_id = authority_for(draft, wanted, instead_of=replaced)
    except BeyondAuthority:
        return unconfirmed
    if not takes_approver(draft, wanted, instead_of=replaced):
        return {"authority_rule_id": rule_id}
    alone = approved_alone(draft, Act)
    return {"authority_rule_id": rule_id, **alone} if alone else unconfirmed


def _remedy(
    direction: Direction,
    new_direction: NewDirection,
    due_on: date | None,
    terms: dict[str, Any],
) -> RemedyOffered:
    """What costs money is owed as a remedy, as long as one can be offered."""
    return RemedyOffered(
        remedy_id=direction.action_id,
        source_code=DETERMINATION,
        kind_code=direction.kind_code,
        money=direction.money,
        estimated_cost=new_direction.estimated_cost,
        due_on=due_on,
        **terms,
    )


def _action(
    draft: Draft, referral: Referral, direction: Direction, due_on: date | None
) -> ActionPlanned:
    """All else is an action; one that may cost something is carried out once it is confirmed."""
    return ActionPlanned(
        action_id=direction.action_id,
        kind_code="correction",
        issue_ids=referral.issue_ids,
        source_code=DETERMINATION,
        owner=draft.complaint.handler or draft.actor.id,
        due_on=due_on,
    )


record_determination = Decider(
    "record_determination",
    RecordDetermination,
    _record_determination,
    clause="7.9",
    summary="Record what an outside body decided",
    may=may_be_referred,
)
"""Record what an outside body decided, in any state, with what is owed by it (7.9).

What the same body directed before is owed no more; what of it was taken up is, until two revoke
it. What costs more than whoever records it may grant, or nobody says what, is paid or carried out
once an approver confirms it.
"""
