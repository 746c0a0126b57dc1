"""The attempt at an answer that a complaint is in: its stage and round."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.complaint.attempt import next_round, rounds_with
from domain.complaint.events import (
    CommunicationFailed,
    CommunicationImpossible,
    ComplaintAcknowledged,
    ComplaintReopened,
    DecisionProposed,
    DecisionSetAside,
    FindingRecorded,
    InternalReviewDeclined,
    InternalReviewRequested,
    InternalReviewWithdrawn,
    InvestigationOpened,
    KnownStateImported,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.lifecycle import (
    ANEW,
    ANSWERED,
    AWAITING,
    CONTESTABLE,
    DECIDABLE,
    ENDED,
    REVIEWABLE,
)
from domain.complaint.pending_decisions import Course
from domain.event import DomainEvent
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """The attempt that a review looks at, to which the complaint falls back."""

    stage: int
    round: int
    is_acknowledged: bool
    decision_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Where the handling is; a stage and round that were left never return.

    rounds: the highest round of each stage, in their order. answered_stage: of the latest answer.
    decision_id: the latest that was proposed here. answered_by: the decision of the latest answer,
    where it rests on one. acknowledged_by: the acknowledgement of this attempt, if sent;
    is_known_by_answer: whether its answer told that it is received.
    """

    stage: int = 1
    round: int = 1
    is_acknowledged: bool = False
    acknowledged_by: UUID | None = None
    is_known_by_answer: bool = False
    rounds: tuple[int, ...] = (1,)
    answered_stage: int | None = None
    decision_id: UUID | None = None
    answered_by: UUID | None = None
    contested: Contested | None = None

    def course(self, before: str, recorded: Recorded, is_gone: Callable[[UUID], bool]) -> Course:
        """The states before and after an event, which this attempt is of before it."""
        is_open = before in AWAITING and self.answered_stage is not None
        return Course(
            before,
            recorded.state or "",
            lambda decision_id: is_open and decision_id in (None, self.answered_by),
            is_gone,
        )


def attempt_after(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    """The attempt after one more event; most change nothing. before: the state before it."""
    change = _CHANGES.get(type(recorded.event))
    return change(attempt, recorded, before) if change else attempt


def _worked_on(attempt: Attempt, recorded: Recorded, _before: str) -> Attempt:
    event: Any = recorded.event
    return _in(attempt, event.stage, event.round)


def _proposed(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    event: Any = recorded.event
    if before not in DECIDABLE:
        return attempt
    now = _in(attempt, event.stage, event.round)
    return replace(now, decision_id=event.decision_id)


def _acknowledged(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    if getattr(recorded.event, "is_for_party_alone", None):
        return attempt
    begun = _worked_on(attempt, recorded, before)
    return replace(begun, is_acknowledged=True, acknowledged_by=recorded.event_id)


def _came_back(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    event: Any = recorded.event
    if before == "RESPONDED" and recorded.state == "DECIDED":
        is_known = attempt.acknowledged_by is not None
        return replace(attempt, is_acknowledged=is_known, is_known_by_answer=False)
    if event.target_event_id != attempt.acknowledged_by:
        return attempt
    return replace(attempt, is_acknowledged=attempt.is_known_by_answer, acknowledged_by=None)


def _answered(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    """An answer also tells the complainant that the complaint arrived (invariant 10).

    An agreement on a part is none yet.
    """
    event: Any = recorded.event
    is_agreed = isinstance(event, ResolutionAgreed)
    if not is_agreed and event.is_for_party_alone:
        return attempt
    if is_agreed and recorded.state != "ACCEPTED":
        return replace(_worked_on(attempt, recorded, before), answered_stage=event.stage)
    answered = replace(
        _worked_on(attempt, recorded, before),
        is_acknowledged=True,
        is_known_by_answer=True,
        answered_stage=event.stage,
    )
    if not (is_agreed or recorded.state == "RESPONDED") or _is_confirmation(event):
        return answered
    return replace(answered, answered_by=None if is_agreed else event.decision_id)


def _is_confirmation(event: DomainEvent) -> bool:
    return isinstance(event, ResponseSent) and event.kind == "written_confirmation"


def _told_to_nobody(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    if recorded.state != "RESPONDED" or before != "DECIDED":
        return attempt
    return replace(attempt, answered_stage=attempt.stage, answered_by=attempt.decision_id)


def _imported(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    event: Any = recorded.event
    is_answered = before == "RECEIVED" and event.known_state in ANSWERED
    return replace(attempt, answered_stage=attempt.stage) if is_answered else attempt


def _reviewed(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    event: Any = recorded.event
    if before not in REVIEWABLE or event.is_beyond_stages:
        return attempt
    contested = Contested(
        stage=attempt.stage,
        round=attempt.round,
        is_acknowledged=attempt.is_acknowledged,
        decision_id=attempt.decision_id,
    )
    begun = _worked_on(attempt, recorded, before)
    return replace(begun, contested=contested, decision_id=None)


def _fallen_back(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    contested = attempt.contested
    if getattr(recorded.event, "lacks_authority", None):
        return attempt
    if before != "REVIEW" or contested is None:
        return attempt
    back = _in(attempt, contested.stage, contested.round)
    return replace(
        back, is_acknowledged=contested.is_acknowledged, decision_id=contested.decision_id
    )


def _set_aside(attempt: Attempt, _recorded: Recorded, before: str) -> Attempt:
    if before not in AWAITING | CONTESTABLE:
        return attempt
    contested = attempt.contested if before == "REVIEW" else None
    return _begun_anew(attempt, contested.stage if contested else None)


def _reopened(attempt: Attempt, recorded: Recorded, before: str) -> Attempt:
    event: Any = recorded.event
    if before not in ENDED or event.ground_code not in ANEW or attempt.answered_stage is None:
        return attempt
    return _begun_anew(attempt)


def _begun_anew(attempt: Attempt, of_stage: int | None = None) -> Attempt:
    stage = of_stage or attempt.answered_stage or attempt.stage
    return _in(attempt, stage, next_round(attempt.rounds, stage))


def _in(attempt: Attempt, stage: int, round_: int) -> Attempt:
    if (stage, round_) == (attempt.stage, attempt.round):
        return attempt
    return replace(
        attempt,
        stage=stage,
        round=round_,
        rounds=rounds_with(attempt.rounds, stage, round_),
        is_acknowledged=False,
        acknowledged_by=None,
        is_known_by_answer=False,
        contested=None,
    )


_CHANGES: dict[type[DomainEvent], Callable[[Attempt, Recorded, str], Attempt]] = {
    InvestigationOpened: _worked_on,
    FindingRecorded: _worked_on,
    DecisionProposed: _proposed,
    ComplaintAcknowledged: _acknowledged,
    ResponseSent: _answered,
    ResolutionAgreed: _answered,
    CommunicationFailed: _came_back,
    CommunicationImpossible: _told_to_nobody,
    KnownStateImported: _imported,
    InternalReviewRequested: _reviewed,
    InternalReviewDeclined: _fallen_back,
    InternalReviewWithdrawn: _fallen_back,
    DecisionSetAside: _set_aside,
    ComplaintReopened: _reopened,
}
