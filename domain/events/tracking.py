"""The facts of tracking and contact (ISO 10002:2018, 7.3)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.event import DomainEvent
from domain.privacy import P0, P1, P3
from domain.values import Code, Text


class ContactRecorded(DomainEvent):
    """Somebody was in touch, in either direction (7.3)."""

    TYPE: ClassVar[str] = "ContactRecorded"

    contact_id: Annotated[UUID, P0]
    direction: Annotated[Literal["inbound", "outbound"], P0]
    channel_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    purpose_code: Annotated[
        Literal["status_request", "chaser", "new_information", "reopening", "other"], P0
    ]
    summary: Annotated[Text | None, P3] = None


class CommunicationFailed(DomainEvent):
    """Something that was sent did not arrive (7.3)."""

    TYPE: ClassVar[str] = "CommunicationFailed"

    target_event_id: Annotated[UUID, P0]
    failure_code: Annotated[Literal["bounced", "returned", "wrong_recipient"], P0]


class NoteAdded(DomainEvent):
    """A note for those who may see it (7.3)."""

    TYPE: ClassVar[str] = "NoteAdded"

    visibility_code: Annotated[Code, P0]
    note: Annotated[Text | None, P3] = None


class ComplaintAssigned(DomainEvent):
    """A handler became answerable for the complaint (7.3)."""

    TYPE: ClassVar[str] = "ComplaintAssigned"

    handler: Annotated[UUID, P1]
    unit: Annotated[Code | None, P0] = None


class ComplaintUnassigned(DomainEvent):
    """The complaint has no handler any more (7.3)."""

    TYPE: ClassVar[str] = "ComplaintUnassigned"

    ground_code: Annotated[Code, P0]
