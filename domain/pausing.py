"""6.2 Clocks that stop and go on: only on the grounds of a rule, and what stopped is given back."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.deadlines import deadline_named
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import DeadlinePaused, DeadlineResumed
from domain.events.parts import Ids
from domain.pause_times import check_pause
from domain.pauses import resumed_dates, stoppable
from domain.policy import PauseRule
from domain.state import DeadlineState
from domain.values import Code


class NoPause(Refusal):
    """Clocks that the policy does not let stop."""

    clause = "6.2"
    rule = "clocks stop only by a rule of the policy, for its kinds and on its grounds"
    instead = "let them run, or publish a policy with such a pause"


class NothingRuns(Refusal):
    """There is nothing to stop."""

    clause = "6.2"
    rule = "no due date runs that could be paused"
    instead = "nothing is left to do about it"


class NothingPaused(Refusal):
    """There is nothing to go on with."""

    clause = "6.2"
    rule = "no due date is paused"
    instead = "nothing is left to do about it"


class NotPaused(Refusal):
    """A due date that runs, or is over."""

    clause = "6.2"
    rule = "this deadline is not paused"
    instead = "name those that are, or none for all of them"


class PauseDeadlines(Act):
    """Something outside our hands holds the work up."""

    ground_code: Annotated[Code, Field(description="Why; a ground of one of the policy's pauses")]
    deadline_ids: Annotated[
        Ids, Field(description="Which; all that the policy lets stop, unless told")
    ] = ()


class ResumeDeadlines(Act):
    """The work can go on."""

    deadline_ids: Annotated[Ids, Field(description="Which; all that are paused, unless told")] = ()


def _may_pause(deed: Deed) -> None:
    complaint, rules = deed.complaint, deed.situation.policy.pauses
    kinds = {one.fact.kind for one in complaint.deadlines.values() if one.status == "running"}
    if not kinds:
        raise NothingRuns(complaint=complaint.reference)
    if not any(kinds.intersection(rule.kinds) for rule in rules):
        raise NoPause(policy=deed.situation.policy_ref.id, running=", ".join(sorted(kinds)))


def _may_resume(deed: Deed) -> None:
    if not _paused(deed):
        raise NothingPaused(complaint=deed.complaint.reference)


def _pause_deadlines(deed: Deed, command: PauseDeadlines) -> None:
    rules = deed.situation.policy.pauses
    named = set(command.deadline_ids)
    for deadline_id in command.deadline_ids:
        deadline_named(deed, deadline_id)
    paused: set[UUID] = set()
    for rule, deadlines in stoppable(deed.complaint, rules, command.ground_code):
        chosen = [one for one in deadlines if not named or one.fact.deadline_id in named]
        if chosen:
            ids = tuple(one.fact.deadline_id for one in chosen)
            check_pause(deed, rule, chosen)
            paused.update(ids)
            deed.add(_pause(rule, ids, command), of=command)
    if not paused or named - paused:
        raise NoPause(
            ground_code=command.ground_code,
            grounds=", ".join(_grounds(rules)) or "none",
            deadlines=", ".join(sorted(map(str, named - paused))) or "all",
        )


def _pause(rule: PauseRule, ids: Ids, command: PauseDeadlines) -> DeadlinePaused:
    return DeadlinePaused(
        deadline_ids=ids,
        ground_code=command.ground_code,
        rule_id=rule.rule_id,
        settles_event_ids=command.settles_event_ids or None,
    )


def _resume_deadlines(deed: Deed, command: ResumeDeadlines) -> None:
    named = [deadline_named(deed, one) for one in command.deadline_ids]
    for one in named:
        if one.status != "paused":
            raise NotPaused(deadline_id=one.fact.deadline_id, status=one.status)
    dates = resumed_dates(
        named or _paused(deed), resumed=deed.occurred, policy=deed.situation.policy
    )
    resumed = DeadlineResumed(deadlines=dates, settles_event_ids=command.settles_event_ids or None)
    deed.add(resumed, of=command)


def _paused(deed: Deed) -> list[DeadlineState]:
    return [one for one in deed.complaint.deadlines.values() if one.status == "paused"]


def _grounds(rules: Iterable[PauseRule]) -> list[str]:
    return sorted({code for rule in rules for code in rule.ground_codes})


pause_deadlines = Decision("pause_deadlines", PauseDeadlines, _pause_deadlines, _may_pause)
"""Stop clocks, as far as the policy lets them stop on this ground (6.2).

Raises NothingRuns, NoPause, NoSuchDeadline, PausesOverlap, PauseToldLate.
"""

resume_deadlines = Decision("resume_deadlines", ResumeDeadlines, _resume_deadlines, _may_resume)
"""Let clocks go on, each due later by what the pause took (6.2).

Raises NothingPaused, NoSuchDeadline, NotPaused.
"""
