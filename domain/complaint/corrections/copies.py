"""4.9 What was told again elsewhere, or once unmerged, is told right with what it repeats."""

from domain.complaint.corrections.corrected_fields import OCCURRED, SPLIT_OFF, when_text
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplaintSplit,
    ComplaintWithdrawn,
    IssueWithdrawn,
    RecordCorrected,
)
from domain.recorded import Recorded

Withdrawn = ComplaintWithdrawn | IssueWithdrawn


def tell_copies(draft: Draft, corrected: RecordCorrected, target: Recorded, cause: int) -> None:
    """The parts tell when they were split off; a withdrawal while merged is repeated afterwards."""
    if corrected.field != OCCURRED:
        return
    again = corrected.told_elsewhere()
    if isinstance(target.event, ComplaintSplit):
        for part_id in target.event.new_ids:
            receipt = draft.other(part_id).received_event_id
            there = {"target_event_id": receipt, "field": SPLIT_OFF}
            draft.add(again.model_copy(update=there), to=part_id, caused_by=cause)
    if isinstance(target.event, Withdrawn):
        said = (corrected.wrong, when_text(target.occurred))
        for one in draft.context.history[target.version :]:
            is_repeated = one.actor.kind == "system" and when_text(one.occurred) in said
            if is_repeated and isinstance(one.event, Withdrawn):
                copy = again.model_copy(update={"target_event_id": one.event_id})
                draft.add(copy, caused_by=cause)
