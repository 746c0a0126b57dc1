"""What documents change: attached, and emptied where their content must not stay (7.2, 4.10)."""

from dataclasses import replace

from domain.complaint.change import Changes
from domain.complaint.events import DocumentAttached, SealedContentRemoved
from domain.complaint.state import Complaint, DocumentState
from domain.recorded import Recorded


def _attached(complaint: Complaint, event: DocumentAttached, recorded: Recorded) -> Complaint:
    document = DocumentState(
        document_id=event.document_id,
        event_id=recorded.event_id,
        ciphertext_sha256=event.ciphertext_sha256,
        size=event.size,
        media_type=event.media_type,
        charset=event.charset,
        supplied_by=event.supplied_by,
        scan_code=event.scan_code,
        translation_of=event.translation_of,
        template_code=event.template_code,
        template_version=event.template_version,
        language=event.language,
    )
    return complaint.changed(documents={**complaint.documents, event.document_id: document})


def _removed(complaint: Complaint, event: SealedContentRemoved, _recorded: Recorded) -> Complaint:
    document = complaint.documents.get(event.document_id) if event.document_id else None
    if document is None:
        return complaint
    emptied = replace(document, is_removed=True)
    return complaint.changed(documents={**complaint.documents, document.document_id: emptied})


CHANGES: Changes = {
    DocumentAttached: _attached,
    SealedContentRemoved: _removed,
}
