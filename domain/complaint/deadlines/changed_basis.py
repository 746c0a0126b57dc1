"""Which facts change what due dates rest on, and why these are set anew then (6.2, 7.2)."""

from dataclasses import dataclass
from uuid import UUID

from domain.complaint.corrections.corrected_fields import OCCURRED, corrected_when
from domain.complaint.deadlines.events import AnewGround
from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintSplit,
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


def right_start(transition: Transition) -> When | None:
    """When what was corrected counts as having happened; None where no time was corrected."""
    event = transition.event
    told = corrected_when(event) if isinstance(event, RecordCorrected) else None
    if told is None or not isinstance(event, RecordCorrected):
        return None
    history = transition.context.history
    at = next((one.recorded_at for one in history if one.event_id == event.target_event_id), None)
    return reckoned(
        told,
        received=receipt_of(transition.after, zone=transition.zone),
        recorded_at=at or transition.recorded.recorded_at,
        zone=transition.zone,
    )
