"""What the command itself would refuse of a field is not told as right afterwards (4.9)."""

from collections.abc import Iterator
from typing import Any

from domain.complaint.act_order import BeforeWhatItFollows, check_follows, followed
from domain.complaint.corrections.corrected_fields import when_text
from domain.complaint.deadlines.corrected_pauses import pauses_told_right
from domain.complaint.deadlines.extending import NotTheGround
from domain.complaint.deadlines.pause_times import PausesOverlap
from domain.complaint.deadlines.pausing import NoPause
from domain.complaint.deadlines.state import Stood
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DeadlineExtended,
    DeadlinePaused,
    HandlingSuspended,
    RecordCorrected,
)
from domain.complaint.fold import evolve, fold
from domain.complaint.tracking.suspending import EndsBeforeItBegins
from domain.recorded import Recorded
from domain.values import When


def check_time(draft: Draft, target: Recorded, when: When) -> None:
    """Refuse a time of an act of staff before what it follows, and of a pause within another one.

    Raises BeforeWhatItFollows, PausesOverlap.
    """
    known = [one for one in _known_of(draft, target) if one.event_id != target.event_id]
    before, right = fold(known), target.changed(occurred=when)
    if before is not None:
        check_follows(before, evolve(before, right), right, draft.zone)
    _check_what_follows(draft, right)
    field_values: dict[str, Any] = {"target_event_id": target.event_id, "field": "occurred"}
    field_values |= {
        "ground_code": "right",
        "approved_by": draft.actor.id,
        "right": when_text(when),
    }
    corrected = pauses_told_right(draft.complaint, RecordCorrected(**field_values))
    for key, one in corrected.deadlines.items():
        if one.stood != draft.complaint.deadlines[key].stood:
            _check_stood(one.stood)


def _check_what_follows(draft: Draft, right: Recorded) -> None:
    """Refuse a time after an act of staff that follows it. Raises BeforeWhatItFollows."""
    before, is_later = None, False
    for one in draft.context.history:
        event = one.event
        if isinstance(event, RecordCorrected) and event.target_event_id == right.event_id:
            continue
        recorded = right if one.event_id == right.event_id else one
        after = evolve(before, recorded)
        if is_later and one.actor.kind == "staff" and not isinstance(event, RecordCorrected):
            follows = dict(followed(before, after, event)) if before else dict[str, When]()
            if right.event.TYPE in follows:
                check_follows(before, after, one, draft.zone)
        before, is_later = after, is_later or recorded is right


def _known_of(draft: Draft, target: Recorded) -> Iterator[Recorded]:
    """The history up to an event, with what was told right of it since."""
    for one in draft.context.history:
        if one.version <= target.version or isinstance(one.event, RecordCorrected):
            yield one


def _check_stood(stood: tuple[Stood, ...]) -> None:
    until = None
    for one in sorted(stood, key=lambda each: each.first):
        if one.last < one.first:
            raise BeforeWhatItFollows(occurred=one.last, follows=DeadlinePaused.TYPE, of=one.first)
        if until is not None and one.first < until:
            raise PausesOverlap(begins=one.first, last_ended=until)
        until = one.last


def check_field(draft: Draft, target: Recorded, field: str, right: str | None) -> None:
    """Refuse what the policy does not let count, and an end before the beginning.

    Raises NoPause, NotTheGround, EndsBeforeItBegins.
    """
    event, policy, day = target.event, draft.context.policy, target.occurred.day
    is_end = field == "until_on" and isinstance(event, HandlingSuspended)
    if is_end and right and day and right < day.isoformat():
        raise EndsBeforeItBegins(until_on=right, occurred_on=day)
    if field != "ground_code":
        return
    if isinstance(event, DeadlinePaused):
        grounds = sorted({code for rule in policy.pauses for code in rule.ground_codes})
        if right not in grounds:
            raise NoPause(ground_code=right, grounds=", ".join(grounds) or "none")
    if isinstance(event, DeadlineExtended):
        rule = next((one for one in policy.extensions if one.rule_id == event.rule_id), None)
        if rule and rule.ground_codes and right not in rule.ground_codes:
            raise NotTheGround(ground_code=right, grounds=", ".join(rule.ground_codes))
