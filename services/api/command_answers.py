"""What a command over HTTP is answered with (RFC 9110, 9.3.3)."""

from uuid import UUID

from pydantic import BaseModel

from domain.complaint.lifecycle import State


class StoredStep(BaseModel):
    """One event that the command made, in its own complaint or in another one."""

    event_id: UUID
    complaint_id: UUID
    type: str
    version: int


class Links(BaseModel):
    """Where to read on."""

    self: str
    history: str


class CommandAnswer(BaseModel):
    """The complaint right after a command, and what was recorded with it.

    What the organisation owed and was over by then comes first, as the clock's (DeadlineMissed).
    """

    complaint_id: UUID
    reference: str
    version: int
    state: State
    command_id: UUID
    events: list[StoredStep]
    remarks: list[str]
    links: Links
