"""7.9 Taking up again: an ended complaint is reopened on a ground, and resumes where that fits."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from domain.acts import Act
from domain.consequences.turn import REOPEN_WINDOW
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ComplaintReopened
from domain.events.parts import Ids, State
from domain.issues import issues_named
from domain.state import Complaint, Ending

Ground = Literal[
    "new_evidence",
    "external_instruction",
    "complainant_dissatisfied",
    "remedy_not_delivered",
    "closed_in_error",
    "scope_challenged",
]
NOT_BOUND_BY_WINDOW = ("remedy_not_delivered", "external_instruction", "closed_in_error")


class NotEnded(Refusal):
    """A complaint that is still open."""

    clause = "7.9"
    rule = "the complaint has not ended"
    instead = "go on with it"


class NeverAnswered(Refusal):
    """Dissatisfied with an answer that was never given."""

    clause = "7.9"
    rule = "the complaint was never answered"
    instead = "reopen it for new_evidence or closed_in_error"


class NothingOwed(Refusal):
    """Every remedy that was promised is carried out."""

    clause = "7.9"
    rule = "no remedy is owed"
    instead = "reopen it on another ground"


class NotOutOfScope(Refusal):
    """A challenge of the scope where nobody declared anything out of scope."""

    clause = "7.9"
    rule = "the complaint did not end as out of scope"
    instead = "reopen it on another ground"


class ReopenWindowPassed(Refusal):
    """The time for reopening is over, and the actor is no approver."""

    clause = "7.9"
    rule = "after the time for reopening only an approver reopens"
    instead = "ask an approver, or record a new complaint"


class Reopen(Act):
    """An ended complaint is taken up again."""

    ground_code: Ground
    issue_ids: Annotated[
        Ids, Field(description="What is open again; what was open, else all, unless told")
    ] = ()


def _reopen(deed: Deed, command: Reopen) -> None:
    complaint = deed.complaint
    ending = complaint.ending
    if complaint.is_open:
        raise NotEnded(complaint=complaint.reference, state=complaint.state)
    assert ending is not None
    resumes_in = _RESUMES[command.ground_code](complaint, ending)
    if command.ground_code not in NOT_BOUND_BY_WINDOW:
        _check_window(deed, complaint, ending)
    still_open = tuple(issue.issue_id for issue in complaint.open_issues)
    named = command.issue_ids or still_open or tuple(complaint.issues)
    reopened = ComplaintReopened(
        ground_code=command.ground_code,
        reopen_no=complaint.reopenings + 1,
        issue_ids=tuple(issue.issue_id for issue in issues_named(complaint, named)),
        from_state=complaint.state,
        resumes_in_state=resumes_in,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(reopened, of=command)


def _check_window(deed: Deed, complaint: Complaint, ending: Ending) -> None:
    """Without a window that the policy set at the ending there is no time to pass."""
    for window in complaint.deadlines.values():
        fact = window.fact
        if fact.kind != REOPEN_WINDOW or fact.start_event_id != ending.event_id:
            continue
        is_over = window.status == "lapsed" or deed.situation.now > fact.due_at
        roles = deed.situation.policy.separation.approver_roles
        if is_over and deed.actor.role not in roles:
            raise ReopenWindowPassed(until=fact.due_on, role=deed.actor.role)


def _new_evidence(complaint: Complaint, _ending: Ending) -> State:
    return "ASSESSED" if complaint.assessment else "RECEIVED"


def _external_instruction(complaint: Complaint, _ending: Ending) -> State:
    return "INVESTIGATING" if complaint.assessment else "RECEIVED"


def _dissatisfied(complaint: Complaint, _ending: Ending) -> State:
    if not complaint.is_answered:
        raise NeverAnswered(complaint=complaint.reference)
    return "DISPUTED"


def _not_delivered(complaint: Complaint, ending: Ending) -> State:
    if not complaint.owed:
        raise NothingOwed(complaint=complaint.reference)
    return ending.from_state


def _in_error(complaint: Complaint, ending: Ending) -> State:
    has_failed = complaint.answer is not None and complaint.answer.has_failed
    if ending.from_state == "RESPONDED" and has_failed:
        return "DECIDED"
    return ending.from_state


def _scope_challenged(complaint: Complaint, ending: Ending) -> State:
    if complaint.state != "OUT_OF_SCOPE":
        raise NotOutOfScope(complaint=complaint.reference, state=complaint.state)
    return ending.from_state


_RESUMES: dict[Ground, Callable[[Complaint, Ending], State]] = {
    "new_evidence": _new_evidence,
    "external_instruction": _external_instruction,
    "complainant_dissatisfied": _dissatisfied,
    "remedy_not_delivered": _not_delivered,
    "closed_in_error": _in_error,
    "scope_challenged": _scope_challenged,
}
"""In which state an ended complaint resumes, for each ground."""


reopen = Decision("reopen", Reopen, _reopen)
"""Reopen an ended complaint (7.9).

Raises NotEnded, NeverAnswered, NothingOwed, NotOutOfScope, ReopenWindowPassed, NoSuchIssue.
"""
