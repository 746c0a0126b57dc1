"""How what ended with its complaint stands, once it is set anew or its ending is proved (6.2)."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.deadlines.cancelled_by import ENDINGS, Ground
from domain.complaint.deadlines.carry_over import (
    as_it_stands,
    before_it_ended,
    pauses_of,
)
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.proofs import is_proved
from domain.complaint.events import (
    ComplaintForwarded,
    DeadlineCancelled,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineSet,
)
from domain.complaint.moment import STATE, Moment
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.policy.kinds import MAY_RUN_AFTER_ENDING


def ended_with(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether nobody waits for it since the complaint ended, be it missed by then or not.

    What was merged goes on elsewhere, and with it what is due.
    """
    ending, is_over = complaint.ending, complaint.state != "MERGED" and not complaint.is_open
    if ending is None or not is_over or deadline.fact.kind in MAY_RUN_AFTER_ENDING:
        return False
    was_cancelled = deadline.status == "cancelled"
    return deadline.status == "missed" or (was_cancelled and _id(deadline) in ending.cancelled)


def as_it_ended(
    transition: Transition, deadline: DeadlineState, anew: DeadlineSet, *, is_judged: bool
) -> Iterator[DeadlinePaused | DeadlineMissed | DeadlineCancelled]:
    """That it was missed before the complaint ended, or ended with it as it stood.

    is_judged: whether the record was wrong, so that it may have been missed or not; what is only
    known by now makes no act late.
    """
    complaint, was = transition.after, before_it_ended(deadline)
    is_missed = was.status == "missed"
    ending = complaint.moments.get((STATE, None))
    if is_judged and ending:
        is_missed = _is_missed(transition, was, anew, ending)
    if was.stands_still_by(anew.due_at):
        yield from pauses_of(was, anew.deadline_id)
    elif is_missed:
        yield DeadlineMissed(deadline_id=anew.deadline_id, due_at=anew.due_at)
        return
    yield DeadlineCancelled(deadline_id=anew.deadline_id, ground_code=ground_of(complaint))


def as_it_ended_by_right(
    transition: Transition, deadline: DeadlineState, new_id: UUID
) -> Iterator[DeadlineSet | DeadlineMissed | DeadlineCancelled]:
    """What the right time of the ending tells of a due date: that it was missed, or was not."""
    was, ending = before_it_ended(deadline), transition.after.moments[(STATE, None)]
    is_missed = _is_missed(transition, was, deadline, ending)
    if was.status == "paused" or is_missed == (deadline.status == "missed"):
        return
    if not is_missed:
        ground = ground_of(transition.after)
        yield DeadlineCancelled(deadline_id=_id(deadline), ground_code=ground, voids_miss=True)
        return
    yield as_it_stands(deadline, new_id, replaces=_id(deadline), ground_code="corrected")
    yield DeadlineMissed(deadline_id=new_id, due_at=deadline.due_at)


def is_ended_by(complaint: Complaint, event_id: UUID | None) -> bool:
    """Whether the complaint ended by this event, and its time is known."""
    moment = complaint.moments.get((STATE, None))
    return moment is not None and moment.event_id == event_id


def _id(deadline: DeadlineState) -> UUID:
    return deadline.fact.deadline_id


def ground_of(complaint: Complaint) -> Ground:
    """Why nothing is due of a complaint that ended."""
    ending = complaint.moments.get((STATE, None))
    is_forwarded = ending is not None and ending.type == ComplaintForwarded.TYPE
    return "forwarded" if is_forwarded else ENDINGS.get(complaint.state, "closed")


def _is_missed(
    transition: Transition, was: DeadlineState, anew: DeadlineSet | DeadlineState, ending: Moment
) -> bool:
    """Whether the ending came too late; or was entered so, without a proof, and was missed then."""
    if is_late(ending.when, due_on=anew.due_on, due_at=anew.due_at):
        return True
    context = transition.context
    is_shown = is_proved(ending.event_id, context, due_at=anew.due_at)
    if is_shown or was.was_over_when_known(anew.due_at):
        return False
    entered = [one.recorded_at for one in context.history if one.event_id == ending.event_id]
    return was.was_missed and any(anew.due_at < each for each in entered)
