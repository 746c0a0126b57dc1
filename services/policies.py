"""The policy in force: published once as an event, read from the record, kept for a moment."""

import asyncio
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

from adapters.clock import now
from adapters.record import Record
from domain.policy import Policy
from domain.values import PolicyRef
from services.published import policy_of, policy_stream
from services.publishing import publish
from services.running_out import RunningOut, days_left, running_out

__all__ = ["NoPolicy", "PolicyBook", "PolicyInForce", "publish"]

FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy as published, and the legal entity and time zone that it is applied to."""

    policy: Policy
    ref: PolicyRef
    legal_entity: str
    zone: str


class Policies(Protocol):
    """Where the policy in force is known."""

    async def in_force(self) -> PolicyInForce:
        """The policy, its version, and the legal entity that it is for."""


class NoPolicy(LookupError):
    """No policy of this id was ever published here."""


class PolicyBook:
    """Answers which policy is in force; a new version is seen within two seconds."""

    def __init__(self, record: Record, *, policy_id: str, legal_entity: str, zone: str) -> None:
        self._record = record
        self._policy_id = policy_id
        self._entity = (legal_entity, zone)
        self._known: tuple[float, PolicyInForce] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def in_force(self) -> PolicyInForce:
        """The latest version of the installation's policy. Raises NoPolicy."""
        known = self._fresh()
        if known is None:
            async with self._one_at_a_time:
                known = self._fresh() or await self._latest()
        return known

    async def running_out(self) -> tuple[RunningOut, ...]:
        """The calendars in force that soon end; none before a policy was published."""
        found = await self._in_use()
        return running_out(*found) if found else ()

    async def days_left(self) -> dict[str, int]:
        """Of each calendar in force that ends, how many days it knows still."""
        found = await self._in_use()
        return days_left(*found) if found else {}

    async def _in_use(self) -> tuple[Policy, date] | None:
        """The policy in force, and which day it is for it; None before one was published."""
        try:
            in_force = await self.in_force()
        except NoPolicy:
            return None
        return in_force.policy, now().astimezone(ZoneInfo(in_force.zone)).date()

    def _fresh(self) -> PolicyInForce | None:
        if self._known is None or monotonic() - self._known[0] > FRESH_SECONDS:
            return None
        return self._known[1]

    async def _latest(self) -> PolicyInForce:
        asked_at = monotonic()
        published = await self._record.stream(policy_stream(self._policy_id))
        if not published:
            raise NoPolicy(f"policy {self._policy_id!r} was never published: run `plaint init`")
        ref = PolicyRef(id=self._policy_id, version=published[-1].version)
        if self._known is not None and self._known[1].ref == ref:
            latest = self._known[1]
        else:
            found = await policy_of(self._record, published[-1])
            latest = PolicyInForce(found.policy, ref, *self._entity)
        self._known = (asked_at, latest)
        return latest
