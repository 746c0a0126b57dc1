"""Which due dates hold again as they were: of a failed answer, a mistaken ending."""

from collections.abc import Iterator

from domain.complaint.events import CommunicationFailed, ComplaintReopened, ComplaintUnmerged
from domain.complaint.state import DeadlineState
from domain.complaint.tracking.communications import did_not_arrive
from domain.complaint.transition import Transition
from domain.policy.kinds import ACKNOWLEDGEMENT, REPLY_WINDOW, RESPONSE


def in_force_again(transition: Transition) -> Iterator[DeadlineState]:
    """The due dates that this fact sets again, as they stood.

    What is to be acknowledged is so whatever the ground is on which work goes on.
    """
    is_undone = _is_undone(transition)
    ending, is_open_again = transition.after.ending, transition.is_open_again
    ended = ending.cancelled if is_open_again and ending else ()
    for deadline in transition.after.deadlines.values():
        kind = deadline.fact.kind
        if _did_not_reach(transition, deadline):
            yield deadline
            continue
        if kind == REPLY_WINDOW and transition.after.state != "RESPONDED":
            continue
        was_ended = deadline.status == "cancelled" and deadline.fact.deadline_id in ended
        if (was_ended and (is_undone or kind == ACKNOWLEDGEMENT)) or (
            _is_unanswered(transition, deadline) and (is_undone or _has_failed(transition))
        ):
            yield deadline


def _did_not_reach(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether an acknowledgement, or what was due to one person alone, did not arrive.

    What is told of it while the complaint is ended counts once it is open again. What is due again
    already was replaced by it, so that it may be said again that it came back.
    """
    is_now = transition.is_open_again or isinstance(transition.event, CommunicationFailed)
    if deadline.status != "met" or not (is_now and transition.after.is_open):
        return False
    about = deadline.fact.about
    is_alone = about is not None and about.kind == "party"
    is_whole = deadline.fact.kind == ACKNOWLEDGEMENT and not transition.after.is_acknowledged
    return (is_alone or is_whole) and did_not_arrive(transition.after, deadline.met_by)


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
