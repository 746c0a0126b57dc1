"""7.3 What is due goes over with the matter that it is due about, and comes back with it."""

from typing import Any
from uuid import UUID

from domain.complaint.deadlines.carry_over import (
    CARRIED,
    as_it_stands,
    as_work_goes_on,
    before_it_ended,
    held_of,
    of_parties,
    of_the_whole,
    standing,
)
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.pause_arithmetic import gone_on
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    HandlingResumed,
)
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.state import Complaint, DeadlineState
from domain.policy.kinds import RESPONSE, TOP_MANAGEMENT_NOTICE
from domain.system_actors import SYSTEM
from domain.values import When

ALWAYS_DUE = frozenset({RESPONSE, TOP_MANAGEMENT_NOTICE})
"""What stays due even where nothing of its kind is due in the complaint that goes on."""


def set_as_it_stands(
    draft: Draft, deadline: DeadlineState, *, to: UUID, cause: int, **changed: Any
) -> DeadlineSet:
    """Set a due date in this complaint as it stands: running, paused with its ground, or missed."""
    again = as_it_stands(deadline, draft.new_id("deadline"), **changed)
    draft.add(again, to=to, actor=SYSTEM, caused_by=cause)
    for event in standing(deadline, again.deadline_id):
        is_missed = isinstance(event, DeadlineMissed)
        when = When(at=deadline.due_at, zone=again.zone) if is_missed else None
        draft.add(event, to=to, actor=SYSTEM, occurred=when, caused_by=cause)
    return again


def carry_all(draft: Draft, source: Complaint, *, to: UUID, cause: int) -> None:
    """What is due to the whole of one complaint is due so to a part of it."""
    carried = {"ground_code": CARRIED, "from_id": None}
    for due in of_the_whole(source):
        set_as_it_stands(draft, due, to=to, cause=cause, **carried)


def keep_the_earlier(
    draft: Draft, source: Complaint, target: Complaint, cause: int, *, but: frozenset[str]
) -> None:
    """What was due earlier in the source is due so in the target (invariant 15).

    but: the kinds that stay due to a person of the source alone.
    """
    now, context = draft.other(target.complaint_id), draft.context
    present = {due.fact.kind: due for due in of_the_whole(now)}
    for due in of_the_whole(source):
        there = present.get(due.fact.kind)
        if due.fact.kind in but or (there is None and due.fact.kind not in ALWAYS_DUE):
            continue
        coming = as_work_goes_on(due, now, draft.now, context)
        held = held_of(coming, there, context)
        if held is not None:
            set_as_it_stands(
                draft,
                held,
                to=target.complaint_id,
                cause=cause,
                ground_code=CARRIED,
                from_id=source.complaint_id,
                replaces=there.fact.deadline_id if there else None,
            )


def take_back(draft: Draft, target_id: UUID, from_id: UUID, cause: int) -> None:
    """Set what is due in a complaint as it was, without what came from one that was released.

    What was done meanwhile is judged by the complaint's own due date.
    """
    target = draft.other(target_id)
    resumed = _gone_on_since(draft, draft.other(from_id), target)
    for due in [*of_the_whole(target), *of_parties(target)]:
        if due.fact.from_id != from_id:
            continue
        before = _before(target, due) if target.is_open else None
        if before is None:
            _cancel(draft, due, to=target_id, cause=cause)
        else:
            replaces = due.fact.deadline_id
            before = as_work_goes_on(before, target, resumed, draft.context)
            set_as_it_stands(draft, before, to=target_id, cause=cause, replaces=replaces)
    for due in target.deadlines.values():
        before = _before(target, due) if due.fact.from_id == from_id else None
        if due.status == "met" and before is not None:
            _judge_by(draft, before, due, to=target_id, cause=cause)


def _gone_on_since(draft: Draft, source: Complaint, target: Complaint) -> When:
    """When work on the target was taken up again while the source was in it; else now."""
    told = while_merged(draft, source, target)
    resumed = [one.occurred for one in told if isinstance(one.event, HandlingResumed)]
    return resumed[-1] if resumed else draft.now


def _judge_by(
    draft: Draft, before: DeadlineState, done: DeadlineState, *, to: UUID, cause: int
) -> None:
    """Set the complaint's own due date as it was, met by what was done before it came back."""
    if done.met is None or done.met_by is None:
        return
    replaces = done.fact.deadline_id
    own = set_as_it_stands(draft, before, to=to, cause=cause, replaces=replaces)
    judged, resumed = gone_on(draft.other(to).deadlines[own.deadline_id], done.met, draft.context)
    for one in resumed:
        draft.add(one, to=to, actor=SYSTEM, occurred=done.met, caused_by=cause)
    late = is_late(done.met, due_on=judged.due_on, due_at=judged.due_at)
    is_proved = done.is_void or judged.was_over_when_known()
    met = DeadlineMet(
        deadline_id=own.deadline_id,
        met=done.met,
        by_event_id=done.met_by,
        is_late=late,
        voids_miss=voids_miss(was_missed=before.was_missed, is_late=late, is_proved=is_proved),
        entered_at=done.met_entered_at,
    )
    draft.add(met, to=to, actor=SYSTEM, caused_by=cause)


def _before(target: Complaint, due: DeadlineState) -> DeadlineState | None:
    """What stood in its place, and came from no complaint that was released."""
    gone = {each.from_id for each in target.absorbed.values() if each.is_released}
    while due.fact.replaces and (before := target.deadlines.get(due.fact.replaces)):
        if before.fact.from_id not in gone:
            return before_it_ended(before)
        due = before
    return None


def _cancel(draft: Draft, due: DeadlineState, *, to: UUID, cause: int) -> None:
    cancelled = DeadlineCancelled(deadline_id=due.fact.deadline_id, ground_code="superseded")
    draft.add(cancelled, to=to, actor=SYSTEM, caused_by=cause)
