"""Who comes in: the principal that a key stands for, and how keys follow each other and end."""

import hmac
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.clock import now, random_id
from adapters.postgres.staff import StaffDirectory, StaffKey
from domain.errors import ErrorCategory
from domain.values import instant_text
from services.access.new_keys import FORM, NewKey, Principal, UnknownRole, hash_of, made, role_of
from services.access.rights import KEY_ROLES, PARTY_ROLES

FRESH_SECONDS = 3.0
MOST_REMEMBERED = 1024
SHORTEST = 4
NOBODY = bytes(32)

logger = structlog.get_logger(__name__)


class NoSuchKey(LookupError):
    """No key in force has this prefix, or no key was ever made for this person."""

    category = ErrorCategory.NOT_FOUND


class KeyExpired(PermissionError):
    """The key was right and has ended by itself, or another one has taken its place."""

    def __init__(self, prefix: str, at: datetime, *, is_replaced: bool) -> None:
        super().__init__(
            "the key was replaced" if is_replaced else f"the key expired at {instant_text(at)}"
        )
        # Whoever has a key that leaked learns nothing of the one in its place.
        self.instead = (
            "use the one that took its place"
            if is_replaced
            else f"ask for another one: `plaint key replace {prefix}`"
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of a key for a moment."""

    since: float
    principal: Principal
    expires_at: datetime | None
    is_replaced: bool


class Principals:
    """Recognises, makes and ends keys; a revoked one is refused within three seconds.

    by: who makes or ends a key, kept with it and in the log.
    """

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]], *, by: UUID | None = None
    ) -> None:
        self._directory = StaffDirectory(pool)
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._by = by

    async def new(
        self,
        role: str,
        *,
        unit: str | None = None,
        principal_id: UUID | None = None,
        label: str | None = None,
        expires_at: datetime | None = None,
    ) -> NewKey:
        """A new key; principal_id gives a person who has keys already another one.

        Raises UnknownRole, also where a party's key does not say by principal_id whose it is.
        """
        known = role_of(role)
        if known in PARTY_ROLES and principal_id is None:
            raise UnknownRole(
                f"a key of the role {role} is one party's: give --complaint and --party-id"
            )
        whose = principal_id or random_id()
        new = self._by_us(made(known, whose, unit=unit, label=label, expires_at=expires_at))
        await self._directory.keep(new.stored)
        self._log("key.made", new.stored)
        return new

    async def replace(
        self,
        prefix: str,
        *,
        overlap: timedelta = timedelta(0),
        expires_at: datetime | None = None,
    ) -> NewKey:
        """A key of the same person in the place of this one, which ends after the overlap.

        expires_at: of the new one; unless told, it lives as long as the old one was to live. Raises
        NoSuchKey for one that there is not, that is revoked or was replaced before; UnknownRole.
        """
        old, at = await self._in_force(prefix), now()
        if expires_at is None and old.expires_at is not None and old.created_at is not None:
            expires_at = at + (old.expires_at - old.created_at)
        kept = {"unit": old.unit, "label": old.label}
        new = self._by_us(made(role_of(old.role), old.principal_id, **kept, expires_at=expires_at))
        if not await self._directory.follow(prefix, new.stored, old_ends_at=at + overlap):
            raise NoSuchKey(f"the key {prefix} was replaced or revoked meanwhile")
        self._known.clear()
        self._log("key.replaced", new.stored, replaced=prefix)
        return new

    async def principal_of(self, text: str) -> Principal | None:
        """Whom the key stands for; None for a key that is malformed, unknown or revoked.

        Raises KeyExpired for a right one whose time is over.
        """
        form = FORM.fullmatch(text)
        if form is None:
            return None
        digest = hash_of(text)
        known = self._known.get(digest)
        if known is None or monotonic() - known.since > FRESH_SECONDS:
            known = await self._look_up(form[1], digest)
        if known is None:
            return None
        if known.expires_at is not None and known.expires_at <= now():
            raise KeyExpired(form[1], known.expires_at, is_replaced=known.is_replaced)
        return known.principal

    async def any(self) -> bool:
        """Whether a key was ever made."""
        return await self._directory.any()

    async def keys(self) -> list[StaffKey]:
        """Every key ever made, oldest first, without its hash."""
        return [key.without_hash() for key in await self._directory.all()]

    async def latest_of(self, word: str) -> StaffKey:
        """The latest key of somebody who works here, by their id or its first four characters.

        Raises NoSuchKey.
        """
        found = [
            key
            for key in await self.keys()
            if str(key.principal_id).startswith(word.lower()) and key.role not in PARTY_ROLES
        ]
        if len({key.principal_id for key in found}) != 1 or len(word) < SHORTEST:
            several = "several persons are meant by" if found else "no key was ever made for"
            raise NoSuchKey(f"{several} {word}: `plaint key list` shows each person's id")
        return found[-1]

    async def revoke(self, prefix: str) -> bool:
        """End the key with this prefix; False when there is none or it was revoked before."""
        self._known.clear()
        stored = await self._directory.find(prefix)
        if stored is None or not await self._directory.revoke(prefix, by=self._by):
            return False
        self._log("key.revoked", stored)
        return True

    async def _in_force(self, prefix: str) -> StaffKey:
        found = await self._directory.find(prefix)
        if found is None or found.revoked_at is not None:
            raise NoSuchKey(f"no key in force has the prefix {prefix}: see `plaint key list`")
        if found.replaced_by is not None:
            by = found.replaced_by
            raise NoSuchKey(f"the key {prefix} was replaced by {by}: replace that one")
        return found

    async def _look_up(self, prefix: str, digest: bytes) -> _Known | None:
        self._known.pop(digest, None)
        stored = await self._directory.find(prefix)
        matches = hmac.compare_digest(digest, stored.key_hash if stored else NOBODY)
        role = next((one for one in KEY_ROLES if stored and one == stored.role), None)
        if not matches or stored is None or stored.revoked_at is not None or role is None:
            return None
        await self._note_use(stored)
        principal = Principal(stored.principal_id, role, stored.unit, prefix)
        known = self._known[digest] = _Known(
            monotonic(), principal, stored.expires_at, stored.replaced_by is not None
        )
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return known

    async def _note_use(self, key: StaffKey) -> None:
        """Once a day; who may come in does not depend on whether it can be written."""
        at = now()
        has_ended = key.expires_at is not None and key.expires_at <= at
        if key.last_used_on != at.date() and not has_ended:
            with suppress(psycopg.Error):
                await self._directory.note_use(key.prefix, at.date())

    def _by_us(self, key: NewKey) -> NewKey:
        return replace(key, stored=replace(key.stored, made_by=self._by))

    def _log(self, event: str, of: StaffKey, **more: str) -> None:
        by = str(self._by) if self._by else None
        whose = {"principal": str(of.principal_id), "role": of.role, "unit": of.unit}
        logger.info(event, prefix=of.prefix, by=by, **whose, **more)
