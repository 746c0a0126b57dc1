"""A policy in force: adopted in a record as a policy owner does it, or given without a record."""

from datetime import datetime
from time import monotonic
from uuid import UUID

from adapters.record import Record
from domain.policy import Policy
from domain.policy.adopting import Adoption, AdoptPolicy
from domain.values import Actor, PolicyRef
from services.policies.adopt_policy import adopt
from services.policies.policy_history import latest_of
from services.policies.policy_in_force import FRESH_SECONDS, PolicyInForce, publish

OWNER = Actor(kind="staff", id=UUID(int=7), role="policy_owner")


async def put_in_force(
    record: Record,
    policy: Policy,
    *,
    secret: bytes,
    zone: str = "Europe/London",
    legal_entity: str = "main",
    at: datetime | None = None,
) -> Adoption:
    """Publish a policy and adopt it from today on."""
    await publish(record, policy, secret=secret)
    command = AdoptPolicy(
        legal_entity=legal_entity,
        zone=zone,
        policy_id=policy.policy_id,
        policy_version=(await latest_of(record, policy.policy_id)).version,
        ground_code="decided",
    )
    return (await adopt(record, command, by=OWNER, secret=secret, at=at))[0]


class LatestOf:
    """The latest version of one policy, in force for everybody: what no test of adopting asks."""

    def __init__(self, record: Record, *, policy_id: str, legal_entity: str, zone: str) -> None:
        self._record, self._policy_id = record, policy_id
        self._entity = (legal_entity, zone)
        self._known: tuple[float, PolicyInForce] | None = None

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        """The policy as it was published last; kept for a moment, as the product does."""
        if self._known is None or monotonic() - self._known[0] > FRESH_SECONDS:
            found = await latest_of(self._record, self._policy_id)
            ref = PolicyRef(id=self._policy_id, version=found.version)
            self._known = (monotonic(), PolicyInForce(found.policy, ref, *self._entity))
        return self._known[1]

    async def every(self) -> tuple[PolicyInForce, ...]:
        """The same."""
        return (await self.in_force(),)
