"""4.10 How long data has to be kept: reckoned anew whenever something is to be erased for it."""

from datetime import datetime

from domain.complaint.deadlines.day_count import due_date
from domain.complaint.deadlines.working_time import end_of
from domain.complaint.draft import Draft
from domain.complaint.reckoning import placed, receipt_of, reckoned
from domain.complaint.state import Complaint, DeadlineState
from domain.decision_context import DecisionContext
from domain.errors import Refusal
from domain.policy import Policy
from domain.policy.kinds import RETENTION
from domain.values import When


class RetentionNotOver(Refusal, code="RetentionNotOver"):
    """The data has to be kept for longer (invariant 19)."""

    clause = "4.10"
    rule = "without a lawful request data is erased only when its retention is over"
    instead = "wait for the end of the retention that the policy sets, or name the right to erasure"


def check_retention(draft: Draft) -> None:
    """Refuse an erasure on the ground of a retention that goes on. Raises RetentionNotOver."""
    complaint = draft.complaint
    until = kept_until(complaint, draft.context)
    if until is None:
        raise RetentionNotOver(complaint=complaint.reference, retention="none was set")
    if draft.context.now <= until:
        raise RetentionNotOver(complaint=complaint.reference, until=until)


def kept_until(complaint: Complaint, context: DecisionContext) -> datetime | None:
    """The instant at which the last retention is over; None where none was set.

    None of them counts from before the ending as it is reckoned now: the receipt may have been
    corrected since, and older versions took the time of the ending as it was told.
    """
    standing = [
        one
        for one in complaint.deadlines.values()
        if one.fact.kind == RETENTION and one.status in ("running", "paused", "lapsed")
    ]
    start = _ended(complaint, context.zone_of(complaint))
    over = (_over(one, start, context.made_under(one.fact)) for one in standing)
    return max(over, default=None)


def _ended(complaint: Complaint, zone: str) -> When:
    received = receipt_of(complaint, zone=zone)
    ending = complaint.ending
    if ending is None:
        return received
    at = ending.recorded_at
    return reckoned(ending.occurred, received=received, recorded_at=at, zone=zone)


def _over(deadline: DeadlineState, start: When, policy: Policy) -> datetime:
    """When it is over; by its rule, or where that is gone or it was moved by as many days."""
    fact = deadline.fact
    begun, right = placed(fact.starts, fact.zone).day, start.day
    assert begun is not None and right is not None
    if begun >= right:
        return deadline.due_at
    rule = policy.deadline_rule(fact.rule_id)
    if rule is not None and rule.kind == fact.kind and deadline.moved is None:
        calendar = policy.calendar(fact.calendar_id)
        return due_date(rule, starts=start, calendar=calendar, day_ends=policy.day_ends).due_at
    return end_of(deadline.due_on + (right - begun), zone=fact.zone, day_ends=policy.day_ends)
