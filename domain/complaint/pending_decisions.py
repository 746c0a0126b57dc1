"""Which outside events have no place in the complaint's state, and so await a decision (7.9)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    CommunicationFailed,
    ComplaintWithdrawn,
    ContactRecorded,
    DecisionAccepted,
    DecisionRejected,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    InternalReviewRequested,
    InternalReviewWithdrawn,
    RecourseDeclined,
    RemedyAccepted,
    RemedyDeclined,
)
from domain.complaint.lifecycle import ENDED
from domain.event import DomainEvent
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Course:
    """The states of a complaint before and after an event.

    is_awaited: whether an acceptance of this decision, None for the latest answer, could take
    effect before it. is_gone: whether the organisation had revoked or replaced this remedy by then.
    """

    before: str
    after: str
    is_awaited: Callable[[UUID | None], bool]
    is_gone: Callable[[UUID], bool]

    def moved_to(self, state: str) -> bool:
        """Whether the event brought the complaint into this state."""
        return self.after == state != self.before


_PLACES: dict[type[DomainEvent], Callable[[Any, Course], bool]] = {
    ContactRecorded: lambda event, course: (
        event.purpose_code != "reopening"
        and (course.before != "MERGED" or event.direction == "outbound")
    ),
    CommunicationFailed: lambda _event, course: course.before not in ENDED,
    DecisionAccepted: lambda event, course: (
        course.before == "CLOSED"
        or course.moved_to("ACCEPTED")
        or course.is_awaited(event.decision_id)
    ),
    DecisionRejected: lambda _event, course: course.moved_to("DISPUTED"),
    RemedyAccepted: lambda event, course: not course.is_gone(event.remedy_id),
    RemedyDeclined: lambda event, _course: not event.others_remain,
    # What was merged is withdrawn where its issues are, by the same command.
    ComplaintWithdrawn: lambda event, course: (
        course.moved_to("WITHDRAWN") or (course.before == "MERGED" and not event.others_remain)
    ),
    InternalReviewRequested: lambda _event, course: course.moved_to("REVIEW"),
    InternalReviewWithdrawn: lambda _event, course: course.before == "REVIEW",
    # Whoever says so was told of no way where it goes on.
    RecourseDeclined: lambda _event, course: course.before != "MERGED",
    ExternalReferralRegistered: lambda _event, course: course.before != "MERGED",
    ExternalDeterminationReceived: lambda _event, course: course.before not in ENDED,
}
"""For each outside event whether it found a place in the table; if not, it awaits a decision."""


def undecided_after(
    undecided: tuple[UUID, ...], recorded: Recorded, course: Course
) -> tuple[UUID, ...]:
    """The outside events that await a decision after this one; undecided: those before it."""
    settled = recorded.event.settles_event_ids or ()
    left = tuple(each for each in undecided if each not in settled)
    return left if _has_place(recorded.event, course) else (*left, recorded.event_id)


def _has_place(event: DomainEvent, course: Course) -> bool:
    if any(getattr(event, name) for name in _doubts(type(event))):
        return False
    if vars(event).get("counts_in_id"):
        return True
    place = _PLACES.get(type(event))
    return place is None or place(event, course)


@cache
def _doubts(kind: type[DomainEvent]) -> tuple[str, ...]:
    return tuple({"lacks_authority", "is_time_doubtful"} & set(kind.model_fields))
