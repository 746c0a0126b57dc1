"""What may be done next with a complaint, and why the rest may not (lifecycle, 6)."""

from dataclasses import dataclass

from domain.authority import NotTheirRole
from domain.commands import COMMANDS
from domain.commands.clauses import place_of
from domain.commands.kind import CommandKind
from domain.decision import Situation
from domain.errors import Refusal
from domain.state import Complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A command, and why it cannot be given now; None where it depends on what it says."""

    kind: CommandKind
    refusal: Refusal | None


def by_clause() -> list[CommandKind]:
    """Every command that there is, in the order of the standard's clauses."""
    return sorted(COMMANDS.values(), key=lambda kind: place_of(kind.clause))


def possible(complaint: Complaint, situation: Situation) -> tuple[Possible, ...]:
    """Every command on a complaint that exists, by clause.

    The situation's actor is asked for: a command of other roles is refused for that alone.
    """
    return tuple(
        Possible(kind=kind, refusal=refusal_of(kind, complaint, situation))
        for kind in by_clause()
        if not kind.begins
    )


def refusal_of(
    kind: CommandKind, complaint: Complaint | None, situation: Situation
) -> Refusal | None:
    """Why this actor cannot give the command now, whatever it says; None where that decides."""
    role = situation.actor.role
    if role not in kind.roles:
        return NotTheirRole(
            instead="ask somebody of one of these roles", role=role, roles=_words(kind.roles)
        )
    return kind.refused(complaint, situation)


def _words(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles))
