"""7.9 Closing: only when the answer is accepted and carried out, or recourse is spent."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import GroundMissing
from domain.complaint.closing.closing_bases import BASES, USUAL, Basis
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintClosed, RemedyLapsed
from domain.complaint.linking.merged_history import bodies_having, goes_on_in
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.roles import STAFF
from domain.system_actors import SYSTEM
from domain.values import Code

WhyDiscontinued = Literal[
    "no_authority", "no_successor", "no_cooperation", "complainant_unreachable", "no_address"
]


class ReferralPending(Refusal, code="ReferralPending"):
    """An outside body has the complaint and has not spoken."""

    clause = "7.9"
    rule = "no complaint is closed while an outside body has it"
    instead = "wait for the body, then record there its determination or its return"


class UndecidedWhereMerged(Refusal, code="UndecidedWhereMerged"):
    """What somebody said in a complaint that was merged into this one awaits a decision there."""

    clause = "7.9"
    rule = "no complaint is closed while something said in one that was merged into it is undecided"
    instead = (
        "record here what was said, such as an objection or a wish for a review; then settle it in "
        "the other complaint by the settles_event_ids of a note"
    )


class StillUndecided(Refusal, code="StillUndecided"):
    """What somebody said in a complaint of several awaits a decision."""

    clause = "7.9"
    rule = "no complaint of several people is closed while something that was said is undecided"
    instead = "do what follows from it, then settle it, also with the closing (settles_event_ids)"


class Close(Act):
    """The complaint is closed, and on which basis."""

    basis_code: Basis
    ground_code: Annotated[
        Code | None, Field(description="Why; required where it is discontinued")
    ] = None


def _may_close(draft: Draft) -> None:
    """Refuse where no basis fits, for want of what the usual one asks for."""
    complaint = draft.require_open()
    if bodies := bodies_having(draft):
        raise ReferralPending(**bodies)
    if undecided := [one.reference for one in goes_on_in(draft) if one.needs_decision]:
        raise UndecidedWhereMerged(complaint=complaint.reference, others=", ".join(undecided))
    if not any(_fits(draft, basis) for basis in BASES):
        BASES[USUAL.get(complaint.state, "discontinued")](draft, complaint)


def _fits(draft: Draft, basis: Basis) -> bool:
    try:
        BASES[basis](draft, draft.complaint)
    except Refusal:
        return False
    return True


def _close(draft: Draft, command: Close) -> None:
    complaint = draft.complaint
    _check_heard(complaint, command)
    BASES[command.basis_code](draft, complaint)
    _check_ground(command)
    closed = ComplaintClosed(
        basis_code=command.basis_code,
        ground_code=command.ground_code,
        outstanding_remedy_ids=tuple(remedy.remedy_id for remedy in complaint.owed),
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(
            draft, ActForApproval(act=command), is_needed=command.basis_code == "discontinued"
        ),
    )
    cause = len(draft.facts)
    draft.add(closed, of=command)
    for one in goes_on_in(draft):
        for offer in (each for each in one.remedies.values() if each.status == "offered"):
            lapsed = RemedyLapsed(remedy_id=offer.remedy_id, kind_code=offer.kind_code)
            draft.add(lapsed, to=one.complaint_id, actor=SYSTEM, caused_by=cause)


def _check_heard(complaint: Complaint, command: Close) -> None:
    """Where several complain, the closing passes over nobody's word."""
    present = [one for one in complaint.parties.values() if not one.has_left]
    left = [each for each in complaint.undecided if each not in command.settles_event_ids]
    if left and len(present) > 1:
        raise StillUndecided(complaint=complaint.reference, event_ids=", ".join(map(str, left)))


def _check_ground(command: Close) -> None:
    grounds = get_args(WhyDiscontinued)
    if command.basis_code == "discontinued" and command.ground_code not in grounds:
        raise GroundMissing(
            act="discontinuing", given=command.ground_code, instead=f"use {', '.join(grounds)}"
        )


close = Decider(
    "close",
    Close,
    _close,
    clause="7.9",
    summary="Close the complaint",
    roles=STAFF,
    may=_may_close,
)
"""Close the complaint on one of six bases; offers that nobody took up lapse (7.9).

Also those that were made in what was merged into it.
"""
