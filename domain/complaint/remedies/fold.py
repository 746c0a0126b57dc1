"""What becomes of remedies (7.7, 7.9, Annex F)."""

from collections.abc import Callable
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
from domain.complaint.state import Complaint, RemedyState, RemedyStatus
from domain.recorded import Recorded

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


def with_remedies(complaint: Complaint, status: RemedyStatus, *remedy_ids: UUID) -> Complaint:
    """The complaint with these of its remedies in this status, where it can still take effect."""
    if not any(remedy_id in complaint.remedies for remedy_id in remedy_ids):
        return complaint
    changed = {
        each: replace(remedy, status=status)
        if each in remedy_ids and remedy.status in GONE_FROM[status]
        else remedy
        for each, remedy in complaint.remedies.items()
    }
    return complaint.changed(remedies=changed)


def _offered(complaint: Complaint, event: RemedyOffered, _recorded: Recorded) -> Complaint:
    remedy = RemedyState(
        remedy_id=event.remedy_id,
        kind_code=event.kind_code,
        source_code=event.source_code,
        status="offered",
        money=event.money,
        due_on=event.due_on,
    )
    replaced = [event.supersedes] if event.supersedes else []
    before = with_remedies(complaint, "superseded", *replaced)
    return before.changed(remedies={**before.remedies, event.remedy_id: remedy})


def _to(status: RemedyStatus) -> Callable[[Complaint, Named, Recorded], Complaint]:
    return lambda complaint, event, _recorded: with_remedies(complaint, status, event.remedy_id)


def _answered(
    status: RemedyStatus,
) -> Callable[[Complaint, RemedyAccepted | RemedyDeclined, Recorded], Complaint]:
    """What a complainant says to an offer; from somebody without authority it changes nothing."""
    return lambda complaint, event, _recorded: (
        complaint if event.lacks_authority else with_remedies(complaint, status, event.remedy_id)
    )


def _fulfilled(complaint: Complaint, event: RemedyFulfilled, _recorded: Recorded) -> Complaint:
    if event.is_partial:
        return _paid_in_part(complaint, event)
    return with_remedies(complaint, "fulfilled", event.remedy_id)


def _paid_in_part(complaint: Complaint, event: RemedyFulfilled) -> Complaint:
    remedy, money = complaint.remedies.get(event.remedy_id), event.money
    if remedy is None or remedy.money is None or money is None:
        return complaint
    if money.currency != remedy.money.currency:
        return complaint
    paid = replace(remedy, paid=remedy.paid + Decimal(money.amount))
    return complaint.changed(remedies={**complaint.remedies, event.remedy_id: paid})


def _failed(complaint: Complaint, event: RemedyFailed, _recorded: Recorded) -> Complaint:
    remedy = complaint.remedies.get(event.remedy_id)
    if remedy is None:
        return complaint
    # What was carried out in vain is owed as before.
    status = "accepted" if remedy.status == "fulfilled" else remedy.status
    return complaint.changed(
        remedies={
            **complaint.remedies,
            event.remedy_id: replace(remedy, status=status, paid=Decimal(0)),
        },
        failed_remedies=complaint.failed_remedies | {event.remedy_id},
    )


CHANGES: Changes = {
    RemedyOffered: _offered,
    RemedyAccepted: _answered("accepted"),
    RemedyDeclined: _answered("declined"),
    RemedyLapsed: _to("lapsed"),
    RemedyRevoked: _to("revoked"),
    RemedyFulfilled: _fulfilled,
    RemedyFailed: _failed,
}
