"""What becomes of remedies (7.7, 7.9, Annex F)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    RemedyAccepted,
    RemedyDeclined,
    RemedyFailed,
    RemedyFulfilled,
    RemedyLapsed,
    RemedyOffered,
    RemedyRevoked,
)
from domain.complaint.parties.access import is_excluded, successor, wanted_of
from domain.complaint.parties.state import own_people
from domain.complaint.parts import Ids
from domain.complaint.remedies.state import DETERMINATION
from domain.complaint.state import Complaint, RemedyState, RemedyStatus
from domain.recorded import Recorded
from domain.roles import APPROVERS
from domain.values import Money

Named = RemedyLapsed | RemedyRevoked
GONE_FROM: dict[RemedyStatus, frozenset[RemedyStatus]] = {
    # What the complainant accepts is owed, even late: only the organisation can end that.
    "accepted": frozenset({"offered", "declined", "lapsed"}),
    "declined": frozenset({"offered", "accepted", "lapsed"}),
    "lapsed": frozenset({"offered"}),
    "revoked": frozenset({"offered", "accepted", "declined", "lapsed"}),
    "superseded": frozenset({"offered", "accepted", "declined", "lapsed"}),
    "fulfilled": frozenset({"offered", "accepted", "declined", "lapsed"}),
}
"""For each status the ones that a remedy may come from; from others nothing changes."""

GONE: frozenset[RemedyStatus] = frozenset({"revoked", "superseded"})
"""In which the organisation took it back, so that no acceptance makes it owed."""


def is_gone(complaint: Complaint, remedy_id: UUID) -> bool:
    """Whether the organisation took a remedy back, or offered another one in its place."""
    remedy = complaint.remedies.get(remedy_id)
    return remedy is not None and remedy.status in GONE


def with_remedies(complaint: Complaint, status: RemedyStatus, *remedy_ids: UUID) -> Complaint:
    """The complaint with these of its remedies in this status, where it can still take effect."""
    if not any(remedy_id in complaint.remedies for remedy_id in remedy_ids):
        return complaint
    changed = {
        each: _in(complaint, remedy, status)
        if each in remedy_ids and remedy.status in GONE_FROM[status]
        else remedy
        for each, remedy in complaint.remedies.items()
    }
    return complaint.changed(remedies=changed)


def _in(complaint: Complaint, remedy: RemedyState, status: RemedyStatus) -> RemedyState:
    """What is accepted stands whoever approved it is excluded later, not where they are already."""
    approver = remedy.approved_by
    if approver and status == "accepted" and not is_excluded(complaint, approver):
        approver = None
    return replace(remedy, status=status, approved_by=approver)


def _offered(complaint: Complaint, event: RemedyOffered, recorded: Recorded) -> Complaint:
    remedy = RemedyState(
        remedy_id=event.remedy_id,
        kind_code=event.kind_code,
        source_code=event.source_code,
        status="offered",
        money=event.money,
        due_on=event.due_on,
        estimated_cost=event.estimated_cost,
        rule_id=event.authority_rule_id,
        granted_by=_granted_by(complaint, event, recorded),
        is_unconfirmed=event.authority_rule_id == DETERMINATION,
        party_id=event.party_id,
        whose=(event.party_id,) if event.party_id else _whose(complaint, event),
        approved_by=event.approved_by,
    )
    replaced = [event.supersedes] if event.supersedes else []
    before = with_remedies(complaint, "superseded", *replaced)
    known = {
        key: replace(each, is_overtaken=True) if each.status in ("declined", "lapsed") else each
        for key, each in before.remedies.items()
    }
    return before.changed(remedies={**known, event.remedy_id: remedy})


def _whose(complaint: Complaint, event: RemedyOffered) -> tuple[UUID, ...]:
    """Who joined since it was decided on, or asked for, is not among whom it was granted to."""
    decision = complaint.decision if event.source_code == "decision" else None
    request = complaint.approvals.get(event.approval_id) if event.approval_id else None
    settled = decision or request
    return settled.whose if settled else own_people(complaint.parties)


def _granted_by(complaint: Complaint, event: RemedyOffered, recorded: Recorded) -> tuple[UUID, ...]:
    """Who asked for it, offered and approved it, and whose decision it is."""
    request = complaint.approvals.get(event.approval_id) if event.approval_id else None
    decision = complaint.decision if event.source_code == "decision" else None
    decided = (decision.author, decision.approver) if decision else ()
    author = (request.author,) if request else ()
    every = (*author, recorded.actor.id, event.approved_by, *decided)
    return tuple(dict.fromkeys(each for each in every if each))


def _to(status: RemedyStatus) -> Callable[[Complaint, Named, Recorded], Complaint]:
    return lambda complaint, event, _recorded: with_remedies(complaint, status, event.remedy_id)


def _accepted(complaint: Complaint, event: RemedyAccepted, recorded: Recorded) -> Complaint:
    """From somebody without authority it changes nothing."""
    if event.lacks_authority or event.remedy_id not in complaint.remedies:
        return complaint
    speaking = complaint.acts_for(event.party_id or complaint.party_id, recorded.occurred.day)
    if event.awaited_party_ids:
        return _accepted_in_part(complaint, complaint.remedies[event.remedy_id], speaking)
    return with_accepted(complaint, speaking, event.remedy_id)


def _accepted_in_part(complaint: Complaint, remedy: RemedyState, people: Ids) -> Complaint:
    """Offered as before, also to who declined it before, until the others take it too."""
    if remedy.status not in GONE_FROM["accepted"]:
        return complaint
    taken = _taken_by(complaint, remedy, people)
    is_offered = remedy.status == "declined" and not taken.declined_by
    known = replace(taken, status="offered" if is_offered else remedy.status)
    return complaint.changed(remedies={**complaint.remedies, remedy.remedy_id: known})


def with_accepted(complaint: Complaint, parties: Iterable[UUID], *ids: UUID) -> Complaint:
    """The complaint in which these parties accepted these remedies, where they still can."""
    accepted, people = with_remedies(complaint, "accepted", *ids), tuple(parties)
    return accepted.changed(
        remedies={
            key: _taken_by(accepted, each, (*wanted_of(accepted, each.whose), *people))
            if key in ids and each.is_owed
            else each
            for key, each in accepted.remedies.items()
        }
    )


def _taken_by(complaint: Complaint, remedy: RemedyState, people: Ids) -> RemedyState:
    """Whoever else agrees to it, it is not taken for them: it is for whom it was granted to."""
    whose = [successor(complaint, each) for each in remedy.whose]
    theirs = [each for each in people if each in whose or not whose]
    return replace(
        remedy,
        accepted_by=tuple(dict.fromkeys((*remedy.accepted_by, *theirs))),
        declined_by=tuple(each for each in remedy.declined_by if each not in people),
    )


def _declined(complaint: Complaint, event: RemedyDeclined, recorded: Recorded) -> Complaint:
    """From somebody without authority over what another one accepted it changes nothing."""
    remedy = complaint.remedies.get(event.remedy_id)
    if remedy is None:
        return complaint
    speaking = complaint.acts_for(event.party_id or complaint.party_id, recorded.occurred.day)
    left = tuple(each for each in remedy.accepted_by if each not in speaking)
    no_more = remedy.declined_by if event.lacks_authority else (*remedy.declined_by, *speaking)
    is_kept = event.lacks_authority or event.others_remain
    kept = replace(remedy, accepted_by=left if is_kept else (), declined_by=no_more)
    after = complaint.changed(remedies={**complaint.remedies, remedy.remedy_id: kept})
    return after if event.lacks_authority else with_remedies(after, "declined", remedy.remedy_id)


def _fulfilled(complaint: Complaint, event: RemedyFulfilled, recorded: Recorded) -> Complaint:
    remedy = complaint.remedies.get(event.remedy_id)
    if remedy is None or (not event.is_partial and remedy.status not in GONE_FROM["fulfilled"]):
        return complaint
    carried_out = replace(
        remedy,
        status=remedy.status if event.is_partial else "fulfilled",
        paid=_paid(remedy, event.money),
        carried_out_by=tuple(dict.fromkeys((*remedy.carried_out_by, recorded.actor.id))),
        failed_alone_at=None,
        failed_by=None,
    )
    return complaint.changed(remedies={**complaint.remedies, event.remedy_id: carried_out})


def _paid(remedy: RemedyState, money: Money | None) -> Decimal:
    """What is paid of it by now; whoever pays the rest may name the whole."""
    granted = remedy.money
    if granted is None or money is None or money.currency != granted.currency:
        return remedy.paid
    return min(Decimal(granted.amount), remedy.paid + Decimal(money.amount))


def _failed(complaint: Complaint, event: RemedyFailed, recorded: Recorded) -> Complaint:
    remedy = complaint.remedies.get(event.remedy_id)
    if remedy is None:
        return complaint
    failed = replace(
        _in_vain(remedy, recorded) if remedy.carried_out_by else remedy,
        # What was carried out in vain is owed as before.
        status="accepted" if remedy.status == "fulfilled" else remedy.status,
        paid=Decimal(0),
    )
    return complaint.changed(
        remedies={**complaint.remedies, event.remedy_id: failed},
        failed_remedies=complaint.failed_remedies | {event.remedy_id},
    )


def _in_vain(remedy: RemedyState, recorded: Recorded) -> RemedyState:
    """What was paid counts as paid, until an approver who had no part in it says it came back.

    Whoever says it beside an approver who had one leaves paying it anew to that approver.
    """
    actor, is_news = recorded.actor, remedy.failed_by is None
    if actor.role in APPROVERS and actor.id not in remedy.by:
        lost = remedy.lost if is_news else ()
        return replace(remedy, lost=lost, failed_by=actor.id, failed_alone_at=None)
    if not is_news:
        is_said_too = remedy.failed_alone_at is not None and actor.role not in APPROVERS
        return replace(remedy, failed_by=actor.id) if is_said_too else remedy
    costs = filter(None, (remedy.paid_money, remedy.estimated_cost))
    lost = (*remedy.lost, *costs)
    return replace(remedy, lost=lost, failed_by=actor.id, failed_alone_at=recorded.recorded_at)


CHANGES: Changes = {
    RemedyOffered: _offered,
    RemedyAccepted: _accepted,
    RemedyDeclined: _declined,
    RemedyLapsed: _to("lapsed"),
    RemedyRevoked: _to("revoked"),
    RemedyFulfilled: _fulfilled,
    RemedyFailed: _failed,
}
