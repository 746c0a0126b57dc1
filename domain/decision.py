"""What a decision is given and what it yields: a situation, a command, facts or a refusal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

from domain.event import DomainEvent
from domain.policy import Policy
from domain.values import Actor, PolicyRef, When


class Command(BaseModel):
    """What somebody asks for: frozen, closed to unknown fields, checked in shape only."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a decision may know beside the complaint: no clock, no lots, no directory.

    now: our instant, aware UTC; it becomes ``recorded_at``. policy: as it stands at this instant.
    complaint_id, reference, legal_entity, zone: of the complaint that a receipt would begin; a
    complaint that exists knows its own. zone: IANA name of the legal entity's time zone.
    """

    command_id: UUID
    complaint_id: UUID
    reference: str
    legal_entity: str
    zone: str
    actor: Actor
    now: datetime
    policy: Policy
    policy_ref: PolicyRef

    def event_id(self, index: int) -> UUID:
        """The id that the command's event at ``index`` (from 0) gets when it is stored."""
        return uuid5(self.command_id, str(index))

    def new_id(self, what: str, number: int = 1) -> UUID:
        """An id for something that the command makes, the same whenever it is repeated."""
        return uuid5(self.command_id, f"{what}-{number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One event that a decision yields, with what its envelope cannot take from the command.

    actor: None for the command's own; consequences carry the system. occurred: the world's time.
    caused_by: index within this command of the fact that brought it about.
    """

    event: DomainEvent
    occurred: When
    actor: Actor | None = None
    caused_by: int | None = None
    on_behalf_of: UUID | None = None
    entered_from: UUID | None = None
