"""Documents of a complaint, as they are known (7.2)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """A document that was attached, by which event. is_removed: its content is gone.

    party_ids: whose it is: who supplied it, to whom it was sent, and for whom it proves something;
    nobody where that is not known.
    """

    document_id: UUID
    event_id: UUID
    ciphertext_sha256: str
    size: int
    media_type: str
    supplied_by: str
    scan_code: str
    translation_of: UUID | None = None
    template_code: str | None = None
    template_version: int | None = None
    language: str | None = None
    charset: str | None = None
    is_removed: bool = False
    party_ids: tuple[UUID, ...] = ()
