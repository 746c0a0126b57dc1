"""6.2 What was told of a complaint, told again, so that its due dates are what the rules make."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from domain.complaint.consequences import consequences
from domain.complaint.deadlines.pause_arithmetic import resumptions
from domain.complaint.deadlines.state import Pause
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
)
from domain.complaint.fold import evolve
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.decision_context import DecisionContext
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.system_actors import SYSTEM

OF_DUE_DATES = (
    DeadlineSet,
    DeadlineMet,
    DeadlineMissed,
    DeadlineLapsed,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlinePaused,
    DeadlineResumed,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells the facts of a complaint again. told: all of them, as corrections look them up.

    complaint: as it stands, which knows what every due date is of.
    """

    context: DecisionContext
    complaint: Complaint
    told: tuple[Recorded, ...]

    def after(self, line: Complaint, one: Recorded) -> Complaint:
        """The complaint after one more fact, with what follows from it for its due dates."""
        event = one.event
        if not isinstance(event, OF_DUE_DATES):
            return self._followed(line, one)
        is_by_hand = one.actor.kind != "system"
        if isinstance(event, DeadlinePaused):
            return self._paused(line, one, event) if is_by_hand and event.since is None else line
        if isinstance(event, DeadlineResumed):
            return self._resumed(line, one, event) if is_by_hand else line
        is_named = not isinstance(event, DeadlineSet) and event.deadline_id in line.deadlines
        return evolve(line, one) if is_named and _is_told(event) else line

    def _followed(self, line: Complaint, one: Recorded) -> Complaint:
        transition = Transition(line, evolve(line, one), one, self._then(one))
        after, number = transition.after, 0

        def new_id(what: str) -> UUID:
            nonlocal number
            number += 1
            return uuid5(one.event_id, f"{what}-{number}")

        for event in consequences(transition, new_id):
            if isinstance(event, OF_DUE_DATES):
                derived = replace(
                    one,
                    event=event,
                    event_id=new_id(event.TYPE),
                    causation_id=one.event_id,
                    occurred=transition.when,
                    actor=SYSTEM,
                )
                after = evolve(after, derived)
        return after

    def _then(self, one: Recorded) -> DecisionContext:
        """What was known when it was told; the policy as it was then."""
        here, ref = self.context, one.policy or self.context.policy_ref
        policy = here.policies.get(ref, here.policy)
        return replace(here, now=one.recorded_at, policy=policy, policy_ref=ref, history=self.told)

    def _same(self, line: Complaint, ids: tuple[UUID, ...]) -> list[DeadlineState]:
        """What is due of the same here."""
        named = [self.complaint.deadlines[each].fact for each in ids]
        meant = {(each.kind, each.about) for each in named}
        return [
            one
            for one in line.deadlines.values()
            if one.is_open and (one.fact.kind, one.fact.about) in meant
        ]

    def _paused(self, line: Complaint, one: Recorded, event: DeadlinePaused) -> Complaint:
        ids = tuple(each.fact.deadline_id for each in self._same(line, event.deadline_ids))
        return evolve(line, replace(one, event=event.model_copy(update={"deadline_ids": ids})))

    def _resumed(self, line: Complaint, one: Recorded, event: DeadlineResumed) -> Complaint:
        """What was paused by hand goes on, but on the grounds on which it stopped again at once."""
        named = tuple(each.deadline_id for each in event.deadlines)
        left = {
            each.event.ground_code
            for each in self.told
            if each.command_id == one.command_id
            and isinstance(each.event, DeadlinePaused)
            and each.event.since is not None
        }

        def is_over(pause: Pause) -> bool:
            is_held = pause.with_suspension and line.is_suspended
            return not is_held and pause.ground_code not in left

        paused = [each for each in self._same(line, named) if any(map(is_over, each.pauses))]
        then = self._then(one)
        for again in resumptions(paused, is_over, resumed=one.occurred, context=then):
            line = evolve(line, replace(one, event=again))
        return line


def _is_told(event: DomainEvent) -> bool:
    """Whether somebody, or the clock, told it of this due date; all else follows again."""
    if isinstance(event, DeadlineCancelled):
        return event.ground_code == "set_in_error"
    return isinstance(event, DeadlineExtended | DeadlineMissed)
