"""4.9 What an act names as its proof is there to be looked at."""

from domain.complaint.draft import Draft
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.decision_context import Command
from domain.errors import Refusal


class NoSuchProof(Refusal, code="NoSuchProof"):
    """A proof was named that the complaint does not have."""

    clause = "4.9"
    rule = "what proves an act is an event or a document of this complaint"
    instead = "attach the document, or record the contact, first, and name its whole id"


def check_proof(draft: Draft, command: Command) -> None:
    """Refuse a proof that is not there; a receipt may name what comes later. Raises NoSuchProof."""
    proof_id = getattr(command, "entered_from", None)
    if draft.state is None or proof_id is None:
        return
    events = {one.event_id for one in draft.context.history}
    elsewhere = {one.document_id for one in documents_elsewhere(draft.state)}
    if proof_id not in events | elsewhere | draft.state.documents.keys():
        raise NoSuchProof(complaint=draft.state.reference, entered_from=proof_id)
