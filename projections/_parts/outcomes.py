"""What a complaint came to, first and in the end, by what was found of its issues (7.6 to 7.9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from projections._parts.answers import Answer, Answers
from projections._parts.counted_days import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a complaint came to at first and in the end, and by what that changed, if it did."""

    first: str | None = None
    final: str | None = None
    changed_by: Dated | None = None


def outcome_after(answers: Answers) -> Outcome:
    """By what is found of each issue: first by the organisation's answers, and at last."""
    first: dict[UUID, str] = {}
    last: dict[UUID, str] = {}
    final: str | None = None
    changed_by: Dated | None = None
    for answer in answers.standing:
        found = dict(_about(answer, last))
        if not answer.is_outside:
            first = {**found, **first}
        last = {**last, **found}
        before, final = final, outcome_of([*last.values()]) or answer.of_all or final
        changed_by = answer.act if final != before else changed_by
    at_first = outcome_of([*first.values()])
    is_other = None not in (at_first, final) and at_first != final
    return Outcome(first=at_first, final=final, changed_by=changed_by if is_other else None)


def outcome_of(codes: Sequence[str]) -> str | None:
    """What a complaint came to by the findings about its issues (docs/figures.md).

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
