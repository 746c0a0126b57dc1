"""What may be done next with a complaint, and why the rest may not."""

from dataclasses import dataclass

from domain.clauses import place_of
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import DecisionContext
from domain.errors import Refusal
from domain.registry import COMMANDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A command, and why it cannot be given now; None where it depends on what it says."""

    kind: AnyDecider
    refusal: Refusal | None


def by_clause() -> list[AnyDecider]:
    """Every command that there is, in the order of the standard's clauses."""
    return sorted(COMMANDS.values(), key=lambda kind: place_of(kind.clause))


def possible(complaint: Complaint, context: DecisionContext) -> tuple[Possible, ...]:
    """Every command on a complaint that exists, by clause.

    The context's actor is asked for: a command of other roles is refused for that alone.
    """
    return tuple(
        Possible(kind=kind, refusal=refusal_of(kind, complaint, context))
        for kind in by_clause()
        if not kind.begins
    )


def refusal_of(
    kind: AnyDecider, complaint: Complaint | None, context: DecisionContext
) -> Refusal | None:
    """Why this actor cannot give the command now, whatever it says; None where that decides."""
    role = context.actor.role
    if role not in kind.roles:
        return NotTheirRole(
            instead="ask somebody of one of these roles", role=role, roles=_words(kind.roles)
        )
    return kind.refused(complaint, context)


def _words(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles))
