"""The facts of documents: attached by reference, removed where they must not stay (7.2)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from domain.complaint.authority.events import UnderApproval
from domain.event import ArrivingEvent
from domain.privacy import P0, P1, P3
from domain.values import Code, Language, Text

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MediaType = Annotated[
    str,
    StringConstraints(
        max_length=127,
        pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$",
    ),
]
"""A type and subtype of RFC 6838, 4.2, in lower case and without parameters."""
Charset = Annotated[str, StringConstraints(max_length=63, pattern=r"^[a-z0-9][a-z0-9!#$&+^_.-]*$")]
"""A charset's name, in lower case (RFC 2978, 2.3)."""
Supplier = Literal["complainant", "representative", "staff", "third_party", "external_body"]


class DocumentAttached(ArrivingEvent):
    """A document belongs to the complaint; its content lies encrypted outside the record (7.2).

    size: octets of the content. scan_code: what became of the search for malware. template_code,
    template_version, language: of a letter that was made here. charset: of a text, where it is
    known. from_party_id: who supplied it, where that was said; to_party_id: to whom a letter went.
    """

    TYPE: ClassVar[str] = "DocumentAttached"

    document_id: Annotated[UUID, P0]
    ciphertext_sha256: Annotated[Sha256, P0]
    size: Annotated[int, P0, Field(ge=0)]
    media_type: Annotated[MediaType, P0]
    supplied_by: Annotated[Supplier, P0]
    scan_code: Annotated[Literal["clean", "not_scanned"], P0]
    translation_of: Annotated[UUID | None, P0] = None
    translated_by: Annotated[Literal["human", "machine"] | None, P0] = None
    template_code: Annotated[Code | None, P0] = None
    template_version: Annotated[int | None, P0, Field(ge=1)] = None
    language: Annotated[Language | None, P0] = None
    charset: Annotated[Charset | None, P0] = None
    from_party_id: Annotated[UUID | None, P0] = None
    to_party_id: Annotated[UUID | None, P0] = None
    title: Annotated[Text | None, P3] = None
    plaintext_sha256: Annotated[str | None, P3] = None


class SealedContentRemoved(UnderApproval):
    """Sealed content that must not stay was removed; that it was there stays (4.10)."""

    TYPE: ClassVar[str] = "SealedContentRemoved"

    target_event_id: Annotated[UUID | None, P0] = None
    document_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[
        Literal["wrong_person", "third_party_data", "malware", "court_order"], P0
    ]
    approved_by: Annotated[UUID, P1]
