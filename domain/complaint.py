"""One complaint as its events make it: evolving never refuses and knows no rule (7.1)."""

from collections.abc import Callable, Iterable
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    CommunicationFailed,
    ComplaintWithdrawn,
    ContactRecorded,
    DecisionAccepted,
    DecisionRejected,
)
from domain.evolving import CHANGES
from domain.evolving.receiving import received
from domain.recorded import Recorded
from domain.state import ENDED, Complaint, Ending

__all__ = ["Complaint", "evolve", "fold"]


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
    return _noted(change(complaint, recorded.event, recorded), recorded, before=complaint)


def fold(events: Iterable[Recorded], complaint: Complaint | None = None) -> Complaint | None:
    """The complaint after these events, from ``complaint`` on; None where there are none."""
    for recorded in events:
        complaint = evolve(complaint, recorded)
    return complaint


def _noted(after: Complaint, recorded: Recorded, *, before: Complaint | None) -> Complaint:
    took_part = after.took_part
    if recorded.actor.kind == "staff":
        here = took_part.get(after.stage, frozenset())
        if recorded.actor.id not in here:
            took_part = {**took_part, after.stage: here | {recorded.actor.id}}
    return after.changed(
        version=recorded.version,
        recorded_at=recorded.recorded_at,
        policy_id=recorded.policy.id if recorded.policy else after.policy_id,
        undecided=_undecided(after, recorded, before),
        ending=_ending(after, recorded, before),
        took_part=took_part,
    )


def _ending(after: Complaint, recorded: Recorded, before: Complaint | None) -> Ending | None:
    if after.is_open or before is None or not before.is_open:
        return after.ending
    return Ending(
        event_id=recorded.event_id,
        from_state=before.state,
        occurred=recorded.occurred,
        recorded_at=recorded.recorded_at,
    )


Place = Callable[[DomainEvent, Complaint, Complaint], bool]

_PLACES: dict[type[DomainEvent], Place] = {
    ContactRecorded: lambda event, before, after: (
        getattr(event, "purpose_code", None) != "reopening"
    ),
    CommunicationFailed: lambda event, before, after: before.state not in ENDED,
    DecisionAccepted: lambda event, before, after: (
        before.state == "CLOSED" or after.state == "ACCEPTED" != before.state
    ),
    DecisionRejected: lambda event, before, after: after.state == "DISPUTED" != before.state,
    ComplaintWithdrawn: lambda event, before, after: after.state == "WITHDRAWN" != before.state,
}
"""For each outside fact whether it found a place in the table; if not, it awaits a decision."""


def _undecided(after: Complaint, recorded: Recorded, before: Complaint | None) -> tuple[UUID, ...]:
    settled = recorded.event.settles_event_ids or ()
    left = tuple(each for each in after.undecided if each not in settled)
    has_place = _PLACES.get(type(recorded.event))
    if before is None or has_place is None or has_place(recorded.event, before, after):
        return left
    return (*left, recorded.event_id)
