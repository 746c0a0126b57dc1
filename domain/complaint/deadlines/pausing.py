"""6.2 Clocks that stop, only on the grounds of a rule."""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field

from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.extension_limits import ABOVE_LIMIT
from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.pause_times import check_pause, is_told_late
from domain.complaint.deadlines.stopping import as_they_ran, stoppable, sure
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlinePaused
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

    @classmethod
    def of(cls, deadline: DeadlineState, ground_code: str | None) -> Self:
        """The refusal, with the due date and the ground."""
        fact = deadline.fact
        return cls(kind=fact.kind, deadline_id=fact.deadline_id, ground_code=ground_code)


class PauseDeadlines(OfClocks):
    """Something outside our hands holds the work up."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)
    KEEPS_ITS_TIME: ClassVar[bool] = True

    ground_code: Annotated[Code, Field(description="Why; a ground of one of the policy's pauses")]
    deadline_ids: Annotated[
        Ids, Field(description="Which; all that the policy lets stop, unless told")
    ] = ()


def _may_pause(draft: Draft) -> None:
    complaint, rules = draft.complaint, draft.context.policy.pauses
    if any(any(stoppable(complaint, rules, ground, began=None)) for ground in _grounds(rules)):
        return
    if paused := _paused(draft):
        raise IsPaused.of(paused[0], paused[0].pause_ground)
    raise NoPause(policy=draft.context.policy_ref.id, running=", ".join(_running(draft)))


def _pause_deadlines(draft: Draft, command: PauseDeadlines) -> None:
    rules = draft.context.policy.pauses
    named = set(command.deadline_ids)
    for deadline_id in command.deadline_ids:
        deadline_named(draft, deadline_id)
    stopped = _stopped(draft, command)
    chosen = [one for _, each in stopped for one in each]
    check_pause(draft, chosen)
    paused = {one.fact.deadline_id for one in chosen}
    for one in _paused(draft) if not paused or named - paused else ():
        is_meant = not named or one.fact.deadline_id in named - paused
        if is_meant and command.ground_code in [each.ground_code for each in one.pauses]:
            raise IsPaused.of(one, command.ground_code)
    if not paused and not _paused(draft):
        _running(draft)
    if not paused or named - paused:
        raise NoPause(
            ground_code=command.ground_code,
            grounds=", ".join(_grounds(rules)) or "none",
            deadlines=", ".join(sorted(map(str, named - paused))) or "all",
        )
    resolved = command.model_copy(
        update={"deadline_ids": tuple(sorted(paused)), "occurred": draft.occurred}
    )
    is_late = any(is_told_late(draft, rule) for rule, each in stopped if each)
    is_needed = is_late or len(_sure(draft, command, chosen)) < len(chosen)
    approval = approval_of(draft, ActForApproval(act=resolved), is_needed=is_needed)
    pauses = [_pause(rule, each, command, approval) for rule, each in stopped if each]
    again = as_they_ran(draft.complaint, pauses, lambda: draft.new_id("deadline"))
    tell_of_the_whole(draft, [*again], command)


def _stopped(draft: Draft, command: PauseDeadlines) -> list[tuple[PauseRule, list[DeadlineState]]]:
    """What stops by which rule; an unproved miss that is not named stays, beside what stops."""
    named, rules = set(command.deadline_ids), draft.context.policy.pauses
    every = [
        (rule, [one for one in each if not named or one.fact.deadline_id in named])
        for rule, each in stoppable(
            draft.complaint, rules, command.ground_code, began=draft.occurred
        )
    ]
    own = [(rule, _sure(draft, command, each)) for rule, each in every]
    return own if not named and any(each for _, each in own) else every


def _sure(draft: Draft, command: PauseDeadlines, each: list[DeadlineState]) -> list[DeadlineState]:
    return sure(each, command.entered_from, draft.actor.id, draft.context)


def _pause(
    rule: PauseRule, stopped: list[DeadlineState], command: PauseDeadlines, approval: dict[str, Any]
) -> DeadlinePaused:
    return DeadlinePaused(
        deadline_ids=tuple(one.fact.deadline_id for one in stopped),
        ground_code=command.ground_code,
        rule_id=rule.rule_id,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )


def _running(draft: Draft) -> list[str]:
    """The kinds of what runs. Raises NothingRuns, or HasEnded of what goes on elsewhere."""
    complaint = draft.complaint
    kinds = {one.fact.kind for one in complaint.deadlines.values() if one.status == "running"}
    if not kinds and complaint.merged_into is not None:
        draft.require_open()
    if not kinds:
        raise NothingRuns(complaint=complaint.reference)
    return sorted(kinds)


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

Told later than the policy gives for it, or after the miss that it undoes and without a proof, it
takes an approval.
"""
