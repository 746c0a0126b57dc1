"""7.3 Suspension: work on the answer stops, and goes on again."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.extension_limits import ABOVE_LIMIT
from domain.complaint.deadlines.pause_times import check_pause, is_told_late
from domain.complaint.deadlines.stopping import stopped_by_suspension
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import HandlingResumed, HandlingSuspended
from domain.complaint.linking.told_where_it_goes_on import OfClocks, tell_of_the_whole
from domain.errors import Refusal
from domain.roles import MANAGEMENT
from domain.values import Code


class IsSuspended(Refusal, code="IsSuspended"):
    """The answer is worked at while the handling is suspended."""

    clause = "7.3"
    rule = "while the handling is suspended nothing is opened, found, proposed or answered"
    instead = "resume the handling first"


class NotSuspended(Refusal, code="NotSuspended"):
    """Resumed is what was never suspended."""

    clause = "7.3"
    rule = "the handling is not suspended"
    instead = "go on with the work"


class EndsBeforeItBegins(Refusal, code="EndsBeforeItBegins"):
    """A suspension until a day that is over when it begins."""

    clause = "7.3"
    rule = "a suspension ends after it begins"
    instead = "give a later until_on, or leave it out"


class SuspendHandling(OfClocks):
    """The work stops for a reason; the clocks stop only where the policy says so."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)
    KEEPS_ITS_TIME: ClassVar[bool] = True

    ground_code: Code
    until_on: Annotated[date | None, Field(description="The day on which it goes on again")] = None


class ResumeHandling(OfClocks):
    """The work goes on."""

    ground_code: Code | None = None


def check_not_suspended(draft: Draft) -> None:
    """Refuse work on the answer while the handling is suspended. Raises IsSuspended."""
    if draft.complaint.is_suspended:
        raise IsSuspended(complaint=draft.complaint.reference)


def _may_suspend(draft: Draft) -> None:
    draft.require_open()
    check_not_suspended(draft)


def _may_resume(draft: Draft) -> None:
    if not draft.require_open().is_suspended:
        raise NotSuspended(complaint=draft.complaint.reference)


def _suspend(draft: Draft, command: SuspendHandling) -> None:
    begins = draft.occurred.day
    if command.until_on is not None and begins is not None and command.until_on < begins:
        raise EndsBeforeItBegins(until_on=command.until_on, occurred_on=begins)
    complaint, policy = draft.complaint, draft.context.policy
    stopped = stopped_by_suspension(complaint, policy, command.ground_code, draft.occurred)
    is_late = False
    for rule, deadlines in stopped:
        check_pause(draft, deadlines)
        is_late |= is_told_late(draft, rule)
    resolved = command.model_copy(update={"occurred": draft.occurred})
    suspended = HandlingSuspended(
        ground_code=command.ground_code,
        until_on=command.until_on,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=resolved), is_needed=is_late),
    )
    tell_of_the_whole(draft, [suspended], command)


def _resume(draft: Draft, command: ResumeHandling) -> None:
    resumed = HandlingResumed(
        ground_code=command.ground_code, settles_event_ids=command.settles_event_ids or None
    )
    tell_of_the_whole(draft, [resumed], command)


suspend_handling = Decider(
    "suspend_handling",
    SuspendHandling,
    _suspend,
    clause="7.3",
    summary="Stop the work for a while",
    roles=MANAGEMENT,
    may=_may_suspend,
)
"""Stop the work on an open complaint (7.3).

Where clocks stop with it and it is told late, it takes an approval.
"""

resume_handling = Decider(
    "resume_handling",
    ResumeHandling,
    _resume,
    clause="7.3",
    summary="Go on with the work",
    roles=MANAGEMENT,
    may=_may_resume,
)
"""Go on with the work (7.3)."""
