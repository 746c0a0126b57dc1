"""Which due dates hold again as they were: of a failed answer, a mistaken ending."""

from collections.abc import Iterator

from domain.complaint.events import CommunicationFailed, ComplaintReopened, ComplaintUnmerged
from domain.complaint.linking.brought_matter import joint_awaiting, told_by
from domain.complaint.state import DeadlineState
from domain.complaint.transition import Transition
from domain.policy.kinds import ACKNOWLEDGEMENT, REPLY_WINDOW, RESPONSE


def in_force_again(transition: Transition) -> Iterator[DeadlineState]:
    """The due dates that this fact sets again, as they stood."""
    is_undone = _is_undone(transition)
    ended = transition.after.ending.cancelled if is_undone and transition.after.ending else ()
    for deadline in transition.after.deadlines.values():
        if _did_not_reach(transition, deadline) or _is_due_to_one_again(transition, deadline):
            yield deadline
            continue
        if deadline.fact.kind == REPLY_WINDOW and transition.after.state != "RESPONDED":
            continue
        was_ended = deadline.status == "cancelled" and deadline.fact.deadline_id in ended
        if was_ended or (
            _is_unanswered(transition, deadline) and (is_undone or _has_failed(transition))
        ):
            yield deadline


def _did_not_reach(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether an acknowledgement, or what was due to one person alone, did not arrive."""
    event, about = transition.event, deadline.fact.about
    if not isinstance(event, CommunicationFailed) or not transition.after.is_open:
        return False
    again = {one.fact.replaces for one in transition.after.deadlines.values()}
    if deadline.fact.deadline_id in again:
        # It was said before that it came back.
        return False
    is_alone = about is not None and about.kind == "party"
    is_whole = deadline.fact.kind == ACKNOWLEDGEMENT and not transition.after.is_acknowledged
    return (is_alone or is_whole) and deadline.met_by == event.target_event_id


def _is_due_to_one_again(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether of the letters to several that answered it together one did not arrive."""
    event, before, after = transition.event, transition.before, transition.after
    if not isinstance(event, CommunicationFailed) or before is None or not after.is_open:
        return False
    whole = (one for one in after.deadlines.values() if one.fact.about is None)
    (*_, last) = [None, *(one for one in whole if one.fact.kind == RESPONSE)]
    is_met = last is not None and last is deadline and last.status == "met"
    if not is_met or not told_by(before, event.target_event_id):
        return False
    is_of_answer = deadline.met_by is not None and bool(told_by(before, deadline.met_by))
    return is_of_answer and (bool(joint_awaiting(after)) or _has_failed(transition))


def _is_undone(transition: Transition) -> bool:
    """Whether an ending was a mistake, or a merger is no more."""
    event = transition.event
    is_mistake = isinstance(event, ComplaintReopened) and event.ground_code == "closed_in_error"
    return transition.is_open_again and (is_mistake or isinstance(event, ComplaintUnmerged))


def _has_failed(transition: Transition) -> bool:
    return isinstance(transition.event, CommunicationFailed) and transition.moves(to="DECIDED")


def _is_unanswered(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether it was met by an answer that turned out not to have arrived."""
    answer = transition.after.answer
    failed = answer.event_id if answer and answer.has_failed else None
    return deadline.fact.kind == RESPONSE and failed is not None and deadline.met_by == failed
