"""Clocks that stop and go on with the work, where the policy says so (6.2, 7.3)."""

from collections.abc import Iterator

from domain.consequences.turn import Turn
from domain.events import DeadlinePaused, DeadlineResumed, HandlingResumed, HandlingSuspended
from domain.pauses import resumed_dates, stopped_by_suspension


def stood_still(turn: Turn) -> Iterator[DeadlinePaused | DeadlineResumed]:
    """The pause that a suspension brings about, and its end with the work going on."""
    event, policy = turn.event, turn.situation.policy
    if isinstance(event, HandlingSuspended) and turn.after.is_open:
        for rule, deadlines in stopped_by_suspension(turn.after, policy, event.ground_code):
            yield DeadlinePaused(
                deadline_ids=tuple(one.fact.deadline_id for one in deadlines),
                ground_code=event.ground_code,
                rule_id=rule.rule_id,
            )
    if isinstance(event, HandlingResumed):
        paused = [
            one
            for one in turn.after.deadlines.values()
            if one.status == "paused" and _is_of_suspension(turn, one.pause_rule_id)
        ]
        if dates := resumed_dates(paused, resumed=turn.when, policy=policy):
            yield DeadlineResumed(deadlines=dates)


def _is_of_suspension(turn: Turn, rule_id: str | None) -> bool:
    """A pause whose rule is no longer in the policy ends with the first resumption."""
    rule = turn.situation.policy.pause_rule(rule_id or "")
    return rule is None or rule.with_suspension
