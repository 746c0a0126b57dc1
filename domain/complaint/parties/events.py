"""The facts of who complains, who acts for them, and what they consent to (ISO 10002, 7.2)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.parts import Contact
from domain.event import ArrivingEvent, DomainEvent, OutsideEvent
from domain.privacy import P0, P2, P4
from domain.values import Code, Text, When

PartyKind = Literal["person", "organisation"]


class RepresentativeAuthorised(DomainEvent):
    """Somebody may act for a party, on a recorded authority (invariant 5).

    from_id: the complaint that was merged into this one, and in which it was told; own_party_id:
    who the representative is there.
    """

    TYPE: ClassVar[str] = "RepresentativeAuthorised"
    SEALED_UNDER: ClassVar[str] = "representative_party_id"

    party_id: Annotated[UUID, P0]
    representative_party_id: Annotated[UUID, P0]
    authority_basis_code: Annotated[Code, P0]
    document_id: Annotated[UUID | None, P0] = None
    valid_from_on: Annotated[date | None, P0] = None
    valid_until_on: Annotated[date | None, P0] = None
    from_id: Annotated[UUID | None, P0] = None
    own_party_id: Annotated[UUID | None, P0] = None
    representative: Annotated[Contact | None, P2] = None


class RepresentationEnded(OutsideEvent):
    """Somebody acts for the party no more; letters go to whom this names (7.2).

    representative_party_id: everybody who acted for the party, where it is absent.
    """

    TYPE: ClassVar[str] = "RepresentationEnded"

    party_id: Annotated[UUID, P0]
    ground_code: Annotated[
        Literal["revoked", "resigned", "expired", "refused", "principal_died", "released"], P0
    ]
    correspondence_to: Annotated[UUID, P0]
    representative_party_id: Annotated[UUID | None, P0] = None


class ComplainantJoined(DomainEvent):
    """Another complainant has the same complaint, such as a joint holder (7.2).

    from_id: the complaint that was merged into this one, and with which they came. own_reference,
    received: of the complaint that they made themselves. acknowledged: when they were told there of
    its receipt, where it came into that one by a merger too.
    """

    TYPE: ClassVar[str] = "ComplainantJoined"

    party_id: Annotated[UUID, P0]
    kind: Annotated[PartyKind, P0]
    must_agree: Annotated[bool, P0]
    from_id: Annotated[UUID | None, P0] = None
    own_reference: Annotated[str | None, P0] = None
    received: Annotated[When | None, P0] = None
    acknowledged: Annotated[When | None, P0] = None
    complainant: Annotated[Contact | None, P2] = None


class ComplainantLeft(OutsideEvent):
    """A complainant is no longer part of the complaint (7.2).

    released: the complaint with which they came goes on by itself again (7.3).
    """

    TYPE: ClassVar[str] = "ComplainantLeft"

    party_id: Annotated[UUID, P0]
    ground_code: Annotated[Literal["left", "died", "released"], P0]


class ComplainantSubstituted(DomainEvent):
    """Somebody took a complainant's place, such as an heir (7.2)."""

    TYPE: ClassVar[str] = "ComplainantSubstituted"
    SEALED_UNDER: ClassVar[str] = "new_party_id"

    old_party_id: Annotated[UUID, P0]
    new_party_id: Annotated[UUID, P0]
    document_id: Annotated[UUID | None, P0] = None
    complainant: Annotated[Contact | None, P2] = None
    basis: Annotated[Text | None, P4] = None


class PartyIdentityVerified(DomainEvent):
    """That a party is who they say was checked (7.2)."""

    TYPE: ClassVar[str] = "PartyIdentityVerified"

    party_id: Annotated[UUID, P0]
    method_code: Annotated[Code, P0]
    level_code: Annotated[Code, P0]


class PartyDetailsCorrected(ArrivingEvent):
    """What is known of a party was wrong or has changed (4.9).

    from_id: the complaint that was merged into this one, and in which it was told.
    """

    TYPE: ClassVar[str] = "PartyDetailsCorrected"

    party_id: Annotated[UUID, P0]
    field_codes: Annotated[tuple[Code, ...], P0, Field(min_length=1)]
    ground_code: Annotated[Code, P0]
    from_id: Annotated[UUID | None, P0] = None
    values: Annotated[Contact | None, P2] = None
