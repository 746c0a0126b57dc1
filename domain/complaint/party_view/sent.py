"""What a party was sent: acknowledgements, updates, answers, agreements, once they were told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    ComplaintAcknowledged,
    ContactRecorded,
    DecisionProposed,
    InternalReviewDeclined,
    RecourseOffered,
    ResolutionAgreed,
    ResponseSent,
    UpdateSent,
)
from domain.complaint.parts import Ids
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.shape import OwnFinding, Sent
from domain.complaint.state import Complaint
from domain.complaint.tracking.communications import reached_nobody
from domain.event import DomainEvent
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Step:
    """One event, opened, with the complaint before and after it."""

    before: Complaint
    after: Complaint
    recorded: Recorded

    @property
    def event(self) -> DomainEvent:
        """What happened."""
        return self.recorded.event


def sent_in(steps: Iterable[Step], circle: Circle) -> Iterator[Sent]:
    """What went to the circle, in order; what did not arrive was not told."""
    steps = tuple(steps)
    drafts = {
        one.event.decision_id: one.event for one in steps if isinstance(one.event, DecisionProposed)
    }
    for step in steps:
        content = _content(step, circle, drafts)
        event_id = step.recorded.event_id
        if content is not None and not reached_nobody(steps[-1].after, event_id):
            yield Sent(sent_id=event_id, sent=step.recorded.occurred, **content)


def _content(
    step: Step, circle: Circle, drafts: Mapping[UUID, DecisionProposed]
) -> dict[str, Any] | None:
    """What was said, where it went to the circle."""
    event, complaint = step.event, step.before
    if not _went_to(circle, step):
        return None
    if isinstance(event, ResolutionAgreed):
        return {**_agreed(event), "remedy_ids": _theirs(event.remedy_ids, complaint, circle)}
    if isinstance(event, RecourseOffered | InternalReviewDeclined):
        kind = "further_ways" if isinstance(event, RecourseOffered) else "review_declined"
        return {"kind": kind, "recourse": event.recourse}
    return _written(step, circle, drafts)


def _went_to(circle: Circle, step: Step) -> bool:
    event, complaint = step.event, step.before
    if isinstance(event, ResolutionAgreed):
        named = event.party_ids
        return circle.is_own(complaint) if named is None else not circle.ids.isdisjoint(named)
    if isinstance(event, RecourseOffered | InternalReviewDeclined):
        return circle.is_own(complaint)
    if isinstance(event, ContactRecorded):
        is_told = event.final_expected_on is not None
        return is_told and circle.reached(event.party_id, complaint, step.recorded.occurred.day)
    if isinstance(event, ComplaintAcknowledged | UpdateSent | ResponseSent):
        return circle.reached(event.to_party_id, complaint, step.recorded.occurred.day)
    return False


def _written(
    step: Step, circle: Circle, drafts: Mapping[UUID, DecisionProposed]
) -> dict[str, Any] | None:
    event = step.event
    recourse = getattr(event, "recourse", None) or ()
    if isinstance(event, ComplaintAcknowledged):
        return {"kind": "acknowledgement", "recourse": recourse}
    if isinstance(event, ContactRecorded):
        return {"kind": "call", "expected_on": event.final_expected_on}
    if isinstance(event, UpdateSent):
        expected = {"expected_on": event.final_expected_on}
        return {"kind": event.kind, "text": event.content, "recourse": recourse, **expected}
    if not isinstance(event, ResponseSent):
        return None
    return {
        "kind": "response" if event.kind != "written_confirmation" else event.kind,
        "text": event.text,
        "recourse": recourse,
        "findings": _decided(event, step.before, circle, drafts),
        "remedy_ids": _theirs(event.remedy_ids, step.before, circle),
        "document_id": event.document_id,
    }


def _agreed(event: ResolutionAgreed) -> dict[str, Any]:
    findings = tuple(
        OwnFinding(issue_no=each.issue_no, finding_code=each.finding_code) for each in event.issues
    )
    return {"kind": "agreement", "text": event.solution, "findings": findings}


def _theirs(remedy_ids: Ids, complaint: Complaint, circle: Circle) -> Ids:
    """The remedies that are for none but others left out."""
    known = complaint.remedies
    whose = {each: known[each].whose if each in known else () for each in remedy_ids}
    return tuple(
        each for each, people in whose.items() if not (people and circle.ids.isdisjoint(people))
    )


def _decided(
    event: ResponseSent,
    complaint: Complaint,
    circle: Circle,
    drafts: Mapping[UUID, DecisionProposed],
) -> tuple[OwnFinding, ...]:
    """What the response decided of their points; a draft is told by nothing else."""
    decision = drafts.get(event.decision_id) if event.decision_id else None
    issues = [complaint.issues[each] for each in event.issue_ids if each in complaint.issues]
    theirs = {each.issue_id for each in issues if circle.has_issue(each.told, complaint)}
    return tuple(
        OwnFinding(issue_no=each.issue_no, finding_code=each.finding_code, stance=each.stance)
        for each in (decision.issues if decision else ())
        if each.issue_id in theirs
    )
