"""The flags of a complaint that combine freely with its state (docs/lifecycle.md, Flags)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.complaint.authority.state import STANDS
from domain.complaint.events import (
    ApprovalLapsed,
    ApprovalRefused,
    ApprovalRequested,
    ApprovalWithdrawn,
    ComplainantLeft,
    ComplainantSubstituted,
    ComplaintAssessed,
    ComplaintEscalated,
    ComplaintMerged,
    ComplaintUnmerged,
    DuplicateReleased,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    ExternalReferralReturned,
    HandlingResumed,
    HandlingSuspended,
    RepresentationEnded,
    RepresentativeAuthorised,
)
from domain.complaint.lifecycle import ENDED
from domain.complaint.parties.state import is_valid_on
from domain.event import DomainEvent
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Somebody who may act for a complainant."""

    party_id: UUID
    representative_party_id: UUID
    valid_from_on: date | None = None
    valid_until_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether they may act on this day."""
        return is_valid_on(day, self.valid_from_on, self.valid_until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that took it up. from_id: the merged complaint for whose sake."""

    to_level: int
    from_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What is flagged now.

    stood_at_merge: work on it was suspended when it was merged, and is again where it is unmerged.
    referrals: those that an outside body has not answered. merged_into: the complaint that it goes
    on in, and merged_reference its reference. approvals: what was asked for and awaits a second
    person, and lapse_at until when each may be approved.
    """

    is_suspended: bool = False
    escalation_level: int = 0
    levels: tuple[Level, ...] = ()
    handling_code: str | None = None
    referrals: tuple[UUID, ...] = ()
    acting: tuple[Acting, ...] = ()
    merged_into: UUID | None = None
    merged_reference: str | None = None
    stood_at_merge: bool = False
    approvals: tuple[UUID, ...] = ()
    lapse_at: tuple[datetime, ...] = ()


def flags_after(flags: Flags, recorded: Recorded) -> Flags:
    """The flags after one more event; an ending also ends a suspension."""
    change = _CHANGES.get(type(recorded.event))
    after = change(flags, recorded.event) if change else flags
    if isinstance(recorded.event, ApprovalRequested):
        after = _asked(after, recorded.event.approval_id, recorded.recorded_at + STANDS)
    if isinstance(recorded.event, UnderApproval) and recorded.event.approval_id:
        after = _decided(after, recorded.event)
    if after.is_suspended and recorded.state in ENDED:
        return replace(after, is_suspended=False)
    return after


def _assessed(flags: Flags, event: ComplaintAssessed) -> Flags:
    return replace(flags, handling_code=event.handling_code or flags.handling_code)


def _escalated(flags: Flags, event: ComplaintEscalated) -> Flags:
    return _at_levels(flags, (*flags.levels, Level(to_level=event.to_level, from_id=event.from_id)))


def _released(flags: Flags, event: DuplicateReleased) -> Flags:
    return _at_levels(flags, tuple(one for one in flags.levels if one.from_id != event.from_id))


def _at_levels(flags: Flags, levels: tuple[Level, ...]) -> Flags:
    highest = max((one.to_level for one in levels), default=0)
    return replace(flags, levels=levels, escalation_level=highest)


def _referred(flags: Flags, event: ExternalReferralRegistered) -> Flags:
    return replace(flags, referrals=_with(flags.referrals, event.referral_id))


def _answered(
    flags: Flags, event: ExternalReferralReturned | ExternalDeterminationReceived
) -> Flags:
    return replace(flags, referrals=_without(flags.referrals, event.referral_id))


def _represented(flags: Flags, event: RepresentativeAuthorised) -> Flags:
    new = Acting(
        party_id=event.party_id,
        representative_party_id=event.representative_party_id,
        valid_from_on=event.valid_from_on,
        valid_until_on=event.valid_until_on,
    )
    return replace(flags, acting=(*(one for one in flags.acting if one != new), new))


def _alone(flags: Flags, event: RepresentationEnded) -> Flags:
    named = event.representative_party_id
    left = [
        one
        for one in flags.acting
        if one.party_id != event.party_id or named not in (None, one.representative_party_id)
    ]
    return replace(flags, acting=tuple(left))


def _gone(flags: Flags, event: ComplainantLeft | ComplainantSubstituted) -> Flags:
    """Nobody acts for who has left."""
    party_id = event.party_id if isinstance(event, ComplainantLeft) else event.old_party_id
    return replace(flags, acting=tuple(each for each in flags.acting if each.party_id != party_id))


def _asked(flags: Flags, approval_id: UUID, until: datetime) -> Flags:
    approvals, lapse_at = (*flags.approvals, approval_id), (*flags.lapse_at, until)
    return replace(flags, approvals=approvals, lapse_at=lapse_at)


def _decided(flags: Flags, event: Any) -> Flags:
    waiting = zip(flags.approvals, flags.lapse_at, strict=True)
    left = [each for each in waiting if each[0] != event.approval_id]
    approvals, lapse_at = zip(*left, strict=True) if left else ((), ())
    return replace(flags, approvals=approvals, lapse_at=lapse_at)


def _merged(flags: Flags, event: ComplaintMerged) -> Flags:
    return replace(
        flags,
        merged_into=event.into_id,
        merged_reference=event.other_reference,
        stood_at_merge=flags.is_suspended,
    )


def _unmerged(flags: Flags, _event: ComplaintUnmerged) -> Flags:
    stands = flags.stood_at_merge
    return replace(flags, merged_into=None, merged_reference=None, is_suspended=stands)


def _with(ids: tuple[UUID, ...], new: UUID) -> tuple[UUID, ...]:
    return (*_without(ids, new), new)


def _without(ids: tuple[UUID, ...], gone: UUID) -> tuple[UUID, ...]:
    return tuple(each for each in ids if each != gone)


_CHANGES: dict[type[DomainEvent], Callable[[Flags, Any], Flags]] = {
    ComplaintAssessed: _assessed,
    HandlingSuspended: lambda flags, _event: replace(flags, is_suspended=True),
    HandlingResumed: lambda flags, _event: replace(flags, is_suspended=False),
    ComplaintEscalated: _escalated,
    ExternalReferralRegistered: _referred,
    ExternalReferralReturned: _answered,
    ExternalDeterminationReceived: _answered,
    ApprovalRefused: _decided,
    ApprovalWithdrawn: _decided,
    ApprovalLapsed: _decided,
    RepresentativeAuthorised: _represented,
    RepresentationEnded: _alone,
    ComplainantLeft: _gone,
    ComplainantSubstituted: _gone,
    ComplaintMerged: _merged,
    ComplaintUnmerged: _unmerged,
    DuplicateReleased: _released,
}
