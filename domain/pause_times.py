"""When a pause may have begun: after the last one, and not long before it is told (6.2)."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from domain.deed import Deed
from domain.errors import Refusal
from domain.extending import ABOVE_LIMIT
from domain.policy import PauseRule
from domain.state import DeadlineState


class PausesOverlap(Refusal):
    """A time that was given back already would be given back once more."""

    clause = "6.2"
    rule = "a pause of a deadline begins after its last one ended"
    instead = "give a later time, with its hour, or name the deadlines that had no pause then"


class PauseToldLate(Refusal):
    """A pause is told long after it is said to have begun."""

    clause = "6.2"
    rule = (
        "a pause is told within the days that the policy gives for it; later an approver tells it"
    )
    instead = "give the day on which it is told, or ask somebody of an approving role"


def check_pause(deed: Deed, rule: PauseRule, stopped: Iterable[DeadlineState]) -> None:
    """Refuse a pause of these due dates that begins too early.

    Raises PausesOverlap, PauseToldLate.
    """
    begins = deed.occurred.earliest
    assert begins is not None, "an act of staff has a time"
    for one in stopped:
        if one.resumed is not None and begins < one.resumed:
            raise PausesOverlap(
                deadline_id=one.fact.deadline_id,
                kind=one.fact.kind,
                begins=begins,
                last_ended=one.resumed,
            )
    _check_told_in_time(deed, rule)


def _check_told_in_time(deed: Deed, rule: PauseRule) -> None:
    begins, zone = deed.occurred.day, deed.occurred.zone
    assert begins is not None and zone is not None
    told_on = deed.situation.now.astimezone(ZoneInfo(zone)).date()
    if (told_on - begins).days <= rule.back_dating_days:
        return
    policy = deed.situation.policy
    above = {ABOVE_LIMIT, *policy.separation.approver_roles}
    if policy.acts_as(deed.actor.role).isdisjoint(above):
        raise PauseToldLate(
            begins_on=begins,
            told_on=told_on,
            back_dating_days=rule.back_dating_days,
            role=deed.actor.role,
            approving_roles=", ".join(sorted(above)),
        )
