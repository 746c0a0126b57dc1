"""Which due dates a fact sets, and when they are (6.2, 7.1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.consequences.turn import (
    MAY_RUN_AFTER_ENDING,
    PERIODIC_UPDATE,
    REMEDY_DUE,
    REMEDY_WINDOW,
    REPLY_WINDOW,
    RESPONSE,
    Turn,
)
from domain.due_dates import DueDate, due_date, end_of
from domain.events import (
    About,
    CommunicationFailed,
    ComplaintAssessed,
    ComplaintReceived,
    ComplaintReopened,
    DeadlineSet,
    RemedyOffered,
)
from domain.policy import DeadlineRule, Start
from domain.state import DeadlineState, RemedyState

PROMISED = "promised_date"
"""The rule behind a day that an offer names itself."""


def started_deadlines(turn: Turn, new_id: Callable[[], UUID]) -> Iterator[DeadlineSet]:
    """The due dates that this fact sets, by the policy in force."""
    setting = _Setting(turn, new_id)
    starts = _starts(turn)
    for rule in turn.situation.policy.deadlines:
        if starts.isdisjoint(rule.starts_from) or not _may_run(turn, rule.kind):
            continue
        if rule.kind == REMEDY_DUE:
            yield from (setting.remedy_due(rule, remedy) for remedy in turn.newly_owed)
        elif rule.kind != PERIODIC_UPDATE or _may_update(turn):
            yield setting.by_rule(rule)
    if isinstance(turn.event, RemedyOffered) and turn.event.expires_on:
        yield setting.offer_window(turn.event)
    yield from map(setting.again, _resumed(turn))


def _may_run(turn: Turn, kind: str) -> bool:
    return turn.after.is_open or kind in MAY_RUN_AFTER_ENDING


def _starts(turn: Turn) -> frozenset[Start]:
    happened: dict[Start, bool] = {
        "received": isinstance(turn.event, ComplaintReceived),
        "contacted": turn.is_contacted,
        "safety_found": _is_safety_found(turn),
        "responded": turn.is_answered and turn.after.state == "RESPONDED",
        "remedy_accepted": bool(turn.newly_owed),
        "taken_up_again": turn.is_taken_up_again,
        "ended": turn.has_ended,
    }
    return frozenset(start for start, is_so in happened.items() if is_so)


def _is_safety_found(turn: Turn) -> bool:
    was = turn.before is not None and turn.before.is_safety
    return isinstance(turn.event, ComplaintAssessed) and turn.after.is_safety and not was


def _may_update(turn: Turn) -> bool:
    """An update is due again only while one was due; an answer ends the series."""
    return not turn.is_contacted or _open_of_kind(turn, PERIODIC_UPDATE) is not None


def _open_of_kind(turn: Turn, kind: str) -> DeadlineState | None:
    deadlines = turn.after.deadlines.values()
    return next((each for each in deadlines if each.is_open and each.fact.kind == kind), None)


def _resumed(turn: Turn) -> Iterator[DeadlineState]:
    """The due dates that hold again, as they were: a failed response's, a mistaken closing's."""
    after, event = turn.after, turn.event
    is_failed = isinstance(event, CommunicationFailed) and turn.moves(to="DECIDED")
    is_mistake = (
        isinstance(event, ComplaintReopened)
        and event.ground_code == "closed_in_error"
        and turn.moves()
    )
    cancelled = after.ending.cancelled if is_mistake and after.ending else ()
    failed = after.answer.event_id if after.answer and after.answer.has_failed else None
    for deadline in after.deadlines.values():
        kind = deadline.fact.kind
        is_unanswered = kind == RESPONSE and failed is not None and deadline.met_by == failed
        was_ended = deadline.status == "cancelled" and deadline.fact.deadline_id in cancelled
        if kind == REPLY_WINDOW and after.state != "RESPONDED":
            continue
        if (is_unanswered and (is_failed or is_mistake)) or was_ended:
            yield deadline


@dataclass(frozen=True, slots=True)
class _Setting:
    """Makes the facts that set due dates."""

    turn: Turn
    new_id: Callable[[], UUID]

    def by_rule(self, rule: DeadlineRule) -> DeadlineSet:
        """What a rule makes due; work taken up again moves what is still due."""
        old = _open_of_kind(self.turn, rule.kind) if self.turn.is_taken_up_again else None
        replaces = old.fact.deadline_id if old else None
        return self._set(rule, self._due(rule), replaces=replaces)

    def remedy_due(self, rule: DeadlineRule, remedy: RemedyState) -> DeadlineSet:
        """When an accepted remedy is to be carried out: as promised, else by the rule."""
        about = About(kind="remedy", id=remedy.remedy_id)
        if remedy.due_on is None:
            return self._set(rule, self._due(rule), about=about)
        promised = rule.model_copy(update={"rule_id": PROMISED})
        due_at = end_of(
            remedy.due_on, zone=self._zone, day_ends=self.turn.situation.policy.day_ends
        )
        return self._set(promised, DueDate(remedy.due_on, due_at, None), about=about)

    def offer_window(self, event: RemedyOffered) -> DeadlineSet:
        """How long the complainant may take up an offer, by its own terms."""
        assert event.expires_on is not None
        policy = self.turn.situation.policy
        terms = DeadlineRule(
            rule_id=PROMISED,
            kind=REMEDY_WINDOW,
            starts_from=("remedy_accepted",),
            amount=1,
            unit="calendar_days",
            party="complainant",
            calendar_id=policy.calendars[0].calendar_id,
        )
        due_at = end_of(event.expires_on, zone=self._zone, day_ends=policy.day_ends)
        about = About(kind="remedy", id=event.remedy_id)
        return self._set(terms, DueDate(event.expires_on, due_at, None), about=about)

    def again(self, deadline: DeadlineState) -> DeadlineSet:
        """The same due date once more, under an id of its own."""
        fact = deadline.fact
        update = {"deadline_id": self.new_id(), "replaces": fact.deadline_id}
        return fact.model_copy(update=update)

    @property
    def _zone(self) -> str:
        return self.turn.when.zone or self.turn.situation.zone

    def _due(self, rule: DeadlineRule) -> DueDate:
        policy = self.turn.situation.policy
        calendar = policy.calendar(rule.calendar_id)
        return due_date(rule, starts=self.turn.when, calendar=calendar, day_ends=policy.day_ends)

    def _set(
        self,
        rule: DeadlineRule,
        due: DueDate,
        *,
        about: About | None = None,
        replaces: UUID | None = None,
    ) -> DeadlineSet:
        situation = self.turn.situation
        return DeadlineSet(
            deadline_id=self.new_id(),
            kind=rule.kind,
            party=rule.party,
            about=about,
            policy_id=situation.policy_ref.id,
            policy_version=situation.policy_ref.version,
            rule_id=rule.rule_id,
            calendar_id=rule.calendar_id,
            calendar_version=situation.policy.calendar(rule.calendar_id).version,
            zone=self._zone,
            start_event_id=self.turn.recorded.event_id,
            starts=self.turn.when,
            due_on=due.due_on,
            due_at=due.due_at,
            warn_at=due.warn_at,
            replaces=replaces,
        )
