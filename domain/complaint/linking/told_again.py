"""6.2 What was told of a complaint, told again, so that its due dates are what the rules make."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from domain.complaint.consequences import consequences
from domain.complaint.corrections.corrected_fields import corrected_when, when_text
from domain.complaint.deadlines.changed_basis import OF_THE_MATTER
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
    HandlingResumed,
    HandlingSuspended,
    RecordCorrected,
)
from domain.complaint.fold import evolve, fold
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.decision_context import DecisionContext
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.system_actors import SYSTEM
from domain.values import When

STOPS = (DeadlinePaused, DeadlineResumed, HandlingSuspended, HandlingResumed)
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
    """Tells the facts of a complaint again. history: all of them, as corrections look them up.

    complaint: as it stands, which knows what every due date is of.
    """

    context: DecisionContext
    complaint: Complaint
    history: tuple[Recorded, ...]

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

    def after_merging(self, line: Complaint, one: Recorded, merged: When) -> Complaint:
        """The same of a complaint that came then: only what is told of the whole, and since then.

        What is told of a point is told of it where it came from too; and no clock of what came
        stood still by what stopped the other complaint before they were merged.
        """
        if isinstance(one.event, OF_THE_MATTER):
            return evolve(line, one)
        return self.after(line, self._since(one, merged))

    def _since(self, one: Recorded, merged: When) -> Recorded:
        """A stop, or its end, or what tells it right, that counts from the merging on."""
        event = one.event
        if isinstance(event, STOPS):
            return one.changed(occurred=merged) if _is_before(one.occurred, merged) else one
        right = corrected_when(event) if isinstance(event, RecordCorrected) else None
        if right is None or not isinstance(event, RecordCorrected) or not _is_before(right, merged):
            return one
        if not any(each.event_id == event.target_event_id for each in self.history if _stops(each)):
            return one
        return one.changed(event=event.model_copy(update={"right": when_text(merged)}))

    def _followed(self, line: Complaint, one: Recorded) -> Complaint:
        transition = Transition(line, evolve(line, one), one, self._then(one))
        after, number = transition.after, 0

        def new_id(what: str) -> UUID:
            nonlocal number
            number += 1
            return uuid5(one.event_id, f"{what}-{number}")

        for event in consequences(transition, new_id):
            if isinstance(event, OF_DUE_DATES):
                derived = one.changed(
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
        return replace(
            here, now=one.recorded_at, policy=policy, policy_ref=ref, history=self.history
        )

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
        meant = self._meant(one, event)
        ids = tuple(each.fact.deadline_id for each in self._same(line, meant))
        return evolve(line, one.changed(event=event.model_copy(update={"deadline_ids": ids})))

    def _meant(self, one: Recorded, event: DeadlinePaused) -> tuple[UUID, ...]:
        """What is named; or all that the rule stops, where only what was missed is not named."""
        rule = self._then(one).policy.pause_rule(event.rule_id)
        kinds = rule.kinds if rule else ()
        every = [due for due in self._due(one) if due.is_open and due.fact.kind in kinds]
        is_all = not any(due.status != "missed" for due in _but(every, event.deadline_ids))
        return tuple(_id(due) for due in every) if is_all else event.deadline_ids

    def _due(self, one: Recorded) -> list[DeadlineState]:
        """What was due when that was told, as it stood."""
        at = [each.event_id for each in self.history].index(one.event_id)
        then = fold(self.history[:at])
        return list(then.deadlines.values()) if then else []

    def _resumed(self, line: Complaint, one: Recorded, event: DeadlineResumed) -> Complaint:
        """What was paused by hand goes on, but on the grounds on which it stopped again at once."""
        named = tuple(each.deadline_id for each in event.deadlines)
        stood = [due for due in self._due(one) if due.status == "paused"]
        left = {
            each.event.ground_code
            for each in self.history
            if each.command_id == one.command_id
            and isinstance(each.event, DeadlinePaused)
            and each.event.since is not None
        }
        over = {each.ground_code for due in stood if _id(due) in named for each in due.pauses}

        def is_over(pause: Pause) -> bool:
            is_held = pause.with_suspension and line.is_suspended
            return not is_held and pause.ground_code in over - left

        is_all = not _but(stood, named)
        same = [*line.deadlines.values()] if is_all else self._same(line, named)
        paused = [due for due in same if due.is_open and any(map(is_over, due.pauses))]
        then = self._then(one)
        for again in resumptions(paused, is_over, resumed=one.occurred, context=then):
            line = evolve(line, one.changed(event=again))
        return line


def _id(due: DeadlineState) -> UUID:
    return due.fact.deadline_id


def _but(every: list[DeadlineState], named: Iterable[UUID]) -> list[DeadlineState]:
    return [due for due in every if _id(due) not in set(named)]


def _stops(one: Recorded) -> bool:
    return isinstance(one.event, STOPS)


def _is_before(one: When, other: When) -> bool:
    return one.earliest is None or other.earliest is None or one.earliest < other.earliest


def _is_told(event: DomainEvent) -> bool:
    """Whether somebody, or the clock, told it of this due date; all else follows again."""
    if isinstance(event, DeadlineCancelled):
        return event.ground_code == "set_in_error"
    return isinstance(event, DeadlineExtended | DeadlineMissed)
