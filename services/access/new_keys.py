"""Keys as they are made: 256 random bits, shown once, kept as a hash."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from adapters.clock import now, random_octets
from adapters.postgres.staff import StaffKey
from domain.errors import ErrorCategory
from domain.values import Actor, instant_text
from services.access.rights import KEY_ROLES, KINDS, PARTY_ROLES, Role

FORM = re.compile(r"plaint_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
UNIT = re.compile(r"[a-z][a-z0-9_]{0,79}")
LONGEST_LABEL = 80


class UnknownRole(ValueError):
    """A role, unit, label or end that no key can be made with, or a party's key for nobody."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever a key stands for, by a random id; prefix: the visible part of the key used."""

    id: UUID
    role: Role
    unit: str | None
    prefix: str

    @property
    def actor(self) -> Actor:
        """The principal as events name it."""
        kind = KINDS.get(self.role, "staff")
        return Actor(kind=kind, id=self.id, role=self.role, unit=self.unit)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; it is nowhere else and cannot be shown again."""

    principal: Principal
    key: str = field(repr=False)
    stored: StaffKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a key bears beside whose it is: what it is known by, and when it ends by itself."""

    label: str | None = None
    expires_at: datetime | None = None


def role_of(name: str) -> Role:
    """The role of that name. Raises UnknownRole."""
    known = next((one for one in KEY_ROLES if one == name), None)
    if known is None:
        raise UnknownRole(f"no such role ({name!r}): use one of {', '.join(KEY_ROLES)}")
    return known


def made(
    role: Role,
    principal_id: UUID,
    *,
    unit: str | None,
    label: str | None,
    expires_at: datetime | None,
) -> NewKey:
    """A new key. Raises UnknownRole for a unit, a label or an end that none can have."""
    if unit is not None and not UNIT.fullmatch(unit):
        raise UnknownRole(f"a unit is a code such as claims_north ({unit!r}): write it so")
    if label is not None and not (label.isprintable() and 0 < len(label.strip()) <= LONGEST_LABEL):
        raise UnknownRole(f"a label is one line of 1 to {LONGEST_LABEL} signs: write it so")
    if label is not None and role in PARTY_ROLES:
        raise UnknownRole(
            "a party's key has no label: who they are stands in their complaint, where an erasure "
            "reaches it; leave it out, and find the key by the party's id"
        )
    if expires_at is not None and expires_at <= now():
        raise UnknownRole(
            f"a key that ends at {instant_text(expires_at)} has ended already: "
            "name a later time, or leave its end out"
        )
    prefix = random_octets(6).hex()
    secret = base64.urlsafe_b64encode(random_octets(32)).decode().rstrip("=")
    text = f"plaint_{prefix}_{secret}"
    stored = StaffKey(
        *(principal_id, role, unit, hash_of(text), prefix),
        created_at=now(),
        label=label,
        expires_at=expires_at,
    )
    return NewKey(Principal(principal_id, role, unit, prefix), text, stored)


def hash_of(text: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(text.encode()).digest()
