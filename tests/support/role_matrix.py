"""Who sees and does what with a complaint, by role and by what they are to it (4.7, 4.9).

The page docs/roles.md shows this table, and the tests of the interface ask it, cell by cell.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from domain.registry import COMMANDS
from services.access.rights import (
    COMPARERS,
    DOCUMENT_READERS,
    ONE_COMPLAINT,
    OPENERS,
    PARTY_ROLES,
    ROLES,
    SERVICE_ROLES,
)

Relation = Literal["own", "unit", "excluded", "party", "stranger", "departed"]
Seen = Literal["whole", "own shape", "row", "no row", "done", "not theirs", "not there"]
STATUS: dict[Seen, Collection[int]] = {
    "whole": (200,),
    "own shape": (200,),
    "row": (200,),
    "no row": (200,),
    "done": (200, 409),
    "not theirs": (403,),
    "not there": (404,),
}
"""What HTTP answers; what is done may be refused by a rule of the complaint."""
OF_STAFF: tuple[Relation, ...] = ("own", "unit", "excluded")
OF_PARTIES: tuple[Relation, ...] = ("party", "stranger", "departed")
OUT_OF_SIGHT: frozenset[Relation] = frozenset({"excluded", "stranger", "departed"})
NOBODYS = UUID("0b5e1f6a-7f0d-4c1e-9a53-3d9f4c0e8a11")


@dataclass(frozen=True)
class Question:
    """Something that is asked of a complaint. path: after its address; roles: at the door."""

    name: str
    path: str
    roles: Collection[str]


QUESTIONS = (
    Question("the complaint", "", ONE_COMPLAINT),
    Question("as it was", "?at=2098-01-01T00:00:00Z", ONE_COMPLAINT),
    Question("opened", "/opened", OPENERS),
    Question("history", "/history", ROLES),
    Question("a due date", "/deadlines/{deadline}", ROLES),
    Question("likely duplicates", "/likely-duplicates", COMPARERS),
    Question("a document of the party", "/documents/{document}", DOCUMENT_READERS),
    Question("another document", "/documents/{inside}", DOCUMENT_READERS),
)
QUEUE = Question("in the queue", "/v1/queue?limit=200", ROLES)
DEED = "a command"
COLUMNS = (*(each.name for each in QUESTIONS), QUEUE.name, DEED)
DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "action_owner": ("complete_action", {"action_id": str(NOBODYS)}),
    "management_representative": ("escalate", {"ground_code": "repeat"}),
    "top_management": ("escalate", {"ground_code": "repeat"}),
    "privacy_officer": ("place_hold", {"ground_code": "litigation"}),
    "policy_owner": ("recount_deadlines", {}),
    "system": ("pass_deadline", {"deadline_id": str(NOBODYS)}),
    "party": ("record_contact", {"direction": "inbound"}),
    "representative": ("record_contact", {"direction": "inbound"}),
}
"""A command of each role; of the others a note is asked."""


def deed_of(role: str) -> tuple[str, dict[str, Any]]:
    """A command, and what it says, that shows whether the role acts."""
    return DEEDS.get(role, ("add_note", {"note": "Called back."}))


def rows() -> Iterator[tuple[str, Relation]]:
    """Every role in each relation that it can have; nobody excludes the system."""
    for role in ROLES:
        yield from ((role, each) for each in OF_STAFF if (role, each) != ("system", "excluded"))
    for service in SERVICE_ROLES:
        yield service, "unit"
    for party in PARTY_ROLES:
        yield from ((party, each) for each in OF_PARTIES)


def seen(role: str, relation: Relation, column: str) -> Seen:
    """What somebody of a role is answered, by what they are to the complaint."""
    if column == DEED:
        is_theirs, found = role in COMMANDS[deed_of(role)[0]].roles, "done"
    elif column == QUEUE.name:
        is_theirs, found = role in QUEUE.roles, "row"
    else:
        (asked,) = (each for each in QUESTIONS if each.name == column)
        has_shape = role in PARTY_ROLES and asked.roles is ONE_COMPLAINT
        is_theirs, found = role in asked.roles, "own shape" if has_shape else "whole"
        if role in PARTY_ROLES and asked.name == "another document":
            return "not there"
    if not is_theirs:
        return "not theirs"
    if relation in OUT_OF_SIGHT:
        return "no row" if column == QUEUE.name else "not there"
    return found  # type: ignore[return-value]
