"""What was answered, agreed and determined, folded from the facts about it (7.6 to 7.9)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    CommunicationFailed,
    CommunicationImpossible,
    DecisionProposed,
    DuplicateReleased,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    FindingRecorded,
    ResolutionAgreed,
    ResponseSent,
)
from domain.event import DomainEvent
from domain.recorded import Recorded
from projections._parts.counted_days import Dated, dated

DETERMINED: Mapping[str, str] = {
    "upheld": "upheld",
    "partly": "partly_upheld",
    "not_upheld": "not_upheld",
    "settled": "resolved_without_finding",
}
"""What a body found, in the codes of findings; what it remits, it leaves to a new answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an answer, or a body outside, says about one issue."""

    issue_id: UUID
    finding_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The findings that an answer may rest on: of a decision, or of the record where none is."""

    decision_id: UUID | None
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """The issues that an outside body has; none named where it has them all."""

    referral_id: UUID
    issue_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response, an agreement, or what a body outside determined, and what it found.

    is_told: whether anybody could be told; where not, the decision stands without a response.
    of_all: the one finding about the whole complaint.
    """

    act: Dated
    found: tuple[Found, ...] = ()
    of_all: str | None = None
    has_failed: bool = False
    is_told: bool = True
    is_outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that was answered and determined, and what further answers may rest on."""

    proposed: tuple[Proposed, ...] = ()
    referred: tuple[Referred, ...] = ()
    answered: tuple[Answer, ...] = ()

    @property
    def first(self) -> Answer | None:
        """The first of the organisation that arrived."""
        arrived = (a for a in self.standing if a.is_told and not a.is_outside)
        return next(arrived, None)

    @property
    def standing(self) -> Iterator[Answer]:
        """All that arrived, or that nobody could be told, in their order."""
        return (answer for answer in self.answered if not answer.has_failed)


def answers_after(answers: Answers, recorded: Recorded) -> Answers:
    """The answers after one more event."""
    change = _CHANGES.get(type(recorded.event))
    return change(answers, recorded) if change else answers


def _proposed(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, DecisionProposed)
    return _resting_on(answers, event.decision_id, _findings(event.issues))


def _found(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, FindingRecorded)
    before = [one for one in _of(answers, None) if one.issue_id != event.issue_id]
    return _resting_on(answers, None, (*before, *_findings([event])))


def _resting_on(answers: Answers, of: UUID | None, found: tuple[Found, ...]) -> Answers:
    others = (one for one in answers.proposed if one.decision_id != of)
    return replace(answers, proposed=(*others, Proposed(decision_id=of, found=found)))


def _of(answers: Answers, decision_id: UUID | None) -> tuple[Found, ...]:
    same = (one.found for one in answers.proposed if one.decision_id == decision_id)
    return next(same, ())


def _findings(issues: Iterable[Any]) -> tuple[Found, ...]:
    return tuple(Found(issue_id=one.issue_id, finding_code=one.finding_code) for one in issues)


def _responded(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    if not isinstance(event, ResponseSent) or event.kind == "written_confirmation":
        return answers
    if event.is_for_party_alone:
        return answers
    known = _of(answers, event.decision_id)
    addressed = [f for f in known if not event.issue_ids or f.issue_id in event.issue_ids]
    return _with(answers, recorded, found=tuple(addressed))


def _agreed(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, ResolutionAgreed)
    return _with(answers, recorded, found=_findings(event.issues))


def _untold(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    is_response = isinstance(event, CommunicationImpossible) and event.purpose_code == "response"
    decided = [one for one in answers.proposed if one.decision_id is not None]
    if not is_response or recorded.state != "RESPONDED" or not decided:
        return answers
    return _with(answers, recorded, found=decided[-1].found, is_told=False)


def _returned(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, CommunicationFailed)
    if event.others_know:
        return answers
    answered = tuple(_failed(answer, event.target_event_id) for answer in answers.answered)
    return replace(answers, answered=answered)


def _failed(answer: Answer, event_id: UUID) -> Answer:
    return replace(answer, has_failed=True) if answer.act.event_id == event_id else answer


def _referred(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, ExternalReferralRegistered)
    new = Referred(referral_id=event.referral_id, issue_ids=event.issue_ids)
    return replace(answers, referred=(*answers.referred, new))


def _determined(answers: Answers, recorded: Recorded) -> Answers:
    event = recorded.event
    assert isinstance(event, ExternalDeterminationReceived)
    code = DETERMINED.get(event.result_code)
    of = [one for one in answers.referred if one.referral_id == event.referral_id]
    if code is None or not of:
        return answers
    found = tuple(Found(issue_id=each, finding_code=code) for each in of[-1].issue_ids)
    of_all = None if found else code
    return _with(answers, recorded, found=found, of_all=of_all, is_outside=True)


def _released(answers: Answers, recorded: Recorded) -> Answers:
    """What was found of issues that are answered elsewhere again counts there."""
    event = recorded.event
    assert isinstance(event, DuplicateReleased)
    answered = tuple(
        replace(one, found=tuple(f for f in one.found if f.issue_id not in event.issue_ids))
        for one in answers.answered
    )
    return replace(answers, answered=answered)


def _with(answers: Answers, recorded: Recorded, **field_values: Any) -> Answers:
    return replace(
        answers, answered=(*answers.answered, Answer(act=dated(recorded), **field_values))
    )


_CHANGES: dict[type[DomainEvent], Callable[[Answers, Recorded], Answers]] = {
    DecisionProposed: _proposed,
    FindingRecorded: _found,
    ResponseSent: _responded,
    ResolutionAgreed: _agreed,
    CommunicationImpossible: _untold,
    CommunicationFailed: _returned,
    DuplicateReleased: _released,
    ExternalReferralRegistered: _referred,
    ExternalDeterminationReceived: _determined,
}
