"""When the facts happened that others follow (invariant 2)."""

from dataclasses import dataclass
from uuid import UUID

from domain.values import When

STATE, ATTEMPT = "state", "attempt"
"""The fact by which a complaint came into its state, and the one that began its attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A fact that others follow. type: its event's; when: as it counts."""

    event_id: UUID
    type: str
    when: When
