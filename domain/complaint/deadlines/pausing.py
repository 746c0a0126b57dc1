"""6.2 Clocks that stop and go on: only on the grounds of a rule, and what stopped is given back."""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.extension_limits import ABOVE_LIMIT
from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.pause_arithmetic import resumptions, stoppable
from domain.complaint.deadlines.pause_times import check_pause, is_told_late
from domain.complaint.deadlines.state import Pause
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlinePaused, DeadlineResumed
from domain.complaint.linking.told_where_it_goes_on import OfClocks, tell_of_the_whole
from domain.complaint.parts import Ids
from domain.complaint.state import DeadlineState
from domain.errors import Refusal
from domain.policy import PauseRule
from domain.roles import MANAGEMENT
from domain.values import Code


class NoPause(Refusal, code="NoPause"):
    """Clocks that the policy does not let stop."""

    clause = "6.2"
    rule = "clocks stop only by a rule of the policy, for its kinds and on its grounds"
    instead = "let them run, or adopt a policy with such a pause"


class NothingRuns(Refusal, code="NothingRuns"):
    """There is nothing to stop."""

    clause = "6.2"
    rule = "no due date runs that could be paused"
    instead = "nothing is left to do about it"


class IsPaused(Refusal, code="IsPaused"):
    """Clocks that stand still on this ground already."""

    clause = "6.2"
    rule = "this deadline stands still already, on this ground"
    instead = "give another ground of the policy's pauses, or resume the deadlines first"


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


class PauseDeadlines(OfClocks):
    """Something outside our hands holds the work up."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)
    KEEPS_ITS_TIME: ClassVar[bool] = True

    ground_code: Annotated[Code, Field(description="Why; a ground of one of the policy's pauses")]
    deadline_ids: Annotated[
        Ids, Field(description="Which; all that the policy lets stop, unless told")
    ] = ()


class ResumeDeadlines(OfClocks):
    """The work can go on."""

    deadline_ids: Annotated[Ids, Field(description="Which; all that are paused, unless told")] = ()
    ground_code: Annotated[
        Code | None, Field(description="Which ground is over; all told by hand, unless told")
    ] = None


def _may_pause(draft: Draft) -> None:
    complaint, rules = draft.complaint, draft.context.policy.pauses
    if any(any(stoppable(complaint, rules, ground)) for ground in _grounds(rules)):
        return
    if paused := _paused(draft):
        first = paused[0]
        raise IsPaused(
            kind=first.fact.kind,
            deadline_id=first.fact.deadline_id,
            ground_code=first.pause_ground,
        )
    kinds = {one.fact.kind for one in complaint.deadlines.values() if one.status == "running"}
    if not kinds:
        if complaint.merged_into is not None:
            draft.require_open()
        raise NothingRuns(complaint=complaint.reference)
    raise NoPause(policy=draft.context.policy_ref.id, running=", ".join(sorted(kinds)))


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


def _pause_deadlines(draft: Draft, command: PauseDeadlines) -> None:
    rules = draft.context.policy.pauses
    named = set(command.deadline_ids)
    for deadline_id in command.deadline_ids:
        deadline_named(draft, deadline_id)
    paused: set[UUID] = set()
    stopped: list[tuple[PauseRule, Ids]] = []
    is_late = False
    for rule, deadlines in stoppable(draft.complaint, rules, command.ground_code):
        chosen = [one for one in deadlines if not named or one.fact.deadline_id in named]
        if chosen:
            ids = tuple(one.fact.deadline_id for one in chosen)
            check_pause(draft, chosen)
            paused.update(ids)
            is_late |= is_told_late(draft, rule)
            stopped.append((rule, ids))
    for one in _paused(draft) if not paused or named - paused else ():
        is_meant = not named or one.fact.deadline_id in named - paused
        if is_meant and command.ground_code in [each.ground_code for each in one.pauses]:
            raise IsPaused(
                kind=one.fact.kind,
                deadline_id=one.fact.deadline_id,
                ground_code=command.ground_code,
            )
    if not paused or named - paused:
        raise NoPause(
            ground_code=command.ground_code,
            grounds=", ".join(_grounds(rules)) or "none",
            deadlines=", ".join(sorted(map(str, named - paused))) or "all",
        )
    resolved = command.model_copy(
        update={"deadline_ids": tuple(sorted(paused)), "occurred": draft.occurred}
    )
    approval = approval_of(draft, ActForApproval(act=resolved), is_needed=is_late)
    pauses = [_pause(rule, ids, command, approval) for rule, ids in stopped]
    tell_of_the_whole(draft, pauses, command)


def _pause(
    rule: PauseRule, ids: Ids, command: PauseDeadlines, approval: dict[str, Any]
) -> DeadlinePaused:
    return DeadlinePaused(
        deadline_ids=ids,
        ground_code=command.ground_code,
        rule_id=rule.rule_id,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )


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


def _grounds(rules: Iterable[PauseRule]) -> list[str]:
    return sorted({code for rule in rules for code in rule.ground_codes})


pause_deadlines = Decider(
    "pause_deadlines",
    PauseDeadlines,
    _pause_deadlines,
    clause="6.2",
    summary="Stop the clocks on a ground",
    roles=MANAGEMENT,
    may=_may_pause,
)
"""Stop clocks, as far as the policy lets them stop on this ground (6.2).

Told later than the policy gives for it, it takes an approval.
"""

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
