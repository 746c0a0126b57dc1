"""Who asks beside the one whose work it is: every other role, strangers, the excluded, nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.values import Actor
from services.access.rights import KEY_ROLES, KINDS, PARTY_ROLES
from tests.fuzz.described import Operation
from tests.fuzz.world import World
from tests.support.controls import named
from tests.support.people import CLOCK, MANAGEMENT, STAFF, STRANGER

LET_IN = frozenset({200, 201, 403, 404, 409, 422})
"""What somebody may hear whom the door lets in; the rules have their say, too."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody at the door. statuses: what they may be answered; who: what they are to it."""

    who: str
    actor: Actor | None
    statuses: frozenset[int]


def of_role(role: str) -> Actor:
    """Somebody of a role."""
    known = (each for each in (*STAFF, CLOCK) if each.role == role)
    other = Actor(kind=KINDS.get(role, "staff"), id=named(f"the {role}"), role=role)
    return next(known, other)


def excluded(role: str) -> Actor:
    """Whoever of a role shall have nothing to do with any complaint."""
    return Actor(kind="staff", id=named(f"excluded {role}"), role=role)


def not_let_in(operation: Operation, world: World, of: UUID | None) -> Iterator[Asker]:
    """Nobody, every role that may not, and those for whom the complaint is not there."""
    if not operation.needs_key:
        return
    yield Asker("nobody", None, frozenset({401}))
    for role in KEY_ROLES:
        if role not in operation.roles:
            yield Asker(role, _anybody(role, world, of), frozenset({403}))
    if of is None:
        return
    not_there = frozenset({404})
    for known in operation.roles:
        if known in PARTY_ROLES:
            yield Asker("a stranger", Actor(kind="party", id=STRANGER, role=known), not_there)
        elif not world.is_seen(excluded(known), of, operation.name):
            yield Asker(f"excluded {known}", excluded(known), not_there)


def let_in(operation: Operation, world: World, of: UUID | None) -> Iterator[Asker]:
    """Everybody whom the door lets in."""
    for role in operation.roles:
        yield Asker(role, _anybody(role, world, of), LET_IN)


def _anybody(role: str, world: World, of: UUID | None) -> Actor:
    if role not in PARTY_ROLES:
        return of_role(role)
    complaint = world.office.complaints[of] if of else None
    acting = [one.representative_party_id for one in complaint.representations] if complaint else []
    own = list(complaint.parties) if complaint else []
    found = acting if role == "representative" else [each for each in own if each not in acting]
    return Actor(kind="party", id=found[0] if found else STRANGER, role=role)


EXCLUDES = MANAGEMENT
"""Who excludes."""
