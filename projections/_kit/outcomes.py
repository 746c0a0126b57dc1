"""What was found, answered and agreed, folded from the facts about it (7.6 to 7.8)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    CommunicationFailed,
    CommunicationImpossible,
    DecisionProposed,
    FindingRecorded,
    ResolutionAgreed,
    ResponseSent,
)
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The latest finding about one issue; of a decision where one is named, else of the record."""

    decision_id: UUID | None
    issue_id: UUID
    finding_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response or an agreement: the day it was given, if known, and what it came to.

    is_told: whether anybody could be told; where not, the decision stands without a response.
    """

    event_id: UUID
    on: date | None
    outcome: str | None
    has_failed: bool = False
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that a complaint's outcome rests on."""

    found: tuple[Found, ...] = ()
    given: tuple[Answer, ...] = ()

    @property
    def first(self) -> Answer | None:
        """The first that arrived."""
        return next((a for a in self.given if a.is_told and not a.has_failed), None)

    @property
    def outcome(self) -> str | None:
        """The outcome of the latest that arrived or that nobody could be told."""
        return next((a.outcome for a in reversed(self.given) if not a.has_failed), None)


def answers_after(answers: Answers, recorded: Recorded) -> Answers:
    """The answers after one more event."""
    change = _CHANGES.get(type(recorded.event))
    return change(answers, recorded) if change else answers


def outcome_of(codes: Sequence[str]) -> str | None:
    """What a complaint came to by the findings about its issues (lifecycle, 7).

    Where all issues share a finding it is that one; upheld in part where some were; else not.
    """
    if len(set(codes)) <= 1:
        return next(iter(codes), None)
    return "partly_upheld" if {"upheld", "partly_upheld"} & set(codes) else "not_upheld"


def _found(answers: Answers, recorded: Recorded) -> Answers:
    return replace(answers, found=_found_after(answers.found, recorded.event))


def _responded(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    if not isinstance(event, ResponseSent) or event.kind == "written_confirmation":
        return answers
    known = [f for f in answers.found if f.decision_id == event.decision_id]
    addressed = event.issue_ids or [f.issue_id for f in known]
    return _with(answers, recorded, [f.finding_code for f in known if f.issue_id in addressed])


def _agreed(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, ResolutionAgreed)
    return _with(answers, recorded, [issue.finding_code for issue in event.issues])


def _untold(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    is_response = isinstance(event, CommunicationImpossible) and event.purpose_code == "response"
    decided = [found for found in answers.found if found.decision_id is not None]
    if not is_response or recorded.state != "RESPONDED" or not decided:
        return answers
    codes = [f.finding_code for f in decided if f.decision_id == decided[-1].decision_id]
    given = _with(answers, recorded, codes).given
    return replace(answers, given=(*given[:-1], replace(given[-1], is_told=False)))


def _returned(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, CommunicationFailed)
    given = tuple(_failed(answer, event.target_event_id) for answer in answers.given)
    return replace(answers, given=given)


def _found_after(found: tuple[Found, ...], event: DomainEvent) -> tuple[Found, ...]:
    if isinstance(event, FindingRecorded):
        new = [Found(decision_id=None, issue_id=event.issue_id, finding_code=event.finding_code)]
    elif isinstance(event, DecisionProposed):
        new = [
            Found(
                decision_id=event.decision_id,
                issue_id=issue.issue_id,
                finding_code=issue.finding_code,
            )
            for issue in event.issues
        ]
    else:
        return found
    replaced = {(each.decision_id, each.issue_id) for each in new}
    return (*[f for f in found if (f.decision_id, f.issue_id) not in replaced], *new)


def _with(answers: Answers, recorded: Recorded, codes: Sequence[str]) -> Answers:
    answer = Answer(event_id=recorded.event_id, on=recorded.occurred.day, outcome=outcome_of(codes))
    return replace(answers, given=(*answers.given, answer))


def _failed(answer: Answer, event_id: UUID) -> Answer:
    return replace(answer, has_failed=True) if answer.event_id == event_id else answer


_CHANGES: dict[type[DomainEvent], Callable[[Answers, Recorded], Answers]] = {
    FindingRecorded: _found,
    DecisionProposed: _found,
    ResponseSent: _responded,
    ResolutionAgreed: _agreed,
    CommunicationImpossible: _untold,
    CommunicationFailed: _returned,
}
