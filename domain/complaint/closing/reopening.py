"""7.9 Taking up again: an ended complaint is reopened on a ground, and resumes where that fits."""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintReopened
from domain.complaint.issues.selecting import issues_held
from domain.complaint.lifecycle import State
from domain.complaint.parts import Ids
from domain.complaint.state import Complaint, Ending
from domain.errors import Refusal
from domain.policy.kinds import REOPEN_WINDOW
from domain.roles import STAFF

Ground = Literal[
    "new_evidence",
    "external_instruction",
    "complainant_dissatisfied",
    "remedy_not_delivered",
    "closed_in_error",
    "scope_challenged",
]
NOT_BOUND_BY_WINDOW = ("remedy_not_delivered", "external_instruction", "closed_in_error")


class NotEnded(Refusal, code="NotEnded"):
    """A complaint that is still open."""

    clause = "7.9"
    rule = "the complaint has not ended"
    instead = "go on with it"


class HasMerged(Refusal, code="HasMerged"):
    """A complaint whose issues another one holds now."""

    clause = "7.9"
    rule = "a merged complaint goes on in another one"
    instead = "act on the complaint that it was merged into, or unmerge it"


class NeverAnswered(Refusal, code="NeverAnswered"):
    """Dissatisfied with an answer that was never given."""

    clause = "7.9"
    rule = "the complaint was never answered"
    instead = "reopen it for new_evidence or closed_in_error"


class NothingOwed(Refusal, code="NothingOwed"):
    """Every remedy that was promised is carried out."""

    clause = "7.9"
    rule = "no remedy is owed"
    instead = "reopen it on another ground"


class NotOutOfScope(Refusal, code="NotOutOfScope"):
    """A challenge of the scope where nobody declared anything out of scope."""

    clause = "7.9"
    rule = "the complaint did not end as out of scope"
    instead = "reopen it on another ground"


class ReopenWindowPassed(Refusal, code="ReopenWindowPassed"):
    """The time for reopening is over, and the actor is no approver."""

    is_for_another = True
    clause = "7.9"
    rule = "after the time for reopening only an approver reopens"
    instead = "ask an approver, or record a new complaint"


class Reopen(Act):
    """An ended complaint is taken up again."""

    ground_code: Ground
    issue_ids: Annotated[
        Ids,
        Field(description="What is open again; what was open last, else answered, unless told"),
    ] = ()


def _may_reopen(draft: Draft) -> None:
    complaint = draft.complaint
    if complaint.is_open:
        raise NotEnded(complaint=complaint.reference, state=complaint.state)
    if complaint.state == "MERGED":
        into = complaint.merged_reference or complaint.merged_into
        raise HasMerged(complaint=complaint.reference, into=into)


def _reopen(draft: Draft, command: Reopen) -> None:
    complaint = draft.complaint
    ending = complaint.ending
    assert ending is not None
    resumes_in = _RESUMES[command.ground_code](complaint, ending)
    if command.ground_code not in NOT_BOUND_BY_WINDOW:
        _check_window(draft, complaint, ending)
    issues = issues_held(complaint, command.issue_ids, *_last_open(complaint, ending))
    reopened = ComplaintReopened(
        ground_code=command.ground_code,
        reopen_no=complaint.reopenings + 1,
        issue_ids=tuple(issue.issue_id for issue in issues),
        from_state=complaint.state,
        resumes_in_state=resumes_in,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(reopened, of=command)


def _last_open(complaint: Complaint, ending: Ending) -> Iterator[Ids]:
    """What was open last: still, until the ending took it, until it was answered.

    What was withdrawn, declined or sent on before the ending is not meant.
    """
    yield tuple(issue.issue_id for issue in complaint.open_issues)
    yield ending.taken
    settled = [each.issue_id for each in complaint.issues.values() if each.status == "settled"]
    answered = complaint.answer.issue_ids if complaint.answer else ()
    yield tuple(issue_id for issue_id in settled if issue_id in answered)
    yield tuple(settled)


def _check_window(draft: Draft, complaint: Complaint, ending: Ending) -> None:
    """Without a window that the policy set at the ending there is no time to pass."""
    for window in complaint.deadlines.values():
        fact = window.fact
        if fact.kind != REOPEN_WINDOW or fact.start_event_id != ending.event_id:
            continue
        is_over = is_late(draft.occurred, due_on=window.due_on, due_at=window.due_at)
        roles = draft.context.policy.separation.approver_roles
        if is_over and draft.actor.role not in roles:
            raise ReopenWindowPassed(until=window.due_on, role=draft.actor.role)


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
    return _before_ending(complaint, ending)


def _in_error(complaint: Complaint, ending: Ending) -> State:
    has_failed = complaint.answer is not None and complaint.answer.has_failed
    before = _before_ending(complaint, ending)
    return "DECIDED" if before == "RESPONDED" and has_failed else before


def _before_ending(complaint: Complaint, ending: Ending) -> State:
    """The state before the ending; without a referral that lives, the one before it was outside."""
    is_outside = any(each.is_live for each in complaint.referrals.values())
    return ending.from_state if is_outside else ending.own_state


def _scope_challenged(complaint: Complaint, ending: Ending) -> State:
    if complaint.state != "OUT_OF_SCOPE":
        raise NotOutOfScope(complaint=complaint.reference, state=complaint.state)
    return _before_ending(complaint, ending)


_RESUMES: dict[Ground, Callable[[Complaint, Ending], State]] = {
    "new_evidence": _new_evidence,
    "external_instruction": _external_instruction,
    "complainant_dissatisfied": _dissatisfied,
    "remedy_not_delivered": _not_delivered,
    "closed_in_error": _in_error,
    "scope_challenged": _scope_challenged,
}
"""In which state an ended complaint resumes, for each ground."""


reopen = Decider(
    "reopen",
    Reopen,
    _reopen,
    clause="7.9",
    summary="Take an ended complaint up again",
    roles=STAFF,
    may=_may_reopen,
)
"""Reopen an ended complaint (7.9)."""
