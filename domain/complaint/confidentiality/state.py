"""What is known of the record itself: documents, consents, holds, requests, erasure (4.9, 4.10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

ErasureStatus = Literal["requested", "approved", "deferred", "erased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a party consented to, or does not any more. from_id: in a complaint merged into this."""

    consent_id: UUID
    purpose_code: str
    party_id: UUID
    is_given: bool
    from_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold that stands."""

    hold_id: UUID
    ground_code: str
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequest:
    """A party's request for what is recorded about them. is_done: supplied or refused."""

    request_id: UUID
    party_id: UUID
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A request to erase, and how far it is.

    party_id: whose data; None for everybody's. requester: the staff who entered it, and when.
    approver: who approved it last. is_with_documents: documents go with the identity of whose they
    are. key_ids: of the keys that it destroyed, once it is carried out; erased_party_ids: whose
    identity went with them.
    """

    request_id: UUID
    party_id: UUID | None
    class_codes: tuple[str, ...]
    requester: UUID
    legal_basis_code: str
    requested_at: datetime
    status: ErasureStatus = "requested"
    until_on: date | None = None
    approver: UUID | None = None
    is_with_documents: bool = False
    key_ids: tuple[str, ...] = ()
    erased_party_ids: tuple[UUID, ...] = ()

    def covers(self, class_code: str, party_id: UUID | None) -> bool:
        """Whether what is sealed in this class under this party's key is to go.

        Text and documents (P3) are the whole complaint's and belong to nobody alone.
        """
        if class_code not in self.class_codes:
            return False
        return class_code == "P3" or self.party_id in (None, party_id)

    def covers_document(self, party_ids: Collection[UUID]) -> bool:
        """Whether a document of these people is to go: with all texts, or with one of them."""
        if "P3" in self.class_codes:
            return True
        is_meant = bool(party_ids) if self.party_id is None else self.party_id in party_ids
        return self.is_with_documents and is_meant
