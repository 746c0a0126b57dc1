"""What recourse, ending and taking up again change (7.9)."""

from dataclasses import replace

from domain.complaint.attempt import next_attempt
from domain.complaint.change import Changes
from domain.complaint.closing.ways_spent import with_spent
from domain.complaint.events import (
    ComplaintClosed,
    ComplaintReopened,
    ComplaintWithdrawn,
    RecourseDeclined,
    RecourseExhausted,
    RecourseOffered,
)
from domain.complaint.lifecycle import ANEW
from domain.complaint.parties.access import whose_word
from domain.complaint.parties.fold import with_outside, without_acceptance
from domain.complaint.receipt.fold import only_open
from domain.complaint.state import Complaint, RecourseState
from domain.recorded import Recorded


def _offered(complaint: Complaint, event: RecourseOffered, _recorded: Recorded) -> Complaint:
    offered = complaint.recourse.offered | {each.kind for each in event.recourse}
    named = with_outside(complaint, event.recourse)
    return named.changed(recourse=replace(complaint.recourse, offered=offered))


def _declined(complaint: Complaint, event: RecourseDeclined, recorded: Recorded) -> Complaint:
    # What is turned down before it was offered does not spend it (invariant 11).
    if event.kind not in complaint.recourse.offered:
        return complaint
    return with_spent(complaint, whose_word(complaint, recorded), {event.kind})


def _exhausted(complaint: Complaint, _event: RecourseExhausted, _recorded: Recorded) -> Complaint:
    is_exhausted = bool(complaint.recourse.offered)
    return complaint.changed(recourse=replace(complaint.recourse, is_exhausted=is_exhausted))


def _closed(complaint: Complaint, _event: ComplaintClosed, _recorded: Recorded) -> Complaint:
    return complaint.changed(state="CLOSED") if complaint.is_open else complaint


def _withdrawn(complaint: Complaint, event: ComplaintWithdrawn, _recorded: Recorded) -> Complaint:
    if not complaint.is_open or event.others_remain or event.lacks_authority:
        return complaint
    return complaint.changed(state="WITHDRAWN")


def _reopened(complaint: Complaint, event: ComplaintReopened, _recorded: Recorded) -> Complaint:
    if complaint.is_open:
        return complaint
    begins = event.ground_code in ANEW and complaint.answered_stage is not None
    anew = next_attempt(complaint).changed(decision=None) if begins else complaint
    if event.ground_code != "closed_in_error":
        anew = without_acceptance(anew)
    return only_open(anew, event.issue_ids).changed(
        state=event.resumes_in_state,
        reopenings=event.reopen_no,
        recourse=RecourseState(),
    )


CHANGES: Changes = {
    RecourseOffered: _offered,
    RecourseDeclined: _declined,
    RecourseExhausted: _exhausted,
    ComplaintClosed: _closed,
    ComplaintWithdrawn: _withdrawn,
    ComplaintReopened: _reopened,
}
