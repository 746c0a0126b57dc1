"""The policy in force: what each legal entity adopted, read from the record, kept for a moment."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Protocol

from adapters.clock import now
from adapters.record import Record
from domain.errors import ErrorCategory
from domain.local_times import day_in
from domain.policy import Policy
from domain.policy.adopting import Adoption, OtherThanAdopted, in_force
from domain.values import PolicyRef
from services.policies.calendars_ending import RunningOut, days_left, running_out
from services.policies.policy_history import adoptions, policy_at
from services.policies.publish_policy import publish

__all__ = ["NoPolicy", "PolicyBook", "PolicyInForce", "publish"]

FRESH_SECONDS = 2.0
OF_ENTITY = (
    "unset it, or name the data folder of that entity with --data; `plaint policy adopt` with "
    "--legal-entity gives complaints of another entity that are kept here a policy of their own"
)


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy as published, and the legal entity and time zone that it is applied to."""

    policy: Policy
    ref: PolicyRef
    legal_entity: str
    zone: str


class Policies(Protocol):
    """Where the policy in force is known."""

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        """The policy of an entity, or of the installation's, and its version."""


class NoPolicy(LookupError):
    """No policy was adopted here yet."""

    category = ErrorCategory.UNAVAILABLE


class PolicyBook:
    """Answers which policy is in force; what is adopted is seen within two seconds."""

    def __init__(self, record: Record, *, now: Callable[[], datetime] = lambda: now()) -> None:
        self._record = record
        self._now = now
        self._known: tuple[float, Mapping[str, Sequence[Adoption]]] = (0.0, {})
        self._policies: dict[PolicyRef, Policy] = {}
        self._one_at_a_time = asyncio.Lock()

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        """What the entity adopted; else what the installation's did, whose is the first adoption.

        Raises NoPolicy.
        """
        by_entity = await self._adoptions()
        of_entity = by_entity.get(legal_entity or "", ())
        found = in_force(of_entity, self._now()) or in_force(_first(by_entity), self._now())
        if found is None:
            raise NoPolicy("no policy was adopted here yet: the first `plaint up` adopts one")
        return await self._applied(found)

    async def every(self) -> tuple[PolicyInForce, ...]:
        """What is in force for each entity that adopted a policy, the installation's first."""
        by_entity = await self._adoptions()
        found = [in_force(one, self._now()) for one in by_entity.values()]
        return tuple([await self._applied(one) for one in found if one is not None])

    async def legal_entities(self) -> tuple[str, ...]:
        """Those that adopted a policy, the installation's first."""
        return tuple(await self._adoptions())

    async def must_be(self, named: Mapping[str, str | None]) -> None:
        """Refuse settings that name another policy, legal_entity or zone than was adopted.

        Before the first adoption they are free. Raises OtherThanAdopted.
        """
        if not any(named.values()) or not await self._adoptions():
            return
        found = await self.in_force()
        adopted = {"policy": found.ref.id, "legal_entity": found.legal_entity, "zone": found.zone}
        for name, value in named.items():
            if value is not None and value != adopted[name]:
                setting = f"PLAINT_{name.upper()}"
                instead = OF_ENTITY if name == "legal_entity" else None
                raise OtherThanAdopted(
                    setting=setting, named=value, adopted=adopted[name], instead=instead
                )

    async def running_out(self) -> tuple[RunningOut, ...]:
        """The calendars in force that soon end; none before a policy was adopted."""
        found = [running_out(policy, today) for policy, today in await self._in_use()]
        return tuple(dict.fromkeys(one for ending in found for one in ending))

    async def days_left(self) -> dict[str, int]:
        """Of each calendar in force that ends, how many days it knows still."""
        left: dict[str, int] = {}
        for policy, today in await self._in_use():
            for named, days in days_left(policy, today).items():
                left[named] = min(days, left.get(named, days))
        return left

    async def _in_use(self) -> list[tuple[Policy, date]]:
        """Each policy in force, and which day it is for it."""
        return [(one.policy, day_in(one.zone, self._now())) for one in await self.every()]

    async def _adoptions(self) -> Mapping[str, Sequence[Adoption]]:
        known = self._fresh()
        if known is None:
            async with self._one_at_a_time:
                known = self._fresh()
                if known is None:
                    asked_at = monotonic()
                    known = await adoptions(self._record)
                    self._known = (asked_at, known)
        return known

    def _fresh(self) -> Mapping[str, Sequence[Adoption]] | None:
        asked_at, known = self._known
        # Nothing yet is no answer to keep: the first start adopts at any moment.
        return known if known and monotonic() - asked_at <= FRESH_SECONDS else None

    async def _applied(self, adoption: Adoption) -> PolicyInForce:
        ref = adoption.ref
        if ref not in self._policies:
            self._policies[ref] = (await policy_at(self._record, ref)).policy
        return PolicyInForce(self._policies[ref], ref, adoption.legal_entity, adoption.zone)


def _first(by_entity: Mapping[str, Sequence[Adoption]]) -> Sequence[Adoption]:
    """The adoptions of the installation's entity."""
    return next(iter(by_entity.values()), ())
