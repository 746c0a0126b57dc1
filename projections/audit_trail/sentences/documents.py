"""Sentences for documents that are attached and removed (7.2, 4.10)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "DocumentAttached": "Document {document_id} attached ({media_type}, {size} octets), supplied "
    "by {supplied_by}[; a translation of document {translation_of}][, made by {translated_by}].",
    "SealedContentRemoved": "Sealed content was removed[ from event {target_event_id}][ of "
    "document {document_id}], because {ground_code}" + APPROVED,
}
