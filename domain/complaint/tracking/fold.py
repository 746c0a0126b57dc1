"""What updates, impossible communication, escalation and suspension change (7.3)."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.deadlines.extensions_told import with_extensions_told
from domain.complaint.events import (
    CommunicationFailed,
    CommunicationImpossible,
    ComplaintAssigned,
    ComplaintEscalated,
    ComplaintUnassigned,
    ContactRecorded,
    HandlingResumed,
    HandlingSuspended,
    NoteAdded,
    PartyNotified,
    UpdateSent,
)
from domain.complaint.linking.brought_matter import letter_of_others
from domain.complaint.linking.kept_informed import with_informed, without_informed
from domain.complaint.parties.fold import with_outside
from domain.complaint.parties.notified import without_told
from domain.complaint.response.fold import with_answer
from domain.complaint.state import (
    Answer,
    Complaint,
    RecourseState,
)
from domain.complaint.tracking.communications import came_back, communicated
from domain.event import DomainEvent
from domain.recorded import Recorded


def _updated(complaint: Complaint, event: UpdateSent, recorded: Recorded) -> Complaint:
    informed = with_informed(communicated(complaint, event, recorded), recorded)
    return with_outside(informed, event.recourse).changed(is_unreached=False)


def _contacted(complaint: Complaint, event: ContactRecorded, recorded: Recorded) -> Complaint:
    return with_informed(communicated(complaint, event, recorded), recorded)


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
        remedy_ids=tuple(each.remedy_id for each in decision.remedies),
    )
    return with_answer(known, answer).changed(
        state="RESPONDED", answered_stage=decision.stage, recourse=RecourseState()
    )


def _escalated(complaint: Complaint, event: ComplaintEscalated, _recorded: Recorded) -> Complaint:
    level = max(complaint.levels.get(event.from_id, 0), event.to_level)
    return with_levels(complaint, {**complaint.levels, event.from_id: level})


def with_levels(complaint: Complaint, levels: Mapping[UUID | None, int]) -> Complaint:
    """The complaint, which stands at the highest level of those that took it up."""
    highest = max(levels.values(), default=0)
    return complaint.changed(levels=levels, escalation_level=highest)


def _suspended(complaint: Complaint, event: HandlingSuspended, _recorded: Recorded) -> Complaint:
    return complaint.changed(is_suspended=complaint.is_open, suspended_until_on=event.until_on)


def _resumed(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint.changed(is_suspended=False)


def _failed(complaint: Complaint, event: CommunicationFailed, recorded: Recorded) -> Complaint:
    others = letter_of_others(complaint, event.target_event_id) if event.others_know else None
    complaint = without_told(complaint, by_id=event.target_event_id)
    complaint = came_back(complaint, event.target_event_id, recorded.occurred.day)
    complaint = without_informed(complaint, event.target_event_id).changed(is_unreached=True)
    complaint = with_extensions_told(complaint, event.target_event_id)
    answer = complaint.answer
    if answer is None or answer.kind != "response" or answer.event_id != event.target_event_id:
        return complaint
    if others:
        # The answer stands by the letter that they have.
        return complaint.changed(
            answers=(*complaint.answers[:-1], replace(answer, event_id=others))
        )
    ending = complaint.ending
    stood_at = complaint.state if complaint.is_open or ending is None else ending.from_state
    if stood_at != "RESPONDED":
        # What the complainant answered had arrived.
        return complaint
    answers = (*complaint.answers[:-1], replace(answer, has_failed=True))
    failed = complaint.changed(answers=answers)
    if complaint.state != "RESPONDED":
        return failed
    is_known = complaint.acknowledged_by is not None
    return failed.changed(state="DECIDED", is_acknowledged=is_known, is_known_by_answer=False)


def _assigned(complaint: Complaint, event: ComplaintAssigned, _recorded: Recorded) -> Complaint:
    return complaint.changed(handler=event.handler, unit=event.unit or complaint.unit)


def _unassigned(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint.changed(handler=None)


def _noted(complaint: Complaint, event: NoteAdded, recorded: Recorded) -> Complaint:
    pointed = (*complaint.split_documents, *(event.documents or ()))
    return communicated(complaint, event, recorded).changed(split_documents=pointed)


CHANGES: Changes = {
    UpdateSent: _updated,
    PartyNotified: communicated,
    CommunicationImpossible: _impossible,
    ComplaintEscalated: _escalated,
    HandlingSuspended: _suspended,
    HandlingResumed: _resumed,
    ContactRecorded: _contacted,
    CommunicationFailed: _failed,
    NoteAdded: _noted,
    ComplaintAssigned: _assigned,
    ComplaintUnassigned: _unassigned,
}
