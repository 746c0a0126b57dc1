"""Due dates set anew because what they rest on is known better: their start, or their rule (6.2).

The rule is asked in the version of the policy that set the date. A day that somebody named stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.complaint.deadlines.after_ending import (
    as_it_ended,
    as_it_ended_by_right,
    ended_with,
    is_ended_by,
)
from domain.complaint.deadlines.applicable_rule import (
    Footing,
    came_back,
    footing,
    rests_on_receipt,
    start_of_receipt,
)
from domain.complaint.deadlines.carry_over import pauses_of
from domain.complaint.deadlines.changed_basis import Change, change_of, right_start
from domain.complaint.deadlines.freed_misses import freed, has_target
from domain.complaint.deadlines.newly_applicable import first_meant
from domain.complaint.deadlines.recount import counted_again
from domain.complaint.deadlines.rejudged import judged_anew
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineSet,
)
from domain.complaint.lifecycle import PRE
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.policy.kinds import (
    EXTERNAL_REFERRAL_WINDOW,
    FAST_RESOLUTION_WINDOW,
    MAY_RUN_AFTER_ENDING,
    ONLY_AFTER_ENDING,
    REOPEN_WINDOW,
    REPLY_WINDOW,
)
from domain.values import When

Stood = DeadlinePaused | DeadlineMissed | DeadlineLapsed | DeadlineCancelled
Anew = DeadlineSet | DeadlineMet | Stood
OPENS_AGAIN = frozenset(
    {REOPEN_WINDOW, EXTERNAL_REFERRAL_WINDOW, REPLY_WINDOW, FAST_RESOLUTION_WINDOW, "retention"}
)
"""What lapsed too early runs again, as nothing could be done about it meanwhile."""
IN_STATES = {REPLY_WINDOW: frozenset({"RESPONDED"}), FAST_RESOLUTION_WINDOW: PRE}
"""The only states in which some of that is still awaited."""


def set_anew(
    transition: Transition, new_id: Callable[[], UUID], *, ended: frozenset[UUID]
) -> Iterator[Anew]:
    """The due dates that this fact sets anew, each with how it stands.

    ended: those that the same fact ends.
    """
    change = change_of(transition)
    if change is None:
        return
    for first in first_meant(transition, change, new_id):
        yield first
        yield from standing(DeadlineState(fact=first), first, now=transition.context.now)
    for deadline in transition.after.deadlines.values():
        if deadline.fact.deadline_id not in ended:
            yield from _anew(transition, deadline, change, new_id)


def _anew(
    transition: Transition, deadline: DeadlineState, change: Change, new_id: Callable[[], UUID]
) -> Iterator[Anew]:
    is_judged = deadline.status == "met" and change.may_be_later
    is_retargeted = change.may_be_later and has_target(transition.after, deadline)
    has_ended = ended_with(transition.after, deadline)
    if not (is_judged or is_retargeted or has_ended or may_move(transition.after, deadline)):
        return
    rests = footing(deadline, transition.before or transition.after, transition.context)
    right = _right(transition, rests, change, new_id()) if rests else None
    if is_retargeted:
        yield from freed(transition, deadline, right) if right else ()
        return
    if right:
        yield right
    if is_judged:
        yield from judged_anew(transition, deadline, right)
    elif right and has_ended:
        yield from as_it_ended(transition, deadline, right, is_judged=change.may_be_later)
    elif has_ended and is_ended_by(transition.after, change.corrected_id):
        yield from as_it_ended_by_right(transition, deadline, new_id())
    elif right:
        yield from standing(deadline, right, now=transition.context.now)


def may_move(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether a due date may be set anew: it is open, or is a window that may open again."""
    kind = deadline.fact.kind
    if complaint.is_open and kind in ONLY_AFTER_ENDING:
        return False
    if not complaint.is_open and kind not in MAY_RUN_AFTER_ENDING:
        return False
    if deadline.status != "lapsed":
        return deadline.is_open
    same = [one for one in complaint.deadlines.values() if one.fact.kind == kind]
    is_latest = [one for one in same if one.fact.about == deadline.fact.about][-1] is deadline
    is_awaited = kind not in IN_STATES or complaint.state in IN_STATES[kind]
    return kind in OPENS_AGAIN and is_latest and is_awaited


def _right(
    transition: Transition, rests: Footing, change: Change, deadline_id: UUID
) -> DeadlineSet | None:
    """The due date as it should be, where that is another one; None where it stays as it is."""
    deadline = rests.deadline
    if change.corrected_id is None:
        rule = rests.meant(transition.after)
        if rule is None or rule.rule_id == rests.rule.rule_id:
            return None
        # What it was answered by for other reasons, such as a point that left, stays so.
        was_meant = rests.meant(transition.before or transition.after)
        if deadline.status == "met" and was_meant != rests.rule:
            return None
        starts = rests.start(rule, transition.after)
    else:
        rule, starts = rests.rule, _start(transition, rests, change.corrected_id)
        was = (
            transition.before.deadlines.get(deadline.fact.deadline_id)
            if transition.before
            else None
        )
        rests = replace(rests, was=was)
        # Nothing that it rests on was corrected: it stays, however it was counted.
        if starts == deadline.fact.starts and was and was.stood == deadline.stood:
            return None
    field_values = {"deadline_id": deadline_id, "ground_code": change.ground_code, **change.brought}
    right = counted_again(rests, rule, starts, **field_values)
    is_same = right.due_at == deadline.due_at and starts.day == deadline.fact.starts.day
    is_later = right.due_at >= deadline.due_at and not change.may_be_later
    is_over = deadline.status == "lapsed" and right.due_at < transition.context.now
    return None if is_same or is_later or is_over else right


def _start(transition: Transition, rests: Footing, corrected_id: UUID) -> When:
    """From when it counts, once the time of this event was corrected."""
    deadline, before = rests.deadline, transition.before or transition.after
    is_of_receipt = rests.is_on_receipt and rests_on_receipt(deadline, before)
    if corrected_id == before.received_event_id and is_of_receipt:
        return start_of_receipt(rests.rule, transition.after, deadline.fact.zone)
    if came_back(deadline, before):
        return deadline.fact.starts
    return right_start(transition, deadline.fact, corrected_id) or deadline.fact.starts


def standing(was: DeadlineState, anew: DeadlineSet, *, now: datetime) -> Iterator[Anew]:
    """What was paused stays so, unless it was over by then; what is past is missed, or lapses."""
    if was.stands_still_by(anew.due_at):
        yield from pauses_of(was, anew.deadline_id)
    elif anew.due_at < now:
        kind = DeadlineMissed if anew.party == "organisation" else DeadlineLapsed
        yield kind(deadline_id=anew.deadline_id, due_at=anew.due_at)
