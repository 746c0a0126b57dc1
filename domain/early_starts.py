"""6.2 Due dates that earlier versions counted from before the complaint was there: set anew."""

from typing import ClassVar

from domain.consequences.anew import may_move, standing
from domain.consequences.counted import counted_again
from domain.consequences.meant import Footing, footing
from domain.decision import Command
from domain.deed import Decision, Deed
from domain.reckoning import is_before, placed, receipt_of, reckoned
from domain.recorded import Recorded
from domain.values import When


class MendStarts(Command):
    """All that is due is looked at again: from when it counts, by the rule that made it."""

    NEEDS_HISTORY: ClassVar[bool] = True


def _mend_starts(deed: Deed, _command: MendStarts) -> None:
    complaint, situation = deed.complaint, deed.situation
    events = {one.event_id: one for one in situation.history}
    for deadline in tuple(complaint.deadlines.values()):
        start = events.get(deadline.fact.start_event_id)
        rests = footing(deadline, complaint, situation)
        # What was missed stays missed; what another complaint brought counts from there.
        is_kept = deadline.status == "missed" or not may_move(complaint, deadline)
        if start is None or rests is None or is_kept:
            continue
        starts = _right_start(deed, rests, start)
        if not is_before(placed(deadline.fact.starts, deed.zone), starts):
            continue
        told = {"deadline_id": deed.new_id("deadline"), "ground_code": "corrected"}
        anew = counted_again(rests, rests.rule, starts, **told)
        deed.add(anew, occurred=deed.now)
        for following in standing(deadline, anew, now=situation.now):
            deed.add(following, occurred=deed.now)


def _right_start(deed: Deed, rests: Footing, start: Recorded) -> When:
    received = receipt_of(deed.complaint, zone=deed.zone)
    if rests.is_on_receipt:
        return rests.start(rests.rule, deed.complaint)
    at = start.recorded_at
    return reckoned(start.occurred, received=received, recorded_at=at, zone=deed.zone)


mend_starts = Decision("mend_starts", MendStarts, _mend_starts)
"""Set anew what is due by a start before its time (6.2); [] where nothing is. The system's.

Raises NotReceived.
"""
