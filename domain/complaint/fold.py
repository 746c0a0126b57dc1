"""One complaint as its events make it: evolving never refuses and knows no rule (7.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from domain.complaint.authority.fold import granted
from domain.complaint.changes import CHANGES
from domain.complaint.documents.document_parties import with_document_parties
from domain.complaint.events import (
    DecisionApproved,
    DecisionProposed,
    ExternalReferralReturned,
    ResolutionAgreed,
)
from domain.complaint.lifecycle import ENDED, State
from domain.complaint.moments_fold import moments_after
from domain.complaint.pending_decisions import Course, undecided_after
from domain.complaint.receipt.fold import received
from domain.complaint.remedies.fold import is_gone
from domain.complaint.response.fold import is_awaited
from domain.complaint.state import Complaint, Ending
from domain.recorded import Recorded

__all__ = ["Complaint", "evolve", "fold"]

DECIDING = (DecisionProposed, DecisionApproved, ResolutionAgreed)


def evolve(complaint: Complaint | None, recorded: Recorded) -> Complaint:
    """The complaint after one more event, whichever it is; only public fields count.

    None becomes a complaint with its receipt. Raises ValueError where a stream begins with
    anything else, or with an event of another kind of stream.
    """
    if complaint is None:
        return _noted(received(recorded), recorded, before=None)
    change = CHANGES.get(type(recorded.event))
    if change is None:
        raise ValueError(f"{recorded.event.TYPE} is no event of a complaint")
    after = granted(change(complaint, recorded.event, recorded), recorded)
    return _noted(after, recorded, before=complaint)


def fold(events: Iterable[Recorded], complaint: Complaint | None = None) -> Complaint | None:
    """The complaint after these events, from ``complaint`` on; None where there are none."""
    for recorded in events:
        complaint = evolve(complaint, recorded)
    return complaint


def _noted(after: Complaint, recorded: Recorded, *, before: Complaint | None) -> Complaint:
    return with_document_parties(after, recorded).changed(
        version=recorded.version,
        recorded_at=recorded.recorded_at,
        policy_id=recorded.policy.id if recorded.policy else after.policy_id,
        decided_under=_decided_under(after, recorded),
        undecided=_undecided(after, recorded, before),
        ending=_ending(after, recorded, before),
        is_suspended=after.is_suspended and after.is_open,
        took_part=_took_part(after, recorded),
        moments=moments_after(after, recorded, before),
    )


def _undecided(after: Complaint, recorded: Recorded, before: Complaint | None) -> tuple[UUID, ...]:
    if before is None:
        return after.undecided
    course = Course(
        before.state, after.state, partial(is_awaited, before), partial(is_gone, before)
    )
    return undecided_after(after.undecided, recorded, course)


def _decided_under(after: Complaint, recorded: Recorded) -> str | None:
    if recorded.policy and isinstance(recorded.event, DECIDING):
        return recorded.policy.id
    return after.decided_under


def _took_part(after: Complaint, recorded: Recorded) -> Mapping[int, Mapping[UUID, datetime]]:
    """Who of the staff acted in each stage, and when they did so last."""
    if recorded.actor.kind != "staff":
        return after.took_part
    here = {**after.took_part.get(after.stage, {}), recorded.actor.id: recorded.recorded_at}
    return {**after.took_part, after.stage: here}


def _ending(after: Complaint, recorded: Recorded, before: Complaint | None) -> Ending | None:
    if after.is_open or before is None or not before.is_open:
        return after.ending
    if isinstance(recorded.event, ExternalReferralReturned) and before.ending:
        # It has ended as it had before it went outside; only the time counts anew.
        return replace(
            before.ending,
            event_id=recorded.event_id,
            occurred=recorded.occurred,
            recorded_at=recorded.recorded_at,
        )
    return Ending(
        event_id=recorded.event_id,
        from_state=before.state,
        own_state=_own_state(before),
        occurred=recorded.occurred,
        recorded_at=recorded.recorded_at,
        taken=_no_longer_open(before, after),
    )


def _no_longer_open(before: Complaint, after: Complaint) -> tuple[UUID, ...]:
    left = {issue.issue_id for issue in after.open_issues}
    return tuple(each.issue_id for each in before.open_issues if each.issue_id not in left)


def _own_state(complaint: Complaint) -> State:
    """Where the organisation's own handling stands, or stood before outside bodies had it."""
    beneath = complaint.before_external
    if complaint.state != "EXTERNAL" or beneath is None:
        return complaint.state
    if beneath in ENDED and complaint.ending is not None:
        return complaint.ending.own_state
    return beneath
