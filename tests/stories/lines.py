"""What a story is made of: its commands, the sentences of its events, the policy it is under."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Refusal
from domain.policy import Policy
from domain.recorded import Recorded
from domain.values import PolicyRef
from projections import audit_trail
from projections._kit.applied import Applied
from services.commands.stream_heads import NotFound
from services.policies.policy_in_force import PolicyInForce

Refused = Refusal | NotFound
ENTITY, ZONE = "main", "Europe/London"


@dataclass(frozen=True)
class Line:
    """One event of a story, as its audit trail tells it.

    complaint: its name in the story.
    """

    complaint: str
    sentence: str
    occurred: str


@dataclass(frozen=True)
class Step:
    """One command of a story: what it recorded, or why it was refused."""

    command: str
    role: str
    at: datetime
    complaint: str
    lines: tuple[Line, ...] = ()
    refusal: Refused | None = None


class PolicyGiven:
    """The policy of a story; it can be published anew while the story goes on."""

    def __init__(self, policy: Policy) -> None:
        self.policy, self.version = policy, 1

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        """The policy as it is now."""
        ref = PolicyRef(id=self.policy.policy_id, version=self.version)
        return PolicyInForce(self.policy, ref, ENTITY, ZONE)

    def publish(self, policy: Policy) -> None:
        """Another version."""
        self.policy, self.version = policy, self.version + 1


def sentence_of(recorded: Recorded) -> str:
    """The sentence that the audit trail has for an event."""
    (entry,) = audit_trail.rows(Applied(recorded, b"", b"", recorded.position or 0))
    return entry.sentence
