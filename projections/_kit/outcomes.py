"""What was answered, agreed and determined, folded from the facts about it (7.6 to 7.9)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    CommunicationFailed,
    CommunicationImpossible,
    DecisionProposed,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    FindingRecorded,
    ResolutionAgreed,
    ResponseSent,
)
from domain.recorded import Recorded
from projections._kit.dated import Dated, dated

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
class Outcome:
    """What a complaint came to at first and in the end, and by what that changed, if it did."""

    first: str | None = None
    final: str | None = None
    changed_by: Dated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that a complaint's outcome rests on."""

    proposed: tuple[Proposed, ...] = ()
    referred: tuple[Referred, ...] = ()
    given: tuple[Answer, ...] = ()

    @property
    def first(self) -> Answer | None:
        """The first of the organisation that arrived."""
        arrived = (a for a in self._standing if a.is_told and not a.is_outside)
        return next(arrived, None)

    @property
    def outcome(self) -> Outcome:
        """By what is found of each issue: first by the organisation's answers, and at last."""
        first: dict[UUID, str] = {}
        last: dict[UUID, str] = {}
        final: str | None = None
        changed_by: Dated | None = None
        for answer in self._standing:
            found = dict(_about(answer, last))
            if not answer.is_outside:
                first = {**found, **first}
            last = {**last, **found}
            before, final = final, outcome_of([*last.values()]) or answer.of_all or final
            changed_by = answer.act if final != before else changed_by
        told = outcome_of([*first.values()])
        is_other = None not in (told, final) and told != final
        return Outcome(first=told, final=final, changed_by=changed_by if is_other else None)

    @property
    def _standing(self) -> Iterator[Answer]:
        return (answer for answer in self.given if not answer.has_failed)


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


def _about(answer: Answer, known: Iterable[UUID]) -> Iterator[tuple[UUID, str]]:
    """What it says of each issue; one finding about all is about those that were answered."""
    if answer.of_all is not None:
        yield from ((issue_id, answer.of_all) for issue_id in known)
    yield from ((each.issue_id, each.finding_code) for each in answer.found)


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
    given = tuple(_failed(answer, event.target_event_id) for answer in answers.given)
    return replace(answers, given=given)


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


def _with(answers: Answers, recorded: Recorded, **told: Any) -> Answers:
    return replace(answers, given=(*answers.given, Answer(act=dated(recorded), **told)))


_CHANGES: dict[type[DomainEvent], Callable[[Answers, Recorded], Answers]] = {
    DecisionProposed: _proposed,
    FindingRecorded: _found,
    ResponseSent: _responded,
    ResolutionAgreed: _agreed,
    CommunicationImpossible: _untold,
    CommunicationFailed: _returned,
    ExternalReferralRegistered: _referred,
    ExternalDeterminationReceived: _determined,
}
