"""6.2 Clocks that go on again: what stopped is given back."""

from typing import Annotated

from pydantic import Field

from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.pause_arithmetic import resumptions
from domain.complaint.deadlines.state import Pause
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineResumed
from domain.complaint.linking.told_where_it_goes_on import OfClocks, tell_of_the_whole
from domain.complaint.parts import Ids
from domain.complaint.state import DeadlineState
from domain.errors import Refusal
from domain.roles import MANAGEMENT
from domain.values import Code


class StandsWithTheWork(Refusal, code="StandsWithTheWork"):
    """Clocks that stand still because the handling is suspended."""

    clause = "6.2"
    rule = "a clock that stands still with the suspended handling goes on with it"
    instead = "resume the handling"


class NothingPaused(Refusal, code="NothingPaused"):
    """There is nothing to go on with."""

    clause = "6.2"
    rule = "no due date is paused"
    instead = "nothing is left to do about it"


class NotPaused(Refusal, code="NotPaused"):
    """A due date that runs, or is over."""

    clause = "6.2"
    rule = "this deadline is not paused"
    instead = "name those that are, or none for all of them"


class ResumeDeadlines(OfClocks):
    """The work can go on."""

    deadline_ids: Annotated[Ids, Field(description="Which; all that are paused, unless told")] = ()
    ground_code: Annotated[
        Code | None, Field(description="Which ground is over; all told by hand, unless told")
    ] = None


def _may_resume(draft: Draft) -> None:
    paused = _paused(draft)
    if not paused:
        if draft.complaint.merged_into is not None:
            draft.require_open()
        raise NothingPaused(complaint=draft.complaint.reference)
    if not any(_is_ours(draft, pause) for one in paused for pause in one.pauses):
        raise StandsWithTheWork(complaint=draft.complaint.reference)


def _is_ours(draft: Draft, pause: Pause, ground_code: str | None = None) -> bool:
    """Whether a pause is ended by hand: it was begun so, or no suspension holds it any more."""
    is_by_hand = not (pause.with_suspension and draft.complaint.is_suspended)
    return is_by_hand and ground_code in (None, pause.ground_code)


def _resume_deadlines(draft: Draft, command: ResumeDeadlines) -> None:
    named = [deadline_named(draft, one) for one in command.deadline_ids]
    for one in named:
        if one.status != "paused":
            raise NotPaused(kind=one.fact.kind, deadline_id=one.fact.deadline_id, status=one.status)
    ground = command.ground_code
    over = _ending(draft, named, ground)
    settled = {"settles_event_ids": command.settles_event_ids or None}
    ended = resumptions(
        over,
        lambda pause: _is_ours(draft, pause, ground),
        resumed=draft.occurred,
        context=draft.context,
    )
    events = [
        each.model_copy(update=settled if isinstance(each, DeadlineResumed) else {})
        for each in ended
    ]
    tell_of_the_whole(draft, events, command)


def _ending(draft: Draft, named: list[DeadlineState], ground: str | None) -> list[DeadlineState]:
    """What goes on, as far as no other ground holds it. Raises NotPaused, StandsWithTheWork."""
    meant = [
        one
        for one in named or _paused(draft)
        if ground in (None, *(each.ground_code for each in one.pauses))
    ]
    if ground is not None and (not meant or len(meant) < len(named)):
        raise NotPaused(ground_code=ground)
    over = [one for one in meant if any(_is_ours(draft, each, ground) for each in one.pauses)]
    if not over or len(over) < len(named):
        raise StandsWithTheWork(complaint=draft.complaint.reference, ground_code=ground)
    return over


def _paused(draft: Draft) -> list[DeadlineState]:
    return [one for one in draft.complaint.deadlines.values() if one.status == "paused"]


resume_deadlines = Decider(
    "resume_deadlines",
    ResumeDeadlines,
    _resume_deadlines,
    clause="6.2",
    summary="Let the clocks go on",
    roles=MANAGEMENT,
    may=_may_resume,
)
"""Let clocks go on, each due later by what the pause took (6.2)."""
