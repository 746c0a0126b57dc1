"""The facts of tracking and contact (ISO 10002:2018, 7.3)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import DocumentPointer, Recourse
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0, P1, P3
from domain.values import Code, Text


class ContactRecorded(OutsideEvent):
    """Somebody was in touch, in either direction (7.3)."""

    TYPE: ClassVar[str] = "ContactRecorded"

    contact_id: Annotated[UUID, P0]
    direction: Annotated[Literal["inbound", "outbound"], P0]
    channel_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    purpose_code: Annotated[
        Literal["status_request", "chaser", "new_information", "reopening", "other"], P0
    ]
    final_expected_on: Annotated[date | None, P0] = None
    summary: Annotated[Text | None, P3] = None


class CommunicationFailed(OutsideEvent):
    """Something that was sent did not arrive (7.3).

    others_know: it told the answer, which others of those who complain know by another letter.
    """

    TYPE: ClassVar[str] = "CommunicationFailed"

    target_event_id: Annotated[UUID, P0]
    failure_code: Annotated[Literal["bounced", "returned", "wrong_recipient"], P0]
    others_know: Annotated[Literal[True] | None, P0] = None


class UpdateSent(DomainEvent):
    """The complainant was told how it stands, or that it takes longer (7.3)."""

    TYPE: ClassVar[str] = "UpdateSent"

    kind: Annotated[Literal["progress", "holding", "reminder"], P0]
    channel_code: Annotated[Code, P0]
    to_party_id: Annotated[UUID, P0]
    recourse: Annotated[tuple[Recourse, ...], P0] = ()
    final_expected_on: Annotated[date | None, P0] = None
    content: Annotated[Text | None, P3] = None


class CommunicationImpossible(UnderApproval):
    """What is owed cannot be told to anybody, and why (7.3).

    Approved where the complainant is known, and nothing that was sent failed to arrive.
    """

    TYPE: ClassVar[str] = "CommunicationImpossible"

    purpose_code: Annotated[Literal["acknowledgement", "response", "update"], P0]
    ground_code: Annotated[Literal["anonymous", "no_address", "no_contact_wished", "unsafe"], P0]


class PartyNotified(DomainEvent):
    """Somebody beside the complainant was told (5.4.1, Annex D)."""

    TYPE: ClassVar[str] = "PartyNotified"

    audience_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
    channel_code: Annotated[Code, P0]


class NoteAdded(DomainEvent):
    """A note for those who may see it (7.3).

    documents: what was attached to a complaint that goes on in this one, after they were merged.
    """

    TYPE: ClassVar[str] = "NoteAdded"

    visibility_code: Annotated[Code, P0]
    documents: Annotated[tuple[DocumentPointer, ...] | None, P0] = None
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


class ComplaintEscalated(DomainEvent):
    """A higher level took the complaint up (7.3, Annex G).

    from_id: it had taken up that complaint, and has this one as long as that is merged into it.
    """

    TYPE: ClassVar[str] = "ComplaintEscalated"

    from_level: Annotated[int, P0]
    to_level: Annotated[int, P0]
    ground_code: Annotated[
        Literal["deadline", "severity", "safety", "complainant", "conflict", "repeat", "authority"],
        P0,
    ]
    from_id: Annotated[UUID | None, P0] = None


class HandlingSuspended(UnderApproval):
    """Work stops; the clocks stop only if the policy says so (7.3)."""

    TYPE: ClassVar[str] = "HandlingSuspended"

    ground_code: Annotated[Code, P0]
    until_on: Annotated[date | None, P0] = None


class HandlingResumed(DomainEvent):
    """Work goes on (7.3)."""

    TYPE: ClassVar[str] = "HandlingResumed"

    ground_code: Annotated[Code | None, P0] = None
