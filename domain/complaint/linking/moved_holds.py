"""4.10 A legal hold on one matter holds what is in two complaints again, in both."""

from collections.abc import Iterable
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import LegalHoldPlaced
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.state import Complaint, Hold
from domain.system_actors import SYSTEM


def hold_both(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> None:
    """Hold the source by what was placed on the target meanwhile, and the target by all of its.

    Of the source's matter something was written in the target, and stays there. Each is released
    by itself.
    """
    source = draft.other(source_id)
    events = [one.event for one in while_merged(draft, source, target)]
    placed = {event.hold_id for event in events if isinstance(event, LegalHoldPlaced)}
    meanwhile = [each for each in target.holds.values() if each.hold_id in placed]
    _hold(draft, meanwhile, source, cause)
    _hold(draft, source.holds.values(), target, cause)


def _hold(draft: Draft, holds: Iterable[Hold], complaint: Complaint, cause: int) -> None:
    for each in holds:
        if each.hold_id not in complaint.holds:
            placed = LegalHoldPlaced(
                hold_id=each.hold_id, ground_code=each.ground_code, until_on=each.until_on
            )
            draft.add(placed, to=complaint.complaint_id, actor=SYSTEM, caused_by=cause)
