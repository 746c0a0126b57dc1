"""What was found, answered and agreed, folded from the facts about it (7.6 to 7.8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    CommunicationFailed,
    DecisionProposed,
    FindingRecorded,
    ResolutionAgreed,
    ResponseSent,
)
from domain.recorded import Recorded

READ = frozenset(
    {FindingRecorded, DecisionProposed, ResponseSent, ResolutionAgreed, CommunicationFailed}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The latest finding about one issue; of a decision where one is named, else of the record."""

    decision_id: UUID | None
    issue_id: UUID
    finding_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response or an agreement: the day it was given, if known, and what it came to."""

    event_id: UUID
    on: date | None
    outcome: str | None
    has_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that a complaint's outcome rests on."""

    found: tuple[Found, ...] = ()
    given: tuple[Answer, ...] = ()

    @property
    def first(self) -> Answer | None:
        """The first that arrived."""
        return next((answer for answer in self.given if not answer.has_failed), None)

    @property
    def outcome(self) -> str | None:
        """The outcome of the latest that arrived."""
        return next((a.outcome for a in reversed(self.given) if not a.has_failed), None)


def answers_after(answers: Answers, recorded: Recorded) -> Answers:
    """The answers after one more event."""
    event = recorded.event
    if type(event) not in READ:
        return answers
    if isinstance(event, FindingRecorded | DecisionProposed):
        return replace(answers, found=_found_after(answers.found, event))
    if isinstance(event, ResponseSent) and event.kind != "written_confirmation":
        known = [f for f in answers.found if f.decision_id == event.decision_id]
        codes = [
            f.finding_code for f in known if f.issue_id in event.issue_ids or not event.issue_ids
        ]
        return _with(answers, recorded, codes)
    if isinstance(event, ResolutionAgreed):
        return _with(answers, recorded, [issue.finding_code for issue in event.issues])
    if isinstance(event, CommunicationFailed):
        given = tuple(_failed(answer, event.target_event_id) for answer in answers.given)
        return replace(answers, given=given)
    return answers


def outcome_of(codes: Sequence[str]) -> str | None:
    """What a complaint came to by the findings about its issues (lifecycle, 7).

    Where all issues share a finding it is that one; upheld in part where some were; else not.
    """
    if len(set(codes)) <= 1:
        return next(iter(codes), None)
    return "partly_upheld" if {"upheld", "partly_upheld"} & set(codes) else "not_upheld"


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
