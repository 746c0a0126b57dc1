"""6.2 Due dates that were set in error: taken back with the reason, by whoever may."""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.applicable_rule import Footing, footing
from domain.complaint.deadlines.events import ErrorCode
from domain.complaint.deadlines.extension_limits import ABOVE_LIMIT
from domain.complaint.deadlines.extension_notices import missed_again
from domain.complaint.deadlines.passing import running, something_is_due
from domain.complaint.deadlines.recount import counted_again
from domain.complaint.deadlines.set_anew import standing
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineCancelled
from domain.complaint.state import Complaint, DeadlineState
from domain.policy import DeadlineRule
from domain.roles import MANAGEMENT

SET_IN_ERROR: Literal["set_in_error"] = "set_in_error"


class CancelDeadline(Act):
    """A due date was set in error."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)

    deadline_id: UUID
    error_code: Annotated[ErrorCode, Field(description="What was wrong with it")]


def _cancel_deadline(draft: Draft, command: CancelDeadline) -> None:
    deadline, complaint = running(draft, command.deadline_id), draft.complaint
    rests = footing(deadline, complaint, draft.context)
    meant = rests.meant(complaint) if rests else None
    is_doubled = _is_doubled(complaint, deadline)
    is_meant = rests is not None and meant is not None and meant.rule_id == rests.rule.rule_id
    needs_approver = is_meant and not is_doubled
    approval = approval_of(
        draft, ActForApproval(act=command, ground_code=SET_IN_ERROR), is_needed=needs_approver
    )
    cancelled = DeadlineCancelled(
        deadline_id=deadline.fact.deadline_id,
        ground_code=SET_IN_ERROR,
        error_code=command.error_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )
    draft.add(cancelled, of=command)
    if rests and meant and not is_meant and not is_doubled:
        _set_by(draft, rests, meant)
    if deadline.fact.rule_id == NEW_TARGET and not is_doubled:
        _put_back(draft, deadline)


def _is_doubled(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether something of the same kind is due beside it for the same thing."""
    others = [one for one in complaint.deadlines.values() if one.is_open and one is not deadline]
    what = (deadline.fact.kind, deadline.fact.about)
    return any((one.fact.kind, one.fact.about) == what for one in others)


def _set_by(draft: Draft, rests: Footing, meant: DeadlineRule) -> None:
    """What the rule that is meant makes due, so that nothing owed is lost with the error."""
    starts = rests.start(meant, draft.complaint)
    field_values = {"deadline_id": draft.new_id("deadline"), "ground_code": "corrected"}
    draft.add(counted_again(rests, meant, starts, **field_values), occurred=draft.now)


def _put_back(draft: Draft, target: DeadlineState) -> None:
    """What was missed before the new target stands again, by its right start; it stays missed."""
    missed = draft.complaint.deadlines.get(target.fact.replaces) if target.fact.replaces else None
    if missed is None or not (missed.was_missed or missed.is_void):
        return
    again = missed_again(missed, draft.complaint, draft.context, draft.new_id("deadline"))
    draft.add(again, occurred=draft.now)
    was = replace(missed, status="missed")
    for following in standing(was, again, now=draft.context.now):
        draft.add(following, occurred=draft.now)


cancel_deadline = Decider(
    "cancel_deadline",
    CancelDeadline,
    _cancel_deadline,
    clause="6.2",
    summary="Take back a deadline that was set in error",
    roles=MANAGEMENT,
    may=something_is_due,
)
"""Take back a due date that was set in error, and say what was wrong with it (6.2).

What a rule that is meant for the complaint makes due is taken back only with an approval.
"""
