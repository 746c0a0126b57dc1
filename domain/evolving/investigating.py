"""What acknowledging, assessing, investigating and deciding change (7.4 to 7.7)."""

from dataclasses import replace

from domain.events import (
    ComplaintAcknowledged,
    ComplaintAssessed,
    DecisionApproved,
    DecisionProposed,
    DecisionReturned,
    FindingRecorded,
    InvestigationOpened,
)
from domain.evolving.attempts import in_attempt
from domain.evolving.change import Changes
from domain.evolving.parties import with_outside
from domain.evolving.telling import with_acknowledged, without_told
from domain.recorded import Recorded
from domain.state import Assessment, Complaint, Decision


def _acknowledged(
    complaint: Complaint, event: ComplaintAcknowledged, recorded: Recorded
) -> Complaint:
    communications = complaint.communications | {recorded.event_id}
    if event.is_for_party_alone:
        day = recorded.occurred.day
        told = with_acknowledged(complaint, event.to_party_id, day, recorded.occurred)
        return told.changed(communications=communications)
    now = in_attempt(complaint, event.stage, event.round)
    known = with_acknowledged(now, event.to_party_id, recorded.occurred.day, recorded.occurred)
    told = with_outside(known, event.recourse or ())
    return told.changed(is_acknowledged=True, communications=communications)


def _assessed(complaint: Complaint, event: ComplaintAssessed, _recorded: Recorded) -> Complaint:
    before = complaint.assessment
    assessment = Assessment(
        severity_code=event.severity_code,
        is_safety=event.is_safety,
        priority_code=event.priority_code,
        handling_code=event.handling_code or (before.handling_code if before else None),
    )
    state = "ASSESSED" if complaint.state == "RECEIVED" else complaint.state
    return complaint.changed(assessment=assessment, state=state)


def _opened(complaint: Complaint, event: InvestigationOpened, _recorded: Recorded) -> Complaint:
    now = in_attempt(complaint, event.stage, event.round)
    return now.changed(state="INVESTIGATING") if now.state == "ASSESSED" else now


def _found(complaint: Complaint, event: FindingRecorded, _recorded: Recorded) -> Complaint:
    now = in_attempt(complaint, event.stage, event.round)
    place = (event.issue_id, event.stage, event.round)
    return now.changed(findings={**now.findings, place: event.finding_code})


def _proposed(complaint: Complaint, event: DecisionProposed, recorded: Recorded) -> Complaint:
    if complaint.state not in ("ASSESSED", "INVESTIGATING", "REVIEW", "DECIDED"):
        return complaint
    superseded = complaint.decision if complaint.state == "DECIDED" else None
    decision = Decision(
        decision_id=event.decision_id,
        stage=event.stage,
        round=event.round,
        author=recorded.actor.id,
        proposed_at=recorded.recorded_at,
        before=superseded.before if superseded else complaint.state,
        issues=event.issues,
        remedies=event.remedies,
    )
    now = in_attempt(complaint, event.stage, event.round)
    untold = without_told(now, issue_ids=(each.issue_id for each in event.issues))
    return untold.changed(state="DECIDED", decision=decision)


def _approved(complaint: Complaint, event: DecisionApproved, recorded: Recorded) -> Complaint:
    decision = complaint.decision
    if decision is None or decision.decision_id != event.decision_id:
        return complaint
    approved = replace(
        decision, approver=recorded.actor.id, authority_rule_id=event.authority_rule_id
    )
    return complaint.changed(decision=approved)


def _returned(complaint: Complaint, event: DecisionReturned, _recorded: Recorded) -> Complaint:
    decision = complaint.decision
    if decision is None or decision.decision_id != event.decision_id:
        return complaint
    if complaint.state != "DECIDED":
        return complaint
    before = "INVESTIGATING" if decision.before == "ASSESSED" else decision.before
    return complaint.changed(state=before, decision=None)


CHANGES: Changes = {
    ComplaintAcknowledged: _acknowledged,
    ComplaintAssessed: _assessed,
    InvestigationOpened: _opened,
    FindingRecorded: _found,
    DecisionProposed: _proposed,
    DecisionApproved: _approved,
    DecisionReturned: _returned,
}
