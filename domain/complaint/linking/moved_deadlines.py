"""7.3 What is due goes over with the matter that it is due about, and comes back with it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.carry_over import (
    CARRIED,
    as_it_stands,
    as_work_goes_on,
    held_of,
    of_parties,
    of_the_whole,
    running_of,
    standing,
)
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.events import AnewGround
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.newly_applicable import was_never_due
from domain.complaint.deadlines.pause_arithmetic import gone_on
from domain.complaint.deadlines.state import DeadlineStatus
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
)
from domain.complaint.linking.by_right import (
    ALWAYS_DUE,
    Rights,
    Until,
    comes_along,
    done_of,
    due_now,
    own_line,
)
from domain.complaint.state import Complaint, DeadlineState
from domain.system_actors import SYSTEM
from domain.values import When


def set_as_it_stands(
    draft: Draft, deadline: DeadlineState, *, to: UUID, cause: int, **changed: Any
) -> DeadlineSet:
    """Set a due date in this complaint as it stands: running, paused with its ground, or missed."""
    again = as_it_stands(deadline, draft.new_id("deadline"), **changed)
    draft.add(again, to=to, actor=SYSTEM, caused_by=cause)
    for event in standing(deadline, again.deadline_id):
        is_over = isinstance(event, DeadlineMissed | DeadlineLapsed)
        when = When(at=deadline.due_at, zone=again.zone) if is_over else None
        draft.add(event, to=to, actor=SYSTEM, occurred=when, caused_by=cause)
    return again


def carry_all(draft: Draft, source: Complaint, *, to: UUID, cause: int) -> None:
    """What is due of the whole of one complaint, from whomever, is due so of a part of it.

    What came with others stays with their points, and so do the due dates that they brought.
    """
    own = own_line(draft, source.complaint_id) if source.absorbed_now else source
    carried = {"ground_code": CARRIED, "from_id": None}
    for due in running_of(own):
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
        if due.fact.kind in but or (there is None and not comes_along(draft, now, due.fact.kind)):
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


def set_by_right(
    draft: Draft,
    complaint_id: UUID,
    before: Until,
    cause: int,
    *,
    ground_code: AnewGround | None = None,
) -> None:
    """Set what is due to the whole of a complaint as it is by right, where that changed.

    Else it stays, such as a day that somebody named. What is done is judged by it, also of what has
    ended. before: what was due until now.
    """
    field_values = {"ground_code": ground_code} if ground_code else {}
    now = due_now(draft, complaint_id)
    _judge_what_is_done(draft, complaint_id, before.fulfilled, now.fulfilled, cause, **field_values)
    for kind, due in now.right.items() if draft.other(complaint_id).is_open else ():
        there = now.stood.get(kind)
        was_right, stood = before.right.get(kind), before.stood.get(kind)
        is_changed = _stands(was_right) != _stands(due) or _stands(stood) != _stands(there)
        is_first = kind in ALWAYS_DUE or was_never_due(draft.other(complaint_id), kind)
        is_due = there is not None or is_first
        if is_changed and is_due and _stands(there) != _stands(due):
            replaces = there.fact.deadline_id if there else None
            set_as_it_stands(
                draft, due, to=complaint_id, cause=cause, replaces=replaces, **field_values
            )


def _judge_what_is_done(
    draft: Draft, complaint_id: UUID, before: Rights, right: Rights, cause: int, **field_values: Any
) -> None:
    """Judge it by the due date of right, where that is another now, or what it came with left."""
    complaint = draft.other(complaint_id)
    left = {each.from_id for each in complaint.absorbed.values() if each.is_released}
    for kind, fulfilled in done_of(complaint).items():
        was, due = before.get(kind), right.get(kind)
        if due is None:
            continue
        is_another = was is not None and was.due_at != due.due_at and fulfilled.due_at != due.due_at
        if is_another or fulfilled.fact.from_id in left:
            judge_by(draft, due, fulfilled, to=complaint_id, cause=cause, **field_values)


def _stands(due: DeadlineState | None) -> tuple[datetime, DeadlineStatus] | None:
    return (due.due_at, due.status) if due else None


def take_back(draft: Draft, target_id: UUID, from_id: UUID, before: Until, cause: int) -> None:
    """Set what is due in a complaint as it is by right, without what came from one that left.

    What was done meanwhile is judged by the complaint's own due date.
    """
    target = draft.other(target_id)
    right = due_now(draft, target_id).right if target.is_open else {}
    for due in [*of_the_whole(target), *of_parties(target)]:
        if due.fact.from_id != from_id:
            continue
        back = right.get(due.fact.kind) if due.fact.about is None else None
        if back is None:
            _cancel(draft, due, to=target_id, cause=cause)
        else:
            set_as_it_stands(draft, back, to=target_id, cause=cause, replaces=due.fact.deadline_id)
    set_by_right(draft, target_id, before, cause)


def judge_by(
    draft: Draft,
    before: DeadlineState,
    fulfilled: DeadlineState,
    *,
    to: UUID,
    cause: int,
    **field_values: Any,
) -> None:
    """Set what was due by right, met by what was done."""
    if fulfilled.met is None or fulfilled.met_by is None:
        return
    field_values["replaces"] = fulfilled.fact.deadline_id
    is_in_time = fulfilled.met_entered_at is not None and fulfilled.met_entered_at <= before.due_at
    if before.fact.from_id and before.status == "missed" and is_in_time:
        # What came is reckoned as of now, and may not have been over yet.
        before = replace(before, was_missed=False, status="running")
    own = set_as_it_stands(draft, before, to=to, cause=cause, **field_values)
    judged, resumed = gone_on(
        draft.other(to).deadlines[own.deadline_id], fulfilled.met, draft.context
    )
    for one in resumed:
        draft.add(one, to=to, actor=SYSTEM, occurred=fulfilled.met, caused_by=cause)
    late = is_late(fulfilled.met, due_on=judged.due_on, due_at=judged.due_at)
    is_proved = fulfilled.is_void or judged.was_over_when_known()
    met = DeadlineMet(
        deadline_id=own.deadline_id,
        met=fulfilled.met,
        by_event_id=fulfilled.met_by,
        is_late=late,
        voids_miss=voids_miss(was_missed=before.was_missed, is_late=late, is_proved=is_proved),
        entered_at=fulfilled.met_entered_at,
    )
    draft.add(met, to=to, actor=SYSTEM, caused_by=cause)


def _cancel(draft: Draft, due: DeadlineState, *, to: UUID, cause: int) -> None:
    cancelled = DeadlineCancelled(deadline_id=due.fact.deadline_id, ground_code="superseded")
    draft.add(cancelled, to=to, actor=SYSTEM, caused_by=cause)
