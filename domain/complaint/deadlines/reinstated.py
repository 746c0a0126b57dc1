"""Which due dates hold again as they were: of a failed answer, a mistaken ending."""

from collections.abc import Iterator

from domain.complaint.deadlines.cancelled_by import BEGUN_BY_WORD
from domain.complaint.events import CommunicationFailed, ComplaintReopened, ComplaintUnmerged
from domain.complaint.lifecycle import ANSWERED
from domain.complaint.linking.brought_matter import joint_awaiting, joint_unacknowledged, told_by
from domain.complaint.linking.kept_informed import Message, heard_with
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.tracking.communications import reached_nobody, untold_by
from domain.complaint.transition import Transition
from domain.policy.kinds import ACKNOWLEDGEMENT, REPLY_WINDOW, RESPONSE

UPDATES: dict[str, Message] = {
    "first_update": "contact",
    "periodic_update": "contact",
    "holding_response": "holding",
    "reminder": "reminder",
}
"""What somebody has to hear for each update that is due."""


def in_force_again(transition: Transition) -> Iterator[DeadlineState]:
    """The due dates that this fact sets again, as they stood.

    What is to be acknowledged is so whatever the ground is on which work goes on.
    """
    is_undone = _is_undone(transition)
    ending, is_open_again = transition.after.ending, transition.is_open_again
    ended = ending.cancelled if is_open_again and ending else ()
    for deadline in transition.after.deadlines.values():
        kind = deadline.fact.kind
        if any(judge(transition, deadline) for judge in _UNTOLD):
            yield deadline
            continue
        if kind == REPLY_WINDOW and transition.after.state != "RESPONDED":
            continue
        if kind in BEGUN_BY_WORD and reached_nobody(transition.after, deadline.fact.start_event_id):
            continue
        was_ended = deadline.status == "cancelled" and deadline.fact.deadline_id in ended
        if (was_ended and (is_undone or kind == ACKNOWLEDGEMENT)) or (
            _is_unanswered(transition, deadline) and (is_undone or _has_failed(transition))
        ):
            yield deadline


def _did_not_reach(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether an acknowledgement, an update, or what was due to one person alone, did not arrive.

    What is told of it while the complaint is ended counts once it is open again. What is due again
    already was replaced by it, so that it may be said again that it came back.
    """
    is_now = transition.is_open_again or untold_by(transition.event)
    if deadline.status != "met" or not (is_now and transition.after.is_open):
        return False
    if not reached_nobody(transition.after, deadline.met_by):
        return False
    about = deadline.fact.about
    is_alone = about is not None and about.kind == "party"
    is_whole = deadline.fact.kind == ACKNOWLEDGEMENT and not transition.after.is_acknowledged
    return is_alone or is_whole or _is_untold(transition.after, deadline)


def _is_untold(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether nobody heard since what an update was due for, nor the answer, which ends that."""
    message = _awaited_message(complaint, deadline)
    if message is None or deadline.met_by is None:
        return False
    since = list(complaint.communications).index(deadline.met_by)
    later = list(complaint.communications.values())[since:]
    is_heard = any(message in one.messages and not one.reached_nobody for one in later)
    return not is_heard and not _is_due_otherwise(complaint, deadline)


def _is_untold_to_one(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether of the messages by which all had heard, whichever was the last, one did not arrive.

    What the others heard by the rest of them, or have heard since, they need not hear again.
    """
    before, after, untold = transition.before, transition.after, untold_by(transition.event)
    message = _awaited_message(after, deadline)
    if before is None or message is None or deadline.status != "met" or not after.is_open:
        return False
    is_of_last = deadline.met_by in heard_with(before, message, untold)
    return is_of_last and not _is_due_otherwise(after, deadline)


def _awaited_message(complaint: Complaint, deadline: DeadlineState) -> Message | None:
    """What has to be heard for an update, where that is still of use as the complaint stands."""
    message = UPDATES.get(deadline.fact.kind)
    return message if (complaint.state in ANSWERED) == (message == "reminder") else None


def _is_due_otherwise(complaint: Complaint, deadline: DeadlineState) -> bool:
    return any(_is_beside(each, deadline) for each in complaint.deadlines.values())


def _is_beside(other: DeadlineState, deadline: DeadlineState) -> bool:
    """Whether the same is due otherwise, and not from what told nobody anything."""
    are_alike = (other.fact.kind, other.fact.about) == (deadline.fact.kind, deadline.fact.about)
    return are_alike and other.is_open and other.fact.start_event_id != deadline.met_by


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


def _is_due_to_one_again(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether of the letters to several that answered it together one did not arrive."""
    event, before, after = transition.event, transition.before, transition.after
    if not isinstance(event, CommunicationFailed) or before is None or not after.is_open:
        return False
    if not _is_met_last(after, deadline, RESPONSE) or not told_by(before, event.target_event_id):
        return False
    is_of_answer = deadline.met_by is not None and bool(told_by(before, deadline.met_by))
    return is_of_answer and (bool(joint_awaiting(after)) or _has_failed(transition))


def _is_receipt_untold_to_one(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether of the acknowledgements to several that met it together one did not arrive."""
    before, after = transition.before, transition.after
    if before is None or not untold_by(transition.event) or not after.is_open:
        return False
    is_met = _is_met_last(after, deadline, ACKNOWLEDGEMENT)
    by = after.communications.get(deadline.met_by) if deadline.met_by and is_met else None
    if by is None or by.acknowledges is None:
        return False
    was_known = before.is_acknowledged and not joint_unacknowledged(before)
    return was_known and not (after.is_acknowledged and not joint_unacknowledged(after))


def _is_met_last(complaint: Complaint, deadline: DeadlineState, kind: str) -> bool:
    """Whether of all of this kind that was due of the whole it is the latest, and was met."""
    every = (one for one in complaint.deadlines.values() if one.fact.about is None)
    latest = [one for one in every if one.fact.kind == kind][-1:]
    return latest == [deadline] and deadline.status == "met"


_UNTOLD = (
    _did_not_reach,
    _is_untold_to_one,
    _is_due_to_one_again,
    _is_receipt_untold_to_one,
)
"""By what something is due again that turned out to have told somebody nothing."""
