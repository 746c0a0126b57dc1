"""The commands by clause: what each does, whose it is, when it can be given, what stops it."""

from collections.abc import Iterable
from functools import cache

from domain.clauses import heading
from domain.complaint.lifecycle import ENDED, State
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.errors import Refusal
from domain.next_steps import by_clause
from domain.values import Actor
from tests.docs.standing import standing
from tests.docs.transitions import STATES
from tests.support.controls import SMALL, at, context, named

OPEN = frozenset(STATES) - ENDED
LATER = at(days=1)
HEADS = ["| command | what it does | for | when | else |", "|---|---|---|---|---|"]
KINDS = {"party": "party", "representative": "party", "system": "system"}


def commands() -> str:
    """A table of the commands for each clause of the standard."""
    lines: list[str] = []
    for clause in dict.fromkeys(kind.clause for kind in by_clause()):
        rows = [_row(kind) for kind in by_clause() if kind.clause == clause]
        lines += [f"### {heading(clause)}", "", *HEADS, *rows, ""]
    return "\n".join(lines).rstrip()


def _row(kind: AnyDecider) -> str:
    roles = ", ".join(sorted(kind.roles)).replace("_", " ")
    when, otherwise = _when(kind)
    return f"| `{kind.name}` | {kind.summary} | {roles} | {when} | {otherwise} |"


def _when(kind: AnyDecider) -> tuple[str, str]:
    """In which states it can be given by whoever may, if one person is everybody; what stops it."""
    if kind.begins:
        return "there is no complaint yet", ""
    states: set[State] = set()
    rules: set[str] = set()
    for complaint in _standing():
        refusal = _refused(kind, complaint)
        if refusal is None:
            states.add(complaint.state)
        else:
            rules.add(refusal.rule)
    return _in_words(states), "; ".join(sorted(rules))


@cache
def _standing() -> tuple[Complaint, ...]:
    return tuple(standing())


def _refused(kind: AnyDecider, complaint: Complaint) -> Refusal | None:
    """Why nobody may, by the first of the roles; None where somebody may."""
    told = [
        kind.refused(complaint, context(LATER, by=_somebody(role), under=SMALL))
        for role in sorted(kind.roles, key=lambda role: (role != "handler", role))
    ]
    return None if None in told else told[0]


def _somebody(role: str) -> Actor:
    return Actor.model_validate({"kind": KINDS.get(role, "staff"), "id": named(role), "role": role})


def _in_words(states: set[State]) -> str:
    if not states:
        return "there is what it is about"
    for name, group in (("any state", set(STATES)), ("open", OPEN), ("ended", ENDED)):
        if states == group:
            return name
    if len(states) > len(STATES) // 2:
        return f"any state but {_listed(set(STATES) - states)}"
    return _listed(states)


def _listed(states: Iterable[State]) -> str:
    return ", ".join(sorted(states, key=STATES.index))
