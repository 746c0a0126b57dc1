"""The policy in force: published once as an event, read from the record, kept for a moment."""

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID, uuid5

from adapters import event_json, octets
from adapters.clock import now
from adapters.record import Append, Expectation, NewEvent, Outcome, Record, StoredEvent
from domain.actors import system_actor
from domain.events import PolicyPublished
from domain.policy import Policy
from domain.recorded import Recorded
from domain.values import PolicyRef, When

POLICY_STREAMS = UUID("0d5c9ad0-6a0b-5f0e-9d6b-6c1c0a5d7e21")
"""The namespace of policy streams: a policy's stream is the uuid5 of its id under it."""

FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy as published, and the legal entity and time zone that it is applied to."""

    policy: Policy
    ref: PolicyRef
    legal_entity: str
    zone: str


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

    def _fresh(self) -> PolicyInForce | None:
        if self._known is None or monotonic() - self._known[0] > FRESH_SECONDS:
            return None
        return self._known[1]

    async def _latest(self) -> PolicyInForce:
        asked_at = monotonic()
        published = await self._record.stream(uuid5(POLICY_STREAMS, self._policy_id))
        if not published:
            raise NoPolicy(f"policy {self._policy_id!r} was never published: run `plaint init`")
        ref = PolicyRef(id=self._policy_id, version=published[-1].version)
        if self._known is not None and self._known[1].ref == ref:
            latest = self._known[1]
        else:
            policy = Policy.model_validate(_content(published[-1]))
            latest = PolicyInForce(policy, ref, *self._entity)
        self._known = (asked_at, latest)
        return latest


async def publish(record: Record, policy: Policy, *, secret: bytes) -> bool:
    """Publish a policy unless its latest version says the same; True when it was published.

    The whole content is stored, so that a due date can be explained for ever (invariant 16).
    """
    content = policy.model_dump(mode="json", exclude_none=True)
    history = await record.stream(uuid5(POLICY_STREAMS, policy.policy_id))
    if history and _content(history[-1]) == content:
        return False
    append = _publication(policy.policy_id, content, history, secret)
    return (await record.append(append)).outcome is Outcome.STORED


def _content(stored: StoredEvent) -> dict[str, Any]:
    event = event_json.recorded(stored.public).event
    assert isinstance(event, PolicyPublished)
    return event.content


def _publication(
    policy_id: str, content: dict[str, Any], history: list[StoredEvent], secret: bytes
) -> Append:
    stream_id = uuid5(POLICY_STREAMS, policy_id)
    actor = system_actor("policy")
    version = len(history)
    before = history[-1].leaf if history else octets.seed("policy", stream_id)
    command_id = octets.command_id(secret, "policy", policy_id, str(version + 1))
    event = PolicyPublished(policy_id=policy_id, content=content, published_by=actor.id)
    before_at = event_json.recorded(history[-1].public).recorded_at if history else now()
    at = max(now(), before_at)
    written = Recorded(
        event=event,
        event_id=octets.event_id(command_id, 0),
        stream_kind="policy",
        stream_id=stream_id,
        version=version + 1,
        occurred=When(at=at, zone="UTC"),
        recorded_at=at,
        actor=actor,
        command_id=command_id,
        correlation_id=command_id,
        prev=before.hex(),
    )
    public = event_json.public(written)
    request = octets.request_digest(secret, "publish_policy", policy_id, content)
    new = NewEvent(
        stream_id=stream_id,
        version=version + 1,
        stream_kind="policy",
        slice=None,
        type=event.TYPE,
        public=public,
        leaf=octets.leaf(public),
    )
    return Append(command_id, request, (Expectation(stream_id, version, before),), (), (new,))
