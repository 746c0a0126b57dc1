"""Which due dates hold again as they were: of a failed answer, a mistaken ending."""

from collections.abc import Iterator

from domain.consequences.turn import Turn
from domain.events import CommunicationFailed, ComplaintReopened, ComplaintUnmerged
from domain.policy.kinds import REPLY_WINDOW, RESPONSE
from domain.state import DeadlineState


def in_force_again(turn: Turn) -> Iterator[DeadlineState]:
    """The due dates that this fact sets again, as they stood."""
    is_undone = _is_undone(turn)
    ended = turn.after.ending.cancelled if is_undone and turn.after.ending else ()
    for deadline in turn.after.deadlines.values():
        if _did_not_reach(turn, deadline):
            yield deadline
            continue
        if deadline.fact.kind == REPLY_WINDOW and turn.after.state != "RESPONDED":
            continue
        was_ended = deadline.status == "cancelled" and deadline.fact.deadline_id in ended
        if was_ended or (_is_unanswered(turn, deadline) and (is_undone or _has_failed(turn))):
            yield deadline


def _did_not_reach(turn: Turn, deadline: DeadlineState) -> bool:
    """Whether what was due to one person alone was sent, and did not arrive."""
    event, about = turn.event, deadline.fact.about
    if not isinstance(event, CommunicationFailed) or about is None or about.kind != "party":
        return False
    return turn.after.is_open and deadline.met_by == event.target_event_id


def _is_undone(turn: Turn) -> bool:
    """Whether an ending was a mistake, or a merger is no more."""
    event = turn.event
    is_mistake = isinstance(event, ComplaintReopened) and event.ground_code == "closed_in_error"
    return turn.is_open_again and (is_mistake or isinstance(event, ComplaintUnmerged))


def _has_failed(turn: Turn) -> bool:
    return isinstance(turn.event, CommunicationFailed) and turn.moves(to="DECIDED")


def _is_unanswered(turn: Turn, deadline: DeadlineState) -> bool:
    """Whether it was met by an answer that turned out not to have arrived."""
    answer = turn.after.answer
    failed = answer.event_id if answer and answer.has_failed else None
    return deadline.fact.kind == RESPONSE and failed is not None and deadline.met_by == failed
