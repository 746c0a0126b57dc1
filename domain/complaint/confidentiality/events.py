"""The facts about the record itself: disclosed, asked for, corrected, held, erased (4.9, 4.10)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from domain.event import ArrivingEvent, DomainEvent, OutsideEvent
from domain.privacy import P0, P1, P2, P3
from domain.values import Code, Instant, Text


class ConsentRecorded(ArrivingEvent):
    """A party gave or withdrew consent for a purpose (4.10).

    from_id: in that complaint of theirs, as long as it is merged into this one.
    """

    TYPE: ClassVar[str] = "ConsentRecorded"

    consent_id: Annotated[UUID, P0]
    purpose_code: Annotated[Code, P0]
    is_given: Annotated[bool, P0]
    party_id: Annotated[UUID, P0]
    from_id: Annotated[UUID | None, P0] = None


ClassCode = Literal["P2", "P3", "P4"]
Classes = Annotated[tuple[ClassCode, ...], Field(min_length=1)]
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class PersonalDataDisclosed(DomainEvent):
    """Personal data left the process, to whom and by what right (4.10)."""

    TYPE: ClassVar[str] = "PersonalDataDisclosed"

    recipient_kind: Annotated[Code, P0]
    field_codes: Annotated[tuple[Code, ...], P0, Field(min_length=1)]
    legal_basis_code: Annotated[Code, P0]
    recipient: Annotated[Text | None, P2] = None


class DataBreachRecorded(DomainEvent):
    """Personal data of this complaint reached somebody who may not have it (4.10)."""

    TYPE: ClassVar[str] = "DataBreachRecorded"

    breach_id: Annotated[UUID, P0]
    class_codes: Annotated[Classes, P0]
    persons_count: Annotated[int, P0, Field(ge=0)]
    contained_at: Annotated[Instant | None, P0] = None
    detail: Annotated[Text | None, P3] = None


class AuthorityNotified(DomainEvent):
    """An authority was told of a breach, or it was decided why not (4.10)."""

    TYPE: ClassVar[str] = "AuthorityNotified"

    breach_id: Annotated[UUID, P0]
    authority_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]


class RecordRequested(OutsideEvent):
    """A party asks for what is recorded about them (4.10)."""

    TYPE: ClassVar[str] = "RecordRequested"

    request_id: Annotated[UUID, P0]
    party_id: Annotated[UUID, P0]
    scope_code: Annotated[Code, P0]


class RecordSupplied(DomainEvent):
    """The party got what they asked for (4.10)."""

    TYPE: ClassVar[str] = "RecordSupplied"

    request_id: Annotated[UUID, P0]
    format_code: Annotated[Code, P0]
    is_redacted: Annotated[bool, P0]


class RecordRefused(DomainEvent):
    """The party does not get what they asked for, and why (4.10)."""

    TYPE: ClassVar[str] = "RecordRefused"

    request_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]


class LegalHoldPlaced(DomainEvent):
    """Nothing of this complaint may be erased while the hold stands (4.10)."""

    TYPE: ClassVar[str] = "LegalHoldPlaced"

    hold_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]
    until_on: Annotated[date | None, P0] = None
    explanation: Annotated[Text | None, P3] = None


class LegalHoldReleased(DomainEvent):
    """The hold stands no more (4.10)."""

    TYPE: ClassVar[str] = "LegalHoldReleased"

    hold_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]


class ErasureRequested(DomainEvent):
    """Personal data of the complaint is to be erased, on request or when its time is over.

    is_with_documents: the documents of whose identity goes, and letters to them, go too.
    """

    TYPE: ClassVar[str] = "ErasureRequested"

    request_id: Annotated[UUID, P0]
    party_id: Annotated[UUID | None, P0] = None
    class_codes: Annotated[Classes, P0]
    legal_basis_code: Annotated[Code, P0]
    is_with_documents: Annotated[Literal[True] | None, P0] = None


class ErasureApproved(DomainEvent):
    """Somebody with authority approved the erasure (4.10)."""

    TYPE: ClassVar[str] = "ErasureApproved"

    request_id: Annotated[UUID, P0]
    approved_by: Annotated[UUID, P1]
    separation: Annotated[Literal["independent", "relaxed"], P0]
    ground_code: Annotated[Code | None, P0] = None


class ErasureDeferred(DomainEvent):
    """The erasure waits, until when and why (4.10)."""

    TYPE: ClassVar[str] = "ErasureDeferred"

    request_id: Annotated[UUID, P0]
    until_on: Annotated[date | None, P0] = None
    ground_code: Annotated[Code, P0]


class PersonalDataErased(DomainEvent):
    """The keys are gone, and with them what was sealed under them (4.10).

    ground_code: why without a request; the copies of who left with their own complaint (7.3).
    """

    TYPE: ClassVar[str] = "PersonalDataErased"

    request_id: Annotated[UUID, P0]
    key_ids: Annotated[tuple[KeyId, ...], P0]
    ground_code: Annotated[Literal["released"] | None, P0] = None
