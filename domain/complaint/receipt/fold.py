"""What receipt, tracking and contact change (7.2, 7.3)."""

from dataclasses import replace
from uuid import UUID

from domain.complaint.change import Changes, unchanged
from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintReceived,
    ImmediateActionTaken,
    KnownStateImported,
    RemedySought,
)
from domain.complaint.issues.state import IssueStatus
from domain.complaint.lifecycle import ANSWERED, BEFORE_DECISION
from domain.complaint.state import Answer, Complaint, IssueState, PartyState
from domain.complaint.tracking.communications import communicated
from domain.recorded import Recorded

SETTLED_BY_IMPORT = frozenset({"ACCEPTED", "CLOSED", "WITHDRAWN", "OUT_OF_SCOPE"})


def received(recorded: Recorded) -> Complaint:
    """The complaint that a receipt begins, in its first stage and round.

    Raises ValueError for anything else: such a stream is broken.
    """
    event = recorded.event
    if not isinstance(event, ComplaintReceived):
        raise ValueError(f"a complaint begins with ComplaintReceived, not with {event.TYPE}")
    issues = {
        issue.issue_id: IssueState(issue_id=issue.issue_id, issue_no=issue.issue_no, told=issue)
        for issue in sorted(event.issues, key=lambda issue: issue.issue_no)
    }
    party_id = event.party_id
    parties = {party_id: PartyState(party_id=party_id)} if party_id else {}
    return Complaint(
        complaint_id=recorded.stream_id,
        reference=event.reference,
        legal_entity=event.legal_entity,
        zone=recorded.occurred.zone,
        channel_code=event.channel_code,
        received=recorded.occurred,
        received_event_id=recorded.event_id,
        receipt_recorded_at=recorded.recorded_at,
        party_id=party_id,
        version=recorded.version,
        recorded_at=recorded.recorded_at,
        policy_id=recorded.policy.id if recorded.policy else None,
        received_under=recorded.policy.id if recorded.policy else None,
        unit=event.received_by_unit,
        issues=issues,
        contact_class=event.contact_class,
        parties=parties,
        split_from=event.split_from,
        split_documents=event.documents or (),
        split_people=event.people or (),
    )


def with_issues(complaint: Complaint, status: IssueStatus, *issue_ids: UUID) -> Complaint:
    """The complaint with these of its issues in this status; unknown ones change nothing."""
    changed = {
        each: replace(issue, status=status) if each in issue_ids else issue
        for each, issue in complaint.issues.items()
    }
    return complaint.changed(issues=changed)


def only_open(complaint: Complaint, issue_ids: tuple[UUID, ...]) -> Complaint:
    """The complaint with these issues open (again) and the other open ones settled.

    What was released stays so: it is answered in another complaint.
    """
    others = [issue.issue_id for issue in complaint.open_issues if issue.issue_id not in issue_ids]
    here = [each.issue_id for each in complaint.issues.values() if each.status != "released"]
    opened = [issue_id for issue_id in issue_ids if issue_id in here]
    return with_issues(with_issues(complaint, "settled", *others), "open", *opened)


def _imported(complaint: Complaint, event: KnownStateImported, recorded: Recorded) -> Complaint:
    if complaint.state != "RECEIVED":
        return complaint
    known = complaint.changed(state=event.known_state, is_import=True)
    if event.known_state in SETTLED_BY_IMPORT:
        known = with_issues(known, "settled", *known.issues)
    if event.known_state not in ANSWERED:
        return known
    answer = Answer(
        kind="import",
        event_id=recorded.event_id,
        stage=known.stage,
        issue_ids=tuple(known.issues),
    )
    return known.changed(answers=(answer,), answered_stage=known.stage)


def _forwarded(complaint: Complaint, event: ComplaintForwarded, recorded: Recorded) -> Complaint:
    noted = communicated(complaint, event, recorded)
    if event.to_kind != "other_body":
        return noted
    left = with_issues(noted, "forwarded", *event.issue_ids)
    if left.open_issues or left.state not in BEFORE_DECISION:
        return left
    return left.changed(state="OUT_OF_SCOPE")


CHANGES: Changes = {
    ImmediateActionTaken: unchanged,
    ComplaintReceived: unchanged,
    RemedySought: unchanged,
    KnownStateImported: _imported,
    ComplaintForwarded: _forwarded,
}
