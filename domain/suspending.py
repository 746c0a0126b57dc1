"""7.3 Suspension: work on the answer stops, and goes on again."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.acts import Act
from domain.approvals import approval_of
from domain.asked import Asked
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import HandlingResumed, HandlingSuspended
from domain.extending import ABOVE_LIMIT
from domain.pause_times import check_pause, is_told_late
from domain.pauses import stopped_by_suspension
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


class SuspendHandling(Act):
    """The work stops for a reason; the clocks stop only where the policy says so."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)
    KEEPS_ITS_TIME: ClassVar[bool] = True

    ground_code: Code
    until_on: Annotated[date | None, Field(description="The day on which it goes on again")] = None


class ResumeHandling(Act):
    """The work goes on."""

    ground_code: Code | None = None


def check_not_suspended(deed: Deed) -> None:
    """Refuse work on the answer while the handling is suspended. Raises IsSuspended."""
    if deed.complaint.is_suspended:
        raise IsSuspended(complaint=deed.complaint.reference)


def _may_suspend(deed: Deed) -> None:
    deed.require_open()
    check_not_suspended(deed)


def _may_resume(deed: Deed) -> None:
    if not deed.require_open().is_suspended:
        raise NotSuspended(complaint=deed.complaint.reference)


def _suspend(deed: Deed, command: SuspendHandling) -> None:
    begins = deed.occurred.day
    if command.until_on is not None and begins is not None and command.until_on < begins:
        raise EndsBeforeItBegins(until_on=command.until_on, occurred_on=begins)
    stopped = stopped_by_suspension(deed.complaint, deed.situation.policy, command.ground_code)
    is_late = False
    for rule, deadlines in stopped:
        check_pause(deed, deadlines)
        is_late |= is_told_late(deed, rule)
    resolved = command.model_copy(update={"occurred": deed.occurred})
    suspended = HandlingSuspended(
        ground_code=command.ground_code,
        until_on=command.until_on,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(deed, Asked(act=resolved), is_needed=is_late),
    )
    deed.add(suspended, of=command)


def _resume(deed: Deed, command: ResumeHandling) -> None:
    resumed = HandlingResumed(
        ground_code=command.ground_code, settles_event_ids=command.settles_event_ids or None
    )
    deed.add(resumed, of=command)


suspend_handling = Decision("suspend_handling", SuspendHandling, _suspend, may=_may_suspend)
"""Stop the work on an open complaint (7.3).

Where clocks stop with it and it is told late, it takes an approval. Raises HasEnded, IsSuspended,
EndsBeforeItBegins, PausesOverlap.
"""

resume_handling = Decision("resume_handling", ResumeHandling, _resume, may=_may_resume)
"""Go on with the work (7.3). Raises HasEnded, NotSuspended."""
