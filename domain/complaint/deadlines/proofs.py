"""What proves that something was done in time, where it is entered afterwards (4.9, 6.2)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from domain.complaint.corrections.corrected_fields import PROOF, corrected_code
from domain.complaint.events import ComplaintReceived, RecordCorrected
from domain.decision_context import DecisionContext
from domain.recorded import Recorded


def is_proved(event_id: UUID, context: DecisionContext, *, due_at: datetime) -> bool:
    """Whether a proof of this event was named, with it or by a correction that another approved."""
    return any(
        names_proof(one, context, due_at=due_at)
        if one.event_id == event_id
        else _is_named_later(one, event_id)
        for one in context.history
    )


def names_proof(act: Recorded, context: DecisionContext, *, due_at: datetime) -> bool:
    """Whether the act names what proves it: nobody does so by their own later word.

    It was there when the act was due, or comes from somebody else; where the policy waives the
    second person, one is enough. What is made with the act, such as a letter, was not there before.
    """
    return proves(act.entered_from, act.actor.id, context, due_at=due_at)


def proves(
    proof_id: UUID | None, actor_id: UUID, context: DecisionContext, *, due_at: datetime
) -> bool:
    """Whether this proves what the actor says, by the same rule."""
    proof = _told_by(proof_id, context.history) if proof_id else None
    if proof is None or not _can_prove(proof):
        return False
    return proof.recorded_at <= due_at or is_of_another(proof, context, actor_id)


def is_of_another(one: Recorded, context: DecisionContext, by: UUID) -> bool:
    """Whether somebody else recorded it; where the policy waives the second, one is enough."""
    return context.policy.separation.approve == "waived" or one.actor.id != by


def _can_prove(one: Recorded) -> bool:
    """Not what the clock says, nor the complaint itself."""
    return one.actor.kind != "system" and not isinstance(one.event, ComplaintReceived)


def _told_by(proof_id: UUID, history: Iterable[Recorded]) -> Recorded | None:
    """The event that the proof is, or by which the document came."""
    named = (one for one in history if proof_id in (one.event_id, _document_of(one)))
    return next(named, None)


def _document_of(one: Recorded) -> UUID | None:
    return getattr(one.event, "document_id", None)


def _is_named_later(one: Recorded, event_id: UUID) -> bool:
    event = one.event
    if not isinstance(event, RecordCorrected) or event.target_event_id != event_id:
        return False
    return corrected_code(event, PROOF) is not None
