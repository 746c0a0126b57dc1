"""The parts of docs/roles.md that are made from the code."""

from pathlib import Path

from domain.clauses import TITLES
from domain.next_steps import by_clause
from domain.registry import COMMANDS
from services.access.rights import ONE_COMPLAINT
from tests.docs.made import Made, with_parts
from tests.docs.tables import table
from tests.support.role_matrix import COLUMNS, rows, seen

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
SIGNS = {
    "whole": "●",
    "own shape": "◐",
    "row": "●",
    "done": "●",
    "no row": "·",
    "not there": "·",
    "not theirs": "○",
}
"""How much of it is seen, from all to nothing."""
RELATIONS = {
    "own": "handles it",
    "unit": "of any unit",
    "excluded": "excluded",
    "party": "of this complaint",
    "stranger": "of another one",
    "departed": "has left",
}


def _sight() -> str:
    """Relations in which a role sees the same, and roles that do, share a row."""
    whose: dict[tuple[str, ...], list[str]] = {}
    for role, relation in rows():
        cells = tuple(SIGNS[seen(role, relation, column)] for column in COLUMNS)
        whose.setdefault((role, *cells), []).append(RELATIONS[relation])
    alike: dict[tuple[str, ...], list[str]] = {}
    for (role, *signs), relations in whose.items():
        alike.setdefault((", ".join(relations), *signs), []).append(f"`{role}`")
    told = [(", ".join(roles), *cells) for cells, roles in alike.items()]
    return table("role", "who", *COLUMNS, rows=told)


def _deeds() -> str:
    clauses = dict.fromkeys(kind.clause for kind in by_clause())
    told = []
    for clause in clauses:
        kinds = [kind for kind in COMMANDS.values() if kind.clause == clause]
        counts = [sum(role in kind.roles for kind in kinds) for role in ONE_COMPLAINT]
        told.append((f"{clause} {TITLES[clause]}", *(str(one) if one else "" for one in counts)))
    return table("clause", *(f"`{role}`" for role in ONE_COMPLAINT), rows=told)


MADE: Made = {"sight": _sight, "deeds": _deeds}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
