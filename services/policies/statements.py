"""What an organisation states in a stream of its own: a policy, a calendar, what it adopts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters import event_json, octets
from adapters.clock import now
from adapters.record import Append, Claim, EventToAppend, Expectation, StoredEvent
from domain.policy.events import PolicyEvent
from domain.recorded import Recorded
from domain.values import Actor, When


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to be stated. content: what is stated. verb: how the request for it is called."""

    stream_id: UUID
    event: PolicyEvent
    stated_by: Actor
    verb: str
    content: dict[str, Any]

    @property
    def kind(self) -> str:
        """The kind of its stream."""
        return self.event.STREAM_KIND

    @property
    def named(self) -> str:
        """What its stream is of."""
        return self.event.named

    def after(
        self, history: list[StoredEvent], secret: bytes, *, at: datetime | None = None
    ) -> Append:
        """The command that states it as the next event of its stream. at: now, unless told."""
        version = len(history)
        before = history[-1].leaf if history else octets.seed(self.kind, self.stream_id)
        command_id = octets.command_id(secret, self.kind, self.named, str(version + 1))
        written = self._envelope(history, before, command_id, at or now())
        public = event_json.public(written)
        stored = EventToAppend(
            stream_id=self.stream_id,
            version=version + 1,
            stream_kind=self.kind,
            slice=None,
            type=self.event.TYPE,
            public=public,
            leaf=octets.leaf(public),
        )
        command_name = f"{self.verb}_{self.kind}"
        request = octets.request_digest(secret, command_name, self.named, self.content)
        claims = () if history else (Claim(self.kind, self.named),)
        expected = Expectation(self.stream_id, version, before)
        return Append(command_id, request, (expected,), claims, (stored,))

    def _envelope(
        self, history: list[StoredEvent], before: bytes, command_id: UUID, at: datetime
    ) -> Recorded:
        if history:
            at = max(at, event_json.recorded(history[-1].public).recorded_at)
        return Recorded(
            event=self.event,
            event_id=octets.event_id(command_id, 0),
            stream_kind=self.kind,
            stream_id=self.stream_id,
            version=len(history) + 1,
            occurred=When(at=at, zone="UTC"),
            recorded_at=at,
            actor=self.stated_by,
            command_id=command_id,
            correlation_id=command_id,
            prev=before.hex(),
        )
