"""How each event changes what is known of a complaint: one function for each type of event."""

from domain.complaint.actions import fold as actions
from domain.complaint.authority import fold as authority
from domain.complaint.change import Changes
from domain.complaint.closing import fold as closing
from domain.complaint.confidentiality import fold as confidentiality
from domain.complaint.corrections import fold as corrections
from domain.complaint.deadlines import fold as deadlines
from domain.complaint.documents import fold as documents
from domain.complaint.investigation import evidence_fold as evidence
from domain.complaint.investigation import fold as investigation
from domain.complaint.issues import fold as issues
from domain.complaint.linking import fold as linking
from domain.complaint.objectivity import fold as objectivity
from domain.complaint.parties import fold as parties
from domain.complaint.receipt import fold as receipt
from domain.complaint.remedies import fold as remedies
from domain.complaint.response import fold as response
from domain.complaint.review import fold as review
from domain.complaint.satisfaction import fold as satisfaction
from domain.complaint.tracking import fold as tracking

FOLDS: tuple[Changes, ...] = (
    receipt.CHANGES,
    parties.CHANGES,
    objectivity.CHANGES,
    tracking.CHANGES,
    issues.CHANGES,
    investigation.CHANGES,
    evidence.CHANGES,
    response.CHANGES,
    remedies.CHANGES,
    review.CHANGES,
    actions.CHANGES,
    deadlines.CHANGES,
    closing.CHANGES,
    linking.CHANGES,
    documents.CHANGES,
    confidentiality.CHANGES,
    corrections.CHANGES,
    satisfaction.CHANGES,
    authority.CHANGES,
)
CHANGES: Changes = {event: change for fold in FOLDS for event, change in fold.items()}
"""What each event does; a house test holds it complete."""
