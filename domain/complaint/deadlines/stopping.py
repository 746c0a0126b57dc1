"""Which clocks a pause stops, also those that were missed before it was told (6.2)."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from domain.complaint.deadlines.after_ending import ended_with
from domain.complaint.deadlines.carry_over import as_it_stands
from domain.complaint.deadlines.proofs import proves
from domain.complaint.events import DeadlinePaused, DeadlineSet
from domain.complaint.state import Complaint, DeadlineState
from domain.decision_context import DecisionContext
from domain.policy import PauseRule, Policy
from domain.values import When


def stoppable(
    complaint: Complaint,
    rules: Iterable[PauseRule],
    ground_code: str,
    *,
    began: When | None,
    with_suspension: bool = False,
) -> Iterator[tuple[PauseRule, list[DeadlineState]]]:
    """The rules that this ground is one of, each with the due dates that it stops.

    What stands still on another ground already stands on this one too. A due date that two rules
    could stop is stopped by the first. began: when the pause did, so that what was missed since
    still ran; None for any time.
    """
    ground = (ground_code, with_suspension)
    left = [
        one
        for one in complaint.deadlines.values()
        if (one.status in ("running", "paused") or _ran_then(complaint, one, began))
        and ground not in [(each.ground_code, each.with_suspension) for each in one.pauses]
    ]
    for rule in rules:
        stopped = [one for one in left if one.fact.kind in rule.kinds]
        if ground_code in rule.ground_codes and stopped:
            left = [one for one in left if one not in stopped]
            yield rule, stopped


def stopped_by_suspension(
    complaint: Complaint, policy: Policy, ground_code: str, began: When
) -> Iterator[tuple[PauseRule, list[DeadlineState]]]:
    """The same of a suspension on this ground: some rules let clocks stop with the work."""
    rules = [rule for rule in policy.pauses if rule.with_suspension]
    return stoppable(complaint, rules, ground_code, began=began, with_suspension=True)


def as_they_ran(
    complaint: Complaint, pauses: Iterable[DeadlinePaused], new_id: Callable[[], UUID]
) -> Iterator[DeadlineSet | DeadlinePaused]:
    """The pauses, each after the due dates that it stops and that were missed, set as they ran.

    The miss stays on record, of the due date that is replaced.
    """
    for pause in pauses:
        ids = list[UUID]()
        for deadline_id in pause.deadline_ids:
            deadline = complaint.deadlines[deadline_id]
            if deadline.status == "missed":
                changed = {"replaces": deadline_id, "ground_code": "corrected"}
                again = as_it_stands(deadline, new_id(), **changed)
                yield again
                deadline_id = again.deadline_id
            ids.append(deadline_id)
        yield pause.model_copy(update={"deadline_ids": tuple(ids)})


def sure(
    deadlines: Iterable[DeadlineState],
    proof_id: UUID | None,
    actor_id: UUID,
    context: DecisionContext,
) -> list[DeadlineState]:
    """Those of them that one person may stop: nobody alone undoes a miss without a proof."""
    return [
        one
        for one in deadlines
        if one.status != "missed" or proves(proof_id, actor_id, context, due_at=one.due_at)
    ]


def _ran_then(complaint: Complaint, deadline: DeadlineState, began: When | None) -> bool:
    """Whether a due date that was missed still ran at this time, or at some; somebody waits for it.

    began: None for any time.
    """
    if deadline.status != "missed" or ended_with(complaint, deadline):
        return False
    return began is None or (began.earliest is not None and began.earliest <= deadline.due_at)
