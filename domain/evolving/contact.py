"""What updates, impossible communication, escalation and suspension change (7.3)."""

from domain.event import DomainEvent
from domain.events import (
    CommunicationImpossible,
    ComplaintEscalated,
    HandlingResumed,
    HandlingSuspended,
    ImmediateActionTaken,
    PartyNotified,
    UpdateSent,
)
from domain.evolving.answering import with_answer
from domain.evolving.change import Changes
from domain.evolving.parties import with_outside
from domain.recorded import Recorded
from domain.state import Answer, Complaint, RecourseState


def _unchanged(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint


def _told(complaint: Complaint, event: UpdateSent, recorded: Recorded) -> Complaint:
    communications = complaint.communications | {recorded.event_id}
    told = {recorded.event_id: event.final_expected_on} if event.final_expected_on else {}
    return with_outside(complaint, event.recourse).changed(
        communications=communications, days_told={**complaint.days_told, **told}
    )


def _notified(complaint: Complaint, _event: PartyNotified, recorded: Recorded) -> Complaint:
    return complaint.changed(communications=complaint.communications | {recorded.event_id})


def _impossible(
    complaint: Complaint, event: CommunicationImpossible, recorded: Recorded
) -> Complaint:
    """A response that nobody can be told counts as given: the decision is the answer."""
    known = complaint.changed(impossible=complaint.impossible | {event.purpose_code})
    decision = complaint.decision
    if event.purpose_code != "response" or complaint.state != "DECIDED" or decision is None:
        return known
    answer = Answer(
        kind="impossible",
        event_id=recorded.event_id,
        stage=decision.stage,
        issue_ids=tuple(each.issue_id for each in decision.issues),
        decision_id=decision.decision_id,
    )
    return with_answer(known, answer).changed(
        state="RESPONDED", answered_stage=decision.stage, recourse=RecourseState()
    )


def _escalated(complaint: Complaint, event: ComplaintEscalated, _recorded: Recorded) -> Complaint:
    return complaint.changed(escalation_level=max(complaint.escalation_level, event.to_level))


def _suspended(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint.changed(is_suspended=complaint.is_open)


def _resumed(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint.changed(is_suspended=False)


CHANGES: Changes = {
    ImmediateActionTaken: _unchanged,
    UpdateSent: _told,
    PartyNotified: _notified,
    CommunicationImpossible: _impossible,
    ComplaintEscalated: _escalated,
    HandlingSuspended: _suspended,
    HandlingResumed: _resumed,
}
