"""What is said of every event: a pattern for each type, by the part of the work it is of."""

from projections.audit_trail.sentences import (
    actions,
    authority,
    closing,
    confidentiality,
    deadlines,
    documents,
    investigation,
    issues,
    linking,
    parties,
    receipt,
    remedies,
    response,
    review,
    tracking,
)

SENTENCES: dict[str, str] = {
    **receipt.SENTENCES,
    **parties.SENTENCES,
    **documents.SENTENCES,
    **issues.SENTENCES,
    **tracking.SENTENCES,
    **deadlines.SENTENCES,
    **investigation.SENTENCES,
    **response.SENTENCES,
    **remedies.SENTENCES,
    **review.SENTENCES,
    **actions.SENTENCES,
    **closing.SENTENCES,
    **linking.SENTENCES,
    **confidentiality.SENTENCES,
    **authority.SENTENCES,
}
"""For each type of event the pattern of its sentence (projections/audit_trail/phrasing.py)."""
