"""The attempt at an answer that a complaint is in: its stage and round (lifecycle, 2)."""

from dataclasses import dataclass, replace

from domain.event import DomainEvent
from domain.events import (
    ComplaintAcknowledged,
    ComplaintReopened,
    DecisionProposed,
    DecisionSetAside,
    FindingRecorded,
    InvestigationOpened,
    KnownStateImported,
    ResolutionAgreed,
    ResponseSent,
)

ATTEMPTS = (InvestigationOpened, FindingRecorded, DecisionProposed)
READ = frozenset(
    {*ATTEMPTS, ComplaintAcknowledged, ResponseSent, ResolutionAgreed, KnownStateImported}
    | {ComplaintReopened, DecisionSetAside}
)
ANSWERED = frozenset({"RESPONDED", "ACCEPTED", "DISPUTED", "CLOSED"})
ANEW = frozenset({"new_evidence", "external_instruction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Where the handling is; a stage and round that were left never return.

    rounds: the highest round of each stage, in their order. answered_stage: of the latest answer.
    """

    stage: int = 1
    round: int = 1
    is_acknowledged: bool = False
    rounds: tuple[int, ...] = (1,)
    answered_stage: int | None = None


def attempt_after(attempt: Attempt, event: DomainEvent) -> Attempt:
    """The attempt after one more event; most change nothing."""
    if type(event) not in READ:
        return attempt
    if isinstance(event, ATTEMPTS):
        return _in(attempt, event.stage, event.round)
    if isinstance(event, ComplaintAcknowledged):
        return replace(_in(attempt, event.stage, event.round), is_acknowledged=True)
    if isinstance(event, ResponseSent | ResolutionAgreed):
        # An answer also tells the complainant that the complaint arrived (invariant 10).
        now = _in(attempt, event.stage, event.round)
        return replace(now, is_acknowledged=True, answered_stage=event.stage)
    if isinstance(event, KnownStateImported) and event.known_state in ANSWERED:
        return replace(attempt, answered_stage=attempt.stage)
    return _begun_anew(attempt) if _begins_anew(attempt, event) else attempt


def _begins_anew(attempt: Attempt, event: DomainEvent) -> bool:
    if isinstance(event, ComplaintReopened):
        return event.ground_code in ANEW and attempt.answered_stage is not None
    return isinstance(event, DecisionSetAside)


def _begun_anew(attempt: Attempt) -> Attempt:
    stage = attempt.answered_stage or attempt.stage
    highest = attempt.rounds[stage - 1] if stage <= len(attempt.rounds) else 0
    return _in(attempt, stage, highest + 1)


def _in(attempt: Attempt, stage: int, round_: int) -> Attempt:
    rounds = [*attempt.rounds, *([0] * (stage - len(attempt.rounds)))]
    rounds[stage - 1] = max(rounds[stage - 1], round_)
    is_same = (stage, round_) == (attempt.stage, attempt.round)
    return replace(
        attempt,
        stage=stage,
        round=round_,
        rounds=tuple(rounds),
        is_acknowledged=attempt.is_acknowledged and is_same,
    )
