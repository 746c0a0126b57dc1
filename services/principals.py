"""Who comes in: keys made once and shown once, and the principal that a key stands for."""

import base64
import hashlib
import hmac
import re
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal, get_args
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.clock import random_id, random_octets
from adapters.postgres.staff import StaffDirectory, StaffKey
from domain.values import Actor

StaffRole = Literal[
    "handler",
    "investigator",
    "approver",
    "reviewer",
    "action_owner",
    "management_representative",
    "top_management",
    "privacy_officer",
    "policy_owner",
    "auditor",
    "system",
]
PartyRole = Literal["party", "representative"]
Role = StaffRole | PartyRole
ROLES: tuple[StaffRole, ...] = get_args(StaffRole)
"""The roles of those who work here, the system among them."""
PARTY_ROLES: tuple[PartyRole, ...] = get_args(PartyRole)
"""The roles of those outside, each with a key for one complaint."""
KEY_ROLES: tuple[Role, ...] = (*ROLES, *PARTY_ROLES)
FORM = re.compile(r"plaint_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
UNIT = re.compile(r"[a-z][a-z0-9_]{0,79}")
FRESH_SECONDS = 3.0
MOST_REMEMBERED = 1024
NOBODY = bytes(32)


KINDS: dict[str, Literal["system", "party"]] = {
    "system": "system",
    **dict.fromkeys(PARTY_ROLES, "party"),
}
"""What whoever has the role is, if they are no staff."""


class UnknownRole(ValueError):
    """A role or a unit that no key can be made for, or a party's key for nobody."""


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


class Principals:
    """Makes, recognises and revokes keys; a revoked one is refused within three seconds."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._directory = StaffDirectory(pool)
        self._known: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    async def new(
        self, role: str, *, unit: str | None = None, principal_id: UUID | None = None
    ) -> NewKey:
        """A new key of 256 random bits; principal_id gives a principal that exists another one.

        Raises UnknownRole for a role outside KEY_ROLES, a unit that is no code, and where a key of
        a party does not say by principal_id which party it is.
        """
        known = next((one for one in KEY_ROLES if one == role), None)
        if known is None:
            raise UnknownRole(f"no such role ({role!r}): use one of {', '.join(KEY_ROLES)}")
        if known in PARTY_ROLES and principal_id is None:
            raise UnknownRole(
                f"a key of the role {role} is one party's: give --complaint and --party-id"
            )
        if unit is not None and not UNIT.fullmatch(unit):
            raise UnknownRole(f"a unit is a code such as claims_north ({unit!r}): write it so")
        prefix = random_octets(6).hex()
        secret = base64.urlsafe_b64encode(random_octets(32)).decode().rstrip("=")
        text = f"plaint_{prefix}_{secret}"
        principal = Principal(principal_id or random_id(), known, unit, prefix)
        await self._directory.keep(StaffKey(principal.id, known, unit, _hash(text), prefix))
        return NewKey(principal, text)

    async def principal_of(self, text: str) -> Principal | None:
        """Whom the key stands for; None for a key that is malformed, unknown or revoked."""
        form = FORM.fullmatch(text)
        if form is None:
            return None
        digest = _hash(text)
        since, principal = self._known.get(digest, (0.0, None))
        if principal is None or monotonic() - since > FRESH_SECONDS:
            principal = await self._look_up(form[1], digest)
        return principal

    async def any(self) -> bool:
        """Whether a key was ever made."""
        return await self._directory.any()

    async def keys(self) -> list[StaffKey]:
        """Every key ever made, oldest first, without its hash."""
        return [replace(key, key_hash=b"") for key in await self._directory.all()]

    async def revoke(self, prefix: str) -> bool:
        """End the key with this prefix; False when there is none or it had ended before."""
        self._known.clear()
        return await self._directory.revoke(prefix)

    async def _look_up(self, prefix: str, digest: bytes) -> Principal | None:
        self._known.pop(digest, None)
        stored = await self._directory.find(prefix)
        matches = hmac.compare_digest(digest, stored.key_hash if stored else NOBODY)
        role = next((one for one in KEY_ROLES if stored and one == stored.role), None)
        if not matches or stored is None or stored.revoked_at is not None or role is None:
            return None
        principal = Principal(stored.principal_id, role, stored.unit, prefix)
        self._known[digest] = (monotonic(), principal)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return principal


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
