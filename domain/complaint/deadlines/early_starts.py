"""6.2 Due dates that earlier versions counted from before the complaint was there: set anew."""

from typing import ClassVar

from domain.complaint.deadlines.applicable_rule import Footing, footing
from domain.complaint.deadlines.recount import counted_again
from domain.complaint.deadlines.set_anew import may_move, standing
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.reckoning import is_before, placed, receipt_of, reckoned
from domain.decision_context import Command
from domain.recorded import Recorded
from domain.roles import SYSTEM
from domain.values import When


class MendStarts(Command):
    """All that is due is looked at again: from when it counts, by the rule that made it."""

    NEEDS_HISTORY: ClassVar[bool] = True


def _mend_starts(draft: Draft, _command: MendStarts) -> None:
    complaint, context = draft.complaint, draft.context
    events = {one.event_id: one for one in context.history}
    for deadline in tuple(complaint.deadlines.values()):
        start = events.get(deadline.fact.start_event_id)
        rests = footing(deadline, complaint, context)
        # What was missed stays missed; what another complaint brought counts from there.
        is_kept = deadline.status == "missed" or not may_move(complaint, deadline)
        if start is None or rests is None or is_kept:
            continue
        starts = _right_start(draft, rests, start)
        if not is_before(placed(deadline.fact.starts, draft.zone), starts):
            continue
        field_values = {"deadline_id": draft.new_id("deadline"), "ground_code": "corrected"}
        anew = counted_again(rests, rests.rule, starts, **field_values)
        draft.add(anew, occurred=draft.now)
        for following in standing(deadline, anew, now=context.now):
            draft.add(following, occurred=draft.now)


def _right_start(draft: Draft, rests: Footing, start: Recorded) -> When:
    received = receipt_of(draft.complaint, zone=draft.zone)
    if rests.is_on_receipt:
        return rests.start(rests.rule, draft.complaint)
    at = start.recorded_at
    return reckoned(start.occurred, received=received, recorded_at=at, zone=draft.zone)


mend_starts = Decider(
    "mend_starts",
    MendStarts,
    _mend_starts,
    clause="6.2",
    summary="Set anew what was counted from before its time",
    roles=SYSTEM,
)
"""Set anew what is due by a start before its time (6.2); [] where nothing is. The system's."""
