"""6.2, 7.3 An extension rests on its notice: where that told nobody anything, it holds no more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.after_ending import as_it_ended, ended_with
from domain.complaint.deadlines.applicable_rule import footing
from domain.complaint.deadlines.carry_over import as_it_stands
from domain.complaint.deadlines.recount import counted_again
from domain.complaint.deadlines.rejudged import judged_anew
from domain.complaint.deadlines.set_anew import Anew, standing
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.deadlines.working_days import moved
from domain.complaint.events import DeadlineSet
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.decision_context import DecisionContext


def told_otherwise(
    transition: Transition, new_id: Callable[[], UUID], *, ended: frozenset[UUID]
) -> Iterator[Anew]:
    """The due dates of which an extension turned out to be told to nobody, or told after all.

    What was missed stays so, and stands again where a new target was told to nobody. What ended
    with the complaint is due on the right day once that is open again. ended: those that the same
    fact ends.
    """
    before = transition.before.deadlines if transition.before else {}
    for key, deadline in transition.after.deadlines.items():
        was = before.get(key)
        is_same = was is None or was.extensions == deadline.extensions
        has_ended = deadline.status == "cancelled" and ended_with(transition.after, deadline)
        is_due = deadline.status in ("running", "paused", "met") or has_ended
        if is_same or key in ended or not is_due:
            continue
        missed = _missed_before(transition.after, deadline)
        if missed:
            right = missed_again(missed, transition.after, transition.context, new_id())
            right = right.model_copy(update={"replaces": key})
            deadline = replace(deadline, was_missed=True)
        else:
            right = _right(transition, deadline, new_id())
        yield right
        if deadline.status == "met":
            yield from judged_anew(transition, deadline, right)
        elif has_ended:
            yield from as_it_ended(transition, deadline, right, is_judged=True)
        else:
            yield from standing(deadline, right, now=transition.context.now)


def _right(transition: Transition, deadline: DeadlineState, deadline_id: UUID) -> DeadlineSet:
    """The due date by the extensions that hold; of a day that somebody named, as that was."""
    rests = footing(deadline, transition.after, transition.context)
    if rests:
        starts = deadline.fact.starts
        field_values = {"deadline_id": deadline_id, "ground_code": "corrected"}
        return counted_again(rests, rests.rule, starts, **field_values)
    held = [one.new_on for one in deadline.extensions if one.is_told]
    by = max(held, default=deadline.extensions[0].old_on) - deadline.due_on
    named = replace(deadline, moved=moved(deadline, by, transition.context.policy))
    replaces = deadline.fact.deadline_id
    return as_it_stands(named, deadline_id, replaces=replaces, ground_code="corrected")


def _missed_before(complaint: Complaint, target: DeadlineState) -> DeadlineState | None:
    """What was missed before a new target of which nobody was told; else None."""
    is_untold = target.extensions and not any(one.is_told for one in target.extensions)
    if target.fact.rule_id != NEW_TARGET or not is_untold:
        return None
    before: DeadlineState | None = target
    while before and before.fact.starts == target.fact.starts:
        before = complaint.deadlines.get(before.fact.replaces) if before.fact.replaces else None
    return before


def missed_again(
    missed: DeadlineState, complaint: Complaint, context: DecisionContext, deadline_id: UUID
) -> DeadlineSet:
    """What was missed before a new target, by its right start, as it stands without that."""
    field_values: dict[str, Any] = {"deadline_id": deadline_id, "ground_code": "corrected"}
    rests = footing(missed, complaint, context)
    if rests is None:
        return as_it_stands(missed, replaces=missed.fact.deadline_id, **field_values)
    starts = rests.start(rests.rule, complaint)
    return counted_again(rests, rests.rule, starts, **field_values)
