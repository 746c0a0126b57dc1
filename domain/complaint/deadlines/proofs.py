"""What proves that something was done in time, where it is entered afterwards (4.9, 6.2)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from domain.complaint.corrections.corrected_fields import PROOF, corrected_code
from domain.complaint.events import (
    ComplaintAcknowledged,
    DocumentAttached,
    NoteAdded,
    RecordCorrected,
    ResponseSent,
    UpdateSent,
)
from domain.decision_context import DecisionContext
from domain.event import ArrivingEvent
from domain.recorded import Recorded

SENT = (ComplaintAcknowledged, ResponseSent, UpdateSent)
"""What whoever complains is sent."""


def is_proved(event_id: UUID, context: DecisionContext, *, due_at: datetime) -> bool:
    """Whether a proof of this event was named, with it or by a correction that another approved."""
    return any(
        names_proof(one, context, due_at=due_at)
        if one.event_id == event_id
        else _is_named_later(one, event_id, context)
        for one in context.history
    )


def names_proof(act: Recorded, context: DecisionContext, *, due_at: datetime) -> bool:
    """Whether the act names what proves it: nobody does so by their own later word.

    It was there when the act was due, or comes from somebody else; where the policy waives the
    second person, one is enough. What is made with the act, such as a letter, was not there before;
    one's own note of what is to be sent shows no sending.
    """
    if isinstance(act.event, SENT) and _is_own_note(act, context):
        return False
    return proves(act.entered_from, act.actor.id, context, due_at=due_at)


def proves(
    proof_id: UUID | None, actor_id: UUID, context: DecisionContext, *, due_at: datetime
) -> bool:
    """Whether this proves what the actor says, by the same rule."""
    proof = _told_by(proof_id, context.history) if proof_id else None
    if proof is None:
        return False
    was_there = proof.recorded_at <= due_at or is_of_another(proof, context, actor_id)
    return was_there and _shows_dealings(proof)


def is_of_another(one: Recorded, context: DecisionContext, by: UUID) -> bool:
    """Whether somebody else recorded it; where the policy waives the second, one is enough."""
    return context.policy.separation.approve == "waived" or one.actor.id != by


def _shows_dealings(one: Recorded) -> bool:
    """Whether it is a document, a note, or tells of dealings with those outside.

    That an answer was prepared, found or approved shows no sending.
    """
    return isinstance(one.event, DocumentAttached | NoteAdded | ArrivingEvent)


def _is_own_note(act: Recorded, context: DecisionContext) -> bool:
    """Whether nothing but a note of whoever acts is named, where it takes a second person."""
    proof = _told_by(act.entered_from, context.history) if act.entered_from else None
    is_note = isinstance(proof.event, NoteAdded) if proof else False
    return is_note and proof is not None and not is_of_another(proof, context, act.actor.id)


def _told_by(proof_id: UUID, history: Iterable[Recorded]) -> Recorded | None:
    """The event that the proof is, or by which the document came."""
    named = (one for one in history if proof_id in (one.event_id, _document_of(one)))
    return next(named, None)


def _document_of(one: Recorded) -> UUID | None:
    return getattr(one.event, "document_id", None)


def _is_named_later(one: Recorded, event_id: UUID, context: DecisionContext) -> bool:
    """Whether a correction, for which another person vouched, names what shows the act."""
    event = one.event
    if not isinstance(event, RecordCorrected) or event.target_event_id != event_id:
        return False
    named = corrected_code(event, PROOF)
    proof = _told_by(UUID(named), context.history) if named else None
    return proof is not None and _shows_dealings(proof)
