"""Which facts change what due dates rest on, and why these are set anew then (6.2, 7.2)."""

from dataclasses import dataclass, replace
from itertools import takewhile
from uuid import UUID

from domain.complaint.corrections.corrected_fields import OCCURRED, corrected_when
from domain.complaint.deadlines.events import AnewGround
from domain.complaint.deadlines.told_starts import counts_from
from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintSplit,
    DeadlineSet,
    DuplicateAbsorbed,
    DuplicateReleased,
    IssueAdded,
    IssueDeclaredOutOfScope,
    IssueReclassified,
    IssueWithdrawn,
    ProductRecorded,
    RecordCorrected,
)
from domain.complaint.reckoning import receipt_of, reckoned
from domain.complaint.transition import Transition
from domain.recorded import Recorded
from domain.values import When

ISSUES_LEFT = (
    IssueWithdrawn,
    IssueDeclaredOutOfScope,
    ComplaintForwarded,
    ComplaintSplit,
    DuplicateReleased,
)
OF_THE_MATTER = (ProductRecorded, IssueAdded, IssueReclassified, DuplicateAbsorbed, *ISSUES_LEFT)
"""What changes which points there are, or what they are about."""


@dataclass(frozen=True, slots=True)
class Change:
    """Why due dates are set anew, and whether one may become later by it.

    corrected_id: the event whose time was corrected; None where the matter changed. from_id: the
    merged complaint whose issues came, and with which the change goes again.
    """

    ground_code: AnewGround
    may_be_later: bool
    corrected_id: UUID | None = None
    from_id: UUID | None = None

    @property
    def brought(self) -> dict[str, UUID]:
        """What is said of a due date that a merged complaint brought."""
        return {"from_id": self.from_id} if self.from_id else {}


def change_of(transition: Transition) -> Change | None:
    """What the fact changes for due dates; None where it changes nothing.

    Only what says that the record was wrong makes a due date later: else the earlier one stays, as
    people rely on it.
    """
    event = transition.event
    if isinstance(event, RecordCorrected):
        return _corrected(transition, event)
    if isinstance(event, ProductRecorded):
        issue = transition.before.issues.get(event.issue_id) if transition.before else None
        return Change("product_known", bool(issue and issue.told.product_code))
    if isinstance(event, IssueAdded):
        return Change("product_known" if event.product_code else "reclassified", False)
    if isinstance(event, IssueReclassified):
        return Change("reclassified", event.ground_code == "was_wrong")
    if isinstance(event, DuplicateAbsorbed):
        return Change("reclassified", False, from_id=event.from_id)
    return Change("reclassified", False) if isinstance(event, ISSUES_LEFT) else None


def _corrected(transition: Transition, event: RecordCorrected) -> Change | None:
    if event.field == OCCURRED:
        return Change("corrected", True, event.target_event_id)
    is_channel = event.field == "channel_code"
    if is_channel and event.target_event_id == transition.after.received_event_id:
        return Change("corrected", True)
    return None


def right_start(transition: Transition, fact: DeadlineSet, corrected_id: UUID) -> When | None:
    """From when a due date counts, once the time of this event was corrected; None where it stays.

    The receipt moves what happened before it by now, and gives back what it moved so far.
    """
    is_person = fact.about is not None and fact.about.kind == "party"
    is_receipt = corrected_id == transition.after.received_event_id
    if fact.start_event_id != corrected_id and (is_person or not is_receipt):
        return None
    now = right_time(transition, fact.start_event_id)
    start = next((one for one in _known(transition) if one.event_id == fact.start_event_id), None)
    if now is None or start is None:
        return None
    known = replace(transition.context, history=_known(transition))
    return counts_from(fact.kind, now, start, known)


def right_time(transition: Transition, event_id: UUID) -> When | None:
    """When an event counts as having happened, as it is told now; None for one that is not here."""
    history = _known(transition)
    one = next((each for each in history if each.event_id == event_id), None)
    if one is None:
        return None
    corrections = [each.event for each in history if isinstance(each.event, RecordCorrected)]
    corrected = [corrected_when(each) for each in corrections if each.target_event_id == event_id]
    return reckoned(
        [one.occurred, *filter(None, corrected)][-1],
        received=receipt_of(transition.after, zone=transition.zone),
        recorded_at=one.recorded_at,
        zone=transition.zone,
    )


def _known(transition: Transition) -> tuple[Recorded, ...]:
    """The history up to and with what happens now."""
    now = transition.recorded
    before = takewhile(lambda each: each.event_id != now.event_id, transition.context.history)
    return (*before, now)
