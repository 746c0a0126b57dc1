"""Which due dates a fact sets, and when they are (6.2, 7.1)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.carry_over import (
    CARRIED,
    Standing,
    as_it_stands,
    as_work_goes_on,
    before_it_ended,
    held_of,
    of_parties,
    standing,
)
from domain.complaint.deadlines.day_count import DueDate, due_date, promised
from domain.complaint.deadlines.promised_days import NAMED_ITSELF, PROMISED, terms_of
from domain.complaint.deadlines.reinstated import in_force_again
from domain.complaint.deadlines.rule_choice import rules_begun
from domain.complaint.deadlines.start_events import Subject, begun
from domain.complaint.deadlines.told_starts import counts_from
from domain.complaint.deadlines.working_time import end_of
from domain.complaint.events import About, ComplainantSubstituted, DeadlineSet, RemedyOffered
from domain.complaint.linking.brought_matter import is_of_guests
from domain.complaint.state import DeadlineState
from domain.complaint.transition import Transition
from domain.policy import DeadlineRule, Start
from domain.policy.kinds import (
    ACKNOWLEDGEMENT,
    MAY_RUN_AFTER_ENDING,
    ONLY_AFTER_ENDING,
    PERIODIC_UPDATE,
    REMEDY_WINDOW,
    REPLY_WINDOW,
    RESPONSE,
)
from domain.values import When

OWED_TO_A_PERSON = (ACKNOWLEDGEMENT, RESPONSE)
OF_A_PERSON: dict[Start, tuple[str, ...]] = {
    "acknowledged": (RESPONSE,),
    "responded": (REPLY_WINDOW,),
    "review_requested": OWED_TO_A_PERSON,
    "taken_up_again": OWED_TO_A_PERSON,
}
"""What a fact about one person alone makes due, by how it starts."""


def started_deadlines(
    transition: Transition, new_id: Callable[[], UUID], *, ended: frozenset[UUID]
) -> Iterator[DeadlineSet | Standing]:
    """The due dates that this fact sets, by the policy in force, each with how it stands.

    ended: those that the same fact ends.
    """
    setting = _Setting(transition, new_id, ended)
    by_rule = list(_by_rules(setting))
    for started in by_rule:
        yield started
        yield from setting.held(started)
    if isinstance(transition.event, RemedyOffered) and transition.event.expires_on:
        yield setting.offer_window(transition.event)
    if isinstance(transition.event, ComplainantSubstituted):
        yield from setting.passed_on(transition.event)
    due_anew = [(one.kind, one.about) for one in by_rule]
    for deadline in in_force_again(transition):
        if (deadline.fact.kind, deadline.fact.about) not in due_anew:
            yield from setting.again(deadline)


def _by_rules(setting: "_Setting") -> Iterator[DeadlineSet]:
    """What the policy's rules make due by this fact."""
    transition = setting.transition
    found = begun(transition)
    for rule in rules_begun(transition.context.policy.deadlines, found, transition.after):
        starts = next(start for start in rule.starts_from if start in found)
        when = transition.when_logged if starts == "logged" else _when(transition, rule.kind)
        if _may_run(transition, rule.kind) and not _is_idle_update(transition, rule.kind):
            for subject in found[starts]:
                if _is_of(subject, rule.kind, starts, transition):
                    yield setting.by_rule(rule, subject, when)
    yield from _without_rules(setting, found)


def _without_rules(
    setting: "_Setting", found: Mapping[Start, tuple[Subject, ...]]
) -> Iterator[DeadlineSet]:
    """What is due on a day that was named, of which the policy says nothing."""
    transition, policy = setting.transition, setting.transition.context.policy
    known = {rule.kind for rule in policy.deadlines}
    for starts, kind in NAMED_ITSELF.items():
        terms = terms_of(policy, kind, starts, party="organisation")
        for subject in found.get(starts, ()):
            if subject.promised_on and kind not in known and _may_run(transition, kind):
                yield setting.by_rule(terms, subject, transition.when)


def _is_of(subject: Subject, kind: str, starts: Start, transition: Transition) -> bool:
    """Whether it is due of the whole, or to, or from, one person alone."""
    alone = OF_A_PERSON.get(starts, ())
    if subject.is_person:
        return kind in alone
    is_anew = alone == OWED_TO_A_PERSON and is_of_guests(transition.after)
    is_theirs = is_anew or (starts == "responded" and transition.is_answer_to_guests)
    return not (is_theirs and kind in alone)


def set_by(
    transition: Transition, rule: DeadlineRule, starts: When, new_id: Callable[[], UUID]
) -> DeadlineSet:
    """What a rule makes due for the whole complaint from this time on."""
    return _Setting(transition, new_id, frozenset()).by_rule(rule, Subject(), starts)


def _may_run(transition: Transition, kind: str) -> bool:
    if transition.after.is_open:
        return kind not in ONLY_AFTER_ENDING
    return kind in MAY_RUN_AFTER_ENDING


def _when(transition: Transition, kind: str) -> When:
    return counts_from(kind, transition.when, transition.recorded, transition.context)


def _is_idle_update(transition: Transition, kind: str) -> bool:
    """An update is due again only while one was due; an answer ends the series."""
    if kind != PERIODIC_UPDATE or not transition.is_contacted:
        return False
    deadlines = transition.after.deadlines.values()
    return not any(each.is_open and each.fact.kind == kind for each in deadlines)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Makes the facts that set due dates."""

    transition: Transition
    new_id: Callable[[], UUID]
    ended: frozenset[UUID]

    def by_rule(self, rule: DeadlineRule, subject: Subject, starts: When) -> DeadlineSet:
        """What a rule makes due, or on the day that was promised; it replaces what ran of it."""
        policy = self.transition.context.policy
        terms = rule
        if subject.party is not None:
            terms = terms.model_copy(update={"party": subject.party})
        calendar = policy.calendar(rule.calendar_id)
        if subject.promised_on is not None:
            terms = terms.model_copy(update={"rule_id": PROMISED})
            due = promised(
                rule,
                subject.promised_on,
                zone=self._zone,
                calendar=calendar,
                day_ends=policy.day_ends,
            )
        else:
            due = due_date(rule, starts=starts, calendar=calendar, day_ends=policy.day_ends)
        return self._set(terms, due, starts=starts, about=subject.about)

    def offer_window(self, event: RemedyOffered) -> DeadlineSet:
        """How long the complainant may take up an offer, by its own terms."""
        assert event.expires_on is not None
        policy = self.transition.context.policy
        terms = terms_of(policy, REMEDY_WINDOW, "remedy_accepted", party="complainant")
        due_at = end_of(event.expires_on, zone=self._zone, day_ends=policy.day_ends)
        about = About(kind="remedy", id=event.remedy_id)
        due = DueDate(event.expires_on, due_at)
        return self._set(terms, due, starts=self.transition.when, about=about)

    def again(self, deadline: DeadlineState, **changed: Any) -> Iterator[DeadlineSet | Standing]:
        """The same due date once more, as it stood last, under an id of its own.

        An ending ends a suspension, and with it what stood still by that.
        """
        was = before_it_ended(deadline) if deadline.status == "cancelled" else deadline
        ending, context = self.transition.after.ending, self.transition.context
        since = ending.occurred if ending else self.transition.when
        was = as_work_goes_on(was, self.transition.after, since, context)
        replaces = {"replaces": deadline.fact.deadline_id, **changed}
        again = as_it_stands(was, self.new_id(), **replaces)
        yield again
        yield from standing(was, again.deadline_id)

    def passed_on(self, event: ComplainantSubstituted) -> Iterator[DeadlineSet | Standing]:
        """What was due to one person alone is due to who takes their place."""
        about = About(kind="party", id=event.new_party_id)
        for deadline in of_parties(self.transition.after):
            if deadline.fact.about and deadline.fact.about.id == event.old_party_id:
                yield from self.again(deadline, about=about)

    def held(self, started: DeadlineSet) -> Iterator[DeadlineSet | Standing]:
        """The earlier one, where a later start does not take its place.

        So with what another complaint brought, and with what an acknowledgement would put off by a
        rule of its own: it is nobody's to give late.
        """
        replaced = (
            self.transition.after.deadlines.get(started.replaces) if started.replaces else None
        )
        if replaced is None:
            return
        is_other_rule = replaced.fact.rule_id != started.rule_id
        is_put_off = self.transition.is_acknowledged and is_other_rule
        if replaced.fact.ground_code != CARRIED and not is_put_off:
            return
        held = held_of(replaced, DeadlineState(fact=started), self.transition.context)
        if held is not None:
            yield from self.again(held, replaces=started.deadline_id)

    @property
    def _zone(self) -> str:
        return self.transition.when.zone or self.transition.context.zone

    def _replaced(self, kind: str, about: About | None) -> UUID | None:
        for deadline in self.transition.after.deadlines.values():
            fact = deadline.fact
            is_same = fact.kind == kind and fact.about == about
            if is_same and deadline.is_open and fact.deadline_id not in self.ended:
                return fact.deadline_id
        return None

    def _set(
        self, rule: DeadlineRule, due: DueDate, *, starts: When, about: About | None
    ) -> DeadlineSet:
        context = self.transition.context
        return DeadlineSet(
            deadline_id=self.new_id(),
            kind=rule.kind,
            party=rule.party,
            about=about,
            policy_id=context.policy_ref.id,
            policy_version=context.policy_ref.version,
            rule_id=rule.rule_id,
            calendar_id=rule.calendar_id,
            calendar_version=context.policy.calendar(rule.calendar_id).version,
            zone=self._zone,
            start_event_id=self.transition.recorded.event_id,
            starts=starts,
            due_on=due.due_on,
            due_at=due.due_at,
            warn_at=due.warn_at,
            is_estimated=due.is_estimated,
            replaces=self._replaced(rule.kind, about),
        )
