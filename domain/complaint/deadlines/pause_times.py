"""When a pause may have begun: after the last one, and not long before it is told (6.2)."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from domain.complaint.draft import Draft
from domain.complaint.state import DeadlineState
from domain.errors import Refusal
from domain.policy import PauseRule


class PausesOverlap(Refusal, code="PausesOverlap"):
    """A time that was given back already would be given back once more."""

    clause = "6.2"
    rule = "a pause of a deadline begins in no other one that is over"
    instead = "give another time, with its hour, or name the deadlines that had no pause then"


def check_pause(draft: Draft, stopped: Iterable[DeadlineState]) -> None:
    """Refuse a pause of these due dates that begins within one that was given back.

    Before these may lie others that were told first. Raises PausesOverlap.
    """
    begins = draft.occurred.earliest
    assert begins is not None, "an act of staff has a time"
    for one in stopped:
        ends = [each.last for each in one.stood if each.first <= begins < each.last]
        if ends:
            raise PausesOverlap(
                deadline_id=one.fact.deadline_id,
                kind=one.fact.kind,
                begins=begins,
                last_ended=max(ends),
            )


def is_told_late(draft: Draft, rule: PauseRule) -> bool:
    """Whether a pause is told later than the days that the policy gives for it."""
    begins, zone = draft.occurred.day, draft.occurred.zone
    assert begins is not None and zone is not None
    told_on = draft.context.now.astimezone(ZoneInfo(zone)).date()
    return (told_on - begins).days > rule.back_dating_days
