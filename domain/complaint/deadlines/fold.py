"""What becomes of due dates (6.2, 7.1)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.deadlines.lateness import lateness_of, miss_stands
from domain.complaint.deadlines.state import NEW_TARGET, NO_CLOCK, Extension, Pause, Stood
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
)
from domain.complaint.parts import NewDueDate
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.tracking.communications import is_notice
from domain.recorded import Recorded
from domain.values import When

NOT_BY_ENDING = frozenset({"set_in_error", "superseded"})


def _set(complaint: Complaint, event: DeadlineSet, recorded: Recorded) -> Complaint:
    before = _with(complaint, event.replaces, status="replaced") if event.replaces else complaint
    replaced = before.deadlines.get(event.replaces) if event.replaces else None
    is_carried = event.ground_code == "carried"
    again = replaced if event.ground_code and not is_carried else None
    is_again = not is_carried and bool(event.ground_code or event.first_due_on)
    state = DeadlineState(
        fact=event.told_elsewhere() if event.approved_by else event,
        extended=event.times_extended or 0,
        extensions=_extensions(complaint, event, recorded, replaced) if replaced else (),
        stage=again.stage if again else complaint.stage,
        known_since=_known_since(again, is_carried, recorded),
        stood=_stood_before(complaint, event, None if is_carried else replaced),
        notices=_notices(event, recorded, replaced if is_again else None),
        came=_came(event, recorded, replaced),
    )
    deadlines = {**before.deadlines, event.deadline_id: state}
    return before.changed(deadlines=deadlines, zone=event.zone)


def _extensions(
    complaint: Complaint, event: DeadlineSet, recorded: Recorded, replaced: DeadlineState
) -> tuple[Extension, ...]:
    """What moved the one that it replaces, or what told of a new target, as of an extension."""
    is_target, notice = event.rule_id == NEW_TARGET, recorded.entered_from
    is_again = event.ground_code not in (None, "carried") or bool(event.times_extended)
    was_target = replaced.fact.rule_id == NEW_TARGET
    if is_again or (is_target and event.starts == replaced.fact.starts):
        # What stands again in the place of a target is told with what moved it.
        return replaced.extensions if is_target or not was_target else ()
    if not is_target or not is_notice(complaint, notice):
        return ()
    target = Extension(
        clock=NO_CLOCK,
        old_on=replaced.due_on,
        old_at=replaced.due_at,
        new_on=event.due_on,
        new_at=event.due_at,
        recorded_at=recorded.recorded_at,
        notice=notice,
    )
    return (target,)


def _came(event: DeadlineSet, recorded: Recorded, replaced: DeadlineState | None) -> When | None:
    if event.from_id is None or event.about is None or event.about.kind != "party":
        return None
    here = When(at=recorded.recorded_at, zone=event.zone)
    return (replaced.came if replaced else None) or here


def _notices(
    event: DeadlineSet, recorded: Recorded, replaced: DeadlineState | None
) -> frozenset[UUID]:
    """What told of it: what told of the one that it replaces, or the proof of a new target."""
    own = recorded.entered_from if event.rule_id == NEW_TARGET else None
    before = replaced.notices if replaced else frozenset()
    return before | ({own} if own else frozenset())


def _known_since(
    again: DeadlineState | None, is_carried: bool, recorded: Recorded
) -> datetime | None:
    if is_carried:
        return None
    return again.known_since if again else recorded.recorded_at


def _stood_before(
    complaint: Complaint, event: DeadlineSet, was: DeadlineState | None
) -> tuple[Stood, ...]:
    """What is given back already: as it is told, else that of the one whose place it took.

    Of this complaint's own pauses it stays known by which events they were told. Those of what came
    with a merger go with it.
    """
    if event.stood_still is None:
        is_own_again = was is not None and was.fact.from_id is not None and event.from_id is None
        return was.stood if was and not is_own_again else ()
    own = [] if event.from_id else complaint.deadlines.values()
    known = {(one.first, one.last): one for due in own for one in due.stood if one.begun_by}
    return tuple(
        known.get((one.since_at, one.until_at), Stood.of(one)) for one in event.stood_still
    )


def _with(complaint: Complaint, deadline_id: UUID, **changes: Any) -> Complaint:
    deadline = complaint.deadlines.get(deadline_id)
    if deadline is None:
        return complaint
    changed = replace(deadline, **changes)
    return complaint.changed(deadlines={**complaint.deadlines, deadline_id: changed})


def _met(complaint: Complaint, event: DeadlineMet, recorded: Recorded) -> Complaint:
    deadline = complaint.deadlines.get(event.deadline_id)
    if deadline is None:
        return complaint
    stands = miss_stands(event, was_missed=deadline.was_missed)
    how = lateness_of(event, due_at=deadline.due_at, recorded_at=recorded.recorded_at)
    kept: dict[str, Any] = {"was_missed": stands, "lateness": how}
    kept["is_void"] = deadline.is_void or (deadline.was_missed and not stands)
    kept |= {"met": event.met, "met_by": event.by_event_id}
    kept["met_entered_at"] = event.entered_at or recorded.recorded_at
    return _with(complaint, event.deadline_id, status="met", **kept)


def _missed(complaint: Complaint, event: DeadlineMissed, _recorded: Recorded) -> Complaint:
    deadline = complaint.deadlines.get(event.deadline_id)
    if deadline is None or deadline.status != "running":
        return complaint
    return _with(complaint, event.deadline_id, status="missed", was_missed=True, lateness="missed")


def _lapsed(complaint: Complaint, event: DeadlineLapsed, _recorded: Recorded) -> Complaint:
    return _with(complaint, event.deadline_id, status="lapsed")


def _extended(complaint: Complaint, event: DeadlineExtended, recorded: Recorded) -> Complaint:
    deadline = complaint.deadlines.get(event.deadline_id)
    if deadline is None:
        return complaint
    moved = NewDueDate(
        deadline_id=event.deadline_id,
        due_on=event.new_due_on,
        due_at=event.new_due_at,
        warn_at=event.new_warn_at,
        is_estimated=event.is_estimated,
    )
    notices = deadline.notices | ({event.notice_event_id} if event.notice_event_id else set())
    one = Extension(
        clock=deadline.fact.rule_id,
        old_on=deadline.due_on,
        old_at=deadline.due_at,
        new_on=moved.due_on,
        new_at=moved.due_at,
        recorded_at=recorded.recorded_at,
        # A call that named no day was a notice once.
        notice=event.notice_event_id if is_notice(complaint, event.notice_event_id) else None,
    )
    counted = {"extended": deadline.extended + 1, "extensions": (*deadline.extensions, one)}
    return _with(complaint, event.deadline_id, moved=moved, notices=notices, **counted)


def _paused(complaint: Complaint, event: DeadlinePaused, recorded: Recorded) -> Complaint:
    for deadline_id in event.deadline_ids:
        deadline = complaint.deadlines.get(deadline_id)
        if deadline is not None and deadline.status in ("running", "paused"):
            pause = Pause(
                rule_id=event.rule_id,
                ground_code=event.ground_code,
                since=event.since or deadline.since_it_came(recorded.occurred),
                with_suspension=_is_with_suspension(complaint, deadline, event, recorded),
                told_by=_told_by(recorded) | _told_before(complaint, event),
                policy=recorded.policy,
            )
            changes = {"pauses": (*deadline.pauses, pause), "stood": _but_going_on(deadline, event)}
            complaint = _with(complaint, deadline_id, status="paused", **changes)
    return complaint


def _but_going_on(deadline: DeadlineState, event: DeadlinePaused) -> tuple[Stood, ...]:
    """The pauses that are over, but for one that only another ground ended: it goes on."""
    since, stood = event.since.earliest if event.since else None, deadline.stood
    return stood[:-1] if stood and stood[-1].first == since else stood


def _is_with_suspension(
    complaint: Complaint, deadline: DeadlineState, event: DeadlinePaused, recorded: Recorded
) -> bool:
    """Before it was told, what the system paused was; what was set again is as it was before."""
    if event.with_suspension or event.since is None:
        return bool(event.with_suspension) or recorded.actor.kind == "system"
    replaced = complaint.deadlines.get(deadline.fact.replaces) if deadline.fact.replaces else None
    was = [one for one in replaced.pauses if one.with_suspension] if replaced else []
    return event.ground_code in [one.ground_code for one in was]


def _told_by(recorded: Recorded) -> frozenset[UUID | None]:
    """The event itself, and what it follows from."""
    return frozenset({recorded.event_id, recorded.causation_id} - {None})


def _told_before(complaint: Complaint, event: DeadlinePaused) -> frozenset[UUID | None]:
    """What told of a pause that goes on in another due date of this complaint."""
    known = [one for due in complaint.deadlines.values() for one in due.pauses]
    meant = (event.since, event.ground_code)
    same = [one.told_by for one in known if (one.since, one.ground_code) == meant]
    return frozenset[UUID | None]().union(*same)


def _resumed(complaint: Complaint, event: DeadlineResumed, recorded: Recorded) -> Complaint:
    for moved in event.deadlines:
        deadline = complaint.deadlines.get(moved.deadline_id)
        if deadline is not None and deadline.status == "paused":
            stood = deadline.stood_until(recorded.occurred.earliest, _told_by(recorded))
            changes: dict[str, Any] = {"moved": moved, "pauses": (), "stood": stood}
            complaint = _with(complaint, moved.deadline_id, status="running", **changes)
    return complaint


def _cancelled(complaint: Complaint, event: DeadlineCancelled, _recorded: Recorded) -> Complaint:
    void = {"was_missed": False, "is_void": True, "lateness": None} if event.voids_miss else {}
    now = _with(complaint, event.deadline_id, status="cancelled", **void)
    if now.is_open or now.ending is None or event.ground_code in NOT_BY_ENDING:
        return now
    cancelled = (*now.ending.cancelled, event.deadline_id)
    return now.changed(ending=replace(now.ending, cancelled=cancelled))


CHANGES: Changes = {
    DeadlineSet: _set,
    DeadlineMet: _met,
    DeadlineMissed: _missed,
    DeadlineLapsed: _lapsed,
    DeadlineExtended: _extended,
    DeadlinePaused: _paused,
    DeadlineResumed: _resumed,
    DeadlineCancelled: _cancelled,
}
