"""7.9 No complaint is closed for want of a reply before the time to reply is over for everybody."""

from domain.complaint.deadlines.day_count import due_date, is_late
from domain.complaint.draft import Draft
from domain.complaint.linking.brought_matter import answered_alone, owed_alone
from domain.complaint.state import Complaint, DeadlineState
from domain.errors import Refusal
from domain.policy.kinds import REPLY_WINDOW
from domain.values import When


class ReplyWindowStillRuns(Refusal, code="ReplyWindowStillRuns"):
    """The complainant still has time to reply."""

    clause = "7.9"
    rule = "the time to reply to the latest response has not lapsed"
    instead = "wait until it has, or record the reply"


def check_time_to_reply(draft: Draft) -> None:
    """Refuse an early closing. Raises ReplyWindowStillRuns."""
    complaint, closed = draft.complaint, draft.occurred
    _check_window(complaint, closed)
    _check_persons(complaint, closed)
    for window in _windows(complaint):
        for met in answered_alone(complaint):
            _check_person(draft, window, met)


def check_nobody_has_time(draft: Draft) -> None:
    """Refuse to say that the time is over which somebody has who said nothing yet.

    Raises ReplyWindowStillRuns.
    """
    complaint, said = draft.complaint, draft.occurred
    _check_persons(complaint, said)
    for one in _windows(complaint):
        if one.is_open and not is_late(said, due_on=one.due_on, due_at=one.due_at):
            raise ReplyWindowStillRuns(complaint=complaint.reference, until=one.due_on.isoformat())


def _check_persons(complaint: Complaint, closed: When) -> None:
    """Nor before the time of each who was told alone."""
    for one in complaint.deadlines.values():
        person = owed_alone(complaint, one)
        if one.fact.kind != REPLY_WINDOW or person is None or person.has_left:
            continue
        if one.is_open and not is_late(closed, due_on=one.due_on, due_at=one.due_at):
            raise ReplyWindowStillRuns(complaint=complaint.reference, until=one.due_on.isoformat())


def _check_person(draft: Draft, window: DeadlineState, answered: When) -> None:
    """Who came with a merged complaint has as much time from their own answer on."""
    policy = draft.context.made_under(window.fact)
    rule = policy.deadline_rule(window.fact.rule_id)
    if rule is None:
        return
    calendar = policy.calendar(rule.calendar_id)
    due = due_date(rule, starts=answered, calendar=calendar, day_ends=policy.day_ends)
    if not is_late(draft.occurred, due_on=due.due_on, due_at=due.due_at):
        raise ReplyWindowStillRuns(
            complaint=draft.complaint.reference, until=due.due_on.isoformat()
        )


def _windows(complaint: Complaint) -> list[DeadlineState]:
    response = complaint.answer.event_id if complaint.answer else None
    return [
        each
        for each in complaint.deadlines.values()
        if each.fact.kind == REPLY_WINDOW and each.fact.start_event_id == response
    ]


def _check_window(complaint: Complaint, closed: When) -> None:
    """The time to reply counts from the latest response, also while outside bodies had it.

    It is over as of the act's own day, whether or not the clock has told so yet.
    """
    windows = _windows(complaint)
    over = [
        each.status == "met"
        or (
            each.status in ("running", "lapsed", "cancelled")
            and is_late(closed, due_on=each.due_on, due_at=each.due_at)
        )
        for each in windows
    ]
    still = [each.status in ("running", "paused", "lapsed") for each in windows]
    if not any(over) or any(is_one and not past for is_one, past in zip(still, over, strict=True)):
        due = ", ".join(each.due_on.isoformat() for each in windows) or "not set"
        raise ReplyWindowStillRuns(complaint=complaint.reference, until=due)
