"""What acknowledging, assessing, investigating and deciding change (7.4 to 7.7)."""

from domain.complaint.attempt import in_attempt
from domain.complaint.change import Changes, unchanged
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintAssessed,
    FindingRecorded,
    InvestigationOpened,
    RootCauseIdentified,
    SubjectPersonInformed,
    SubjectPersonResponded,
)
from domain.complaint.parties.fold import with_outside
from domain.complaint.parties.notified import with_acknowledged
from domain.complaint.state import Assessment, Complaint
from domain.complaint.tracking.communications import communicated
from domain.recorded import Recorded


def _acknowledged(
    complaint: Complaint, event: ComplaintAcknowledged, recorded: Recorded
) -> Complaint:
    complaint = communicated(complaint, event, recorded)
    if event.is_for_party_alone:
        day = recorded.occurred.day
        return with_acknowledged(complaint, event.to_party_id, day, recorded.occurred)
    now = in_attempt(complaint, event.stage, event.round)
    known = with_acknowledged(now, event.to_party_id, recorded.occurred.day, recorded.occurred)
    named = with_outside(known, event.recourse or ())
    return named.changed(is_acknowledged=True, acknowledged_by=recorded.event_id)


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


CHANGES: Changes = {
    SubjectPersonInformed: unchanged,
    SubjectPersonResponded: unchanged,
    RootCauseIdentified: unchanged,
    ComplaintAcknowledged: _acknowledged,
    ComplaintAssessed: _assessed,
    InvestigationOpened: _opened,
    FindingRecorded: _found,
}
