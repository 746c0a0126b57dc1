"""Why a date is the date it is: from the record and what was published then, never from today's."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from adapters import event_json
from adapters.record import Record
from domain.complaint.deadlines.budgets import Budget, budget
from domain.complaint.deadlines.day_count import DayCounted, days_counted
from domain.complaint.deadlines.lateness import Lateness
from domain.complaint.deadlines.pause_arithmetic import with_pauses
from domain.complaint.deadlines.state import NEW_TARGET, DeadlineStatus
from domain.complaint.events import DeadlineSet
from domain.complaint.fold import fold
from domain.complaint.linking.brought_matter import owed_alone
from domain.complaint.state import Complaint, DeadlineState, PartyState
from domain.policy import Calendar, DeadlineRule, Policy
from domain.recorded import Recorded
from domain.values import PolicyRef, When
from services.commands.stream_heads import NotFound
from services.policies.earlier_policies import EarlierPolicies
from services.policies.policy_history import NeverPublished, Publication, calendar_at, policy_at
from services.queries.explanation_text import (
    Told,
    day_shown,
    told_anew,
    told_budget,
    told_changes,
    told_counting,
    told_rule,
    told_start,
)

OF_THE_FACT = (
    *("deadline_id", "kind", "party", "zone", "rule_id", "policy_id", "policy_version"),
    *("calendar_id", "calendar_version", "starts"),
)


class DeadlineNotFound(NotFound):
    """The complaint has no due date of this id, or had none at that time."""

    CODE = "DeadlineNotFound"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """One day on the way to a due date."""

    on: Annotated[date, "The day."]
    number: Annotated[int | None, "Which working day it is; null if it is none."]
    why_free: Annotated[str | None, "Why it is none: a holiday's name, or the weekday."]
    is_made_up: Annotated[bool, "Whether it is worked although it lies in a weekend."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One due date with all that made it what it is."""

    complaint_id: UUID
    reference: str
    deadline_id: UUID
    kind: Annotated[str, "What is due."]
    party: Annotated[str, "Whose it is."]
    to_party_id: Annotated[UUID | None, "The one person to whom alone it is due, if it is."]
    to_reference: Annotated[str | None, "Of the complaint which that person made themselves."]
    status: Annotated[DeadlineStatus, "What became of it."]
    lateness: Annotated[
        Lateness | None,
        "Whether it was kept; entered_late: done in time, and recorded after it was due.",
    ]
    was_missed: Annotated[bool, "Whether a miss was recorded that stands."]
    due_on: Annotated[date, "The day, as it stands."]
    due_at: Annotated[datetime, "The instant, as it stands."]
    first_due_at: Annotated[datetime, "The instant at which it was due when it was set."]
    zone: str
    rule_id: str
    rule: Annotated[DeadlineRule | None, "The rule, as it was then; null for a day named itself."]
    policy_id: str
    policy_version: int
    policy_title: str
    calendar_id: str
    calendar_version: int
    calendar_source: Annotated[str | None, "Whence the calendar has its holidays."]
    start_event_id: UUID
    start_type: Annotated[str, "The type of the fact that it counts from."]
    starts: When
    days: Annotated[tuple[DayShown, ...], "Every day counted or not, where working days count."]
    budget: Annotated[
        Budget | None, "How much time it gives and what is left; null where its start is unknown."
    ]
    changes: Annotated[tuple[Told, ...], "What happened to it since, in order."]
    sentences: Annotated[tuple[str, ...], "The same for people."]


async def explanations(
    record: Record,
    complaint_id: UUID,
    deadline_ids: Sequence[UUID] = (),
    *,
    now: datetime,
    at: datetime | None = None,
) -> list[Explanation]:
    """Why these due dates of a complaint are when they are; all of them, unless named.

    at: as it was recorded by then, and what was left then.

    Raises NotFound, DeadlineNotFound, NeverPublished.
    """
    complaint, history = await _known(record, complaint_id, at)
    known = complaint.deadlines
    if missing := [one for one in deadline_ids if one not in known]:
        raise DeadlineNotFound(f"the complaint has no deadline {missing[0]}: see `plaint show`")
    published: dict[PolicyRef, Publication] = {}
    earlier = EarlierPolicies(record)
    explained = []
    for deadline in [known[one] for one in deadline_ids] if deadline_ids else known.values():
        ref = PolicyRef(id=deadline.fact.policy_id, version=deadline.fact.policy_version)
        if ref not in published:
            published[ref] = await policy_at(record, ref)
        calendar = await _calendar(record, deadline.fact, published[ref].policy)
        one = _explained(complaint, deadline, history, published[ref], calendar)
        policy = published[ref].policy
        rule_of = await earlier.pause_rules(complaint, policy)
        left = budget(
            deadline,
            history,
            rule=one.rule,
            calendar=calendar,
            as_of=at or now,
            paused=partial(with_pauses, policy=policy, rule_of=rule_of),
        )
        told_now = (*one.sentences, *told_budget(left))
        explained.append(replace(one, budget=left, sentences=told_now))
    return explained


async def _known(
    record: Record, complaint_id: UUID, at: datetime | None
) -> tuple[Complaint, list[Recorded]]:
    """The complaint with its history, by then. Raises NotFound."""
    stored = await record.stream(complaint_id)
    events = (event_json.recorded(one.public, one.position) for one in stored)
    history = [one for one in events if at is None or one.recorded_at <= at]
    complaint = fold(history)
    if complaint is None and stored:
        raise NotFound("the complaint had not been received by then: ask for a later moment")
    if complaint is None:
        raise NotFound
    return complaint, history


async def _calendar(record: Record, fact: DeadlineSet, policy: Policy) -> Calendar:
    """The calendar in the version that it was counted by; a corrected one is none of the policy."""
    calendar = policy.calendar(fact.calendar_id)
    if (calendar.calendar_id, calendar.version) == (fact.calendar_id, fact.calendar_version):
        return calendar
    with suppress(NeverPublished):
        calendar, _ = await calendar_at(record, fact.calendar_id, fact.calendar_version)
    return calendar


def _explained(
    complaint: Complaint,
    deadline: DeadlineState,
    history: Sequence[Recorded],
    by: Publication,
    calendar: Calendar,
) -> Explanation:
    fact = deadline.fact
    start = _start(fact, history)
    start_event_id = start.event_id if start else fact.start_event_id
    rule = by.policy.deadline_rule(fact.rule_id)
    days = tuple(_days(fact, rule, calendar))
    changes = tuple(told_changes(deadline, history))
    person = owed_alone(complaint, deadline)
    sentences = [_told_due(deadline, person), told_rule(fact, rule, by.policy)]
    sentences += [told_start(fact, start), *told_anew(deadline, complaint.deadlines, history)]
    return Explanation(
        complaint_id=history[0].stream_id,
        reference=complaint.reference,
        to_party_id=person.party_id if person else None,
        to_reference=person.reference if person else None,
        status=deadline.status,
        lateness=deadline.lateness,
        was_missed=deadline.was_missed,
        due_on=deadline.due_on,
        due_at=deadline.due_at,
        first_due_at=fact.due_at,
        rule=rule,
        policy_title=by.policy.title,
        calendar_source=calendar.source,
        **{name: getattr(fact, name) for name in OF_THE_FACT},
        start_event_id=start_event_id,
        start_type=start.event.TYPE if start else "an event of another complaint",
        days=tuple(_shown(day) for day in days),
        budget=None,
        changes=changes,
        sentences=(*sentences, *told_counting(days, calendar), *(one.sentence for one in changes)),
    )


def _told_due(deadline: DeadlineState, person: PartyState | None) -> str:
    """What is due of whom, to whom alone, and when, as it stands."""
    what = deadline.fact.kind.replace("_", " ").capitalize()
    party = deadline.fact.party
    of = "" if party == "nobody" else f" of the {party.replace('_', ' ')}"
    whose = f" of {person.reference}" if person and person.reference else ""
    to = f", to party {person.party_id.hex[:8]}{whose} alone" if person else ""
    until = deadline.due_at.strftime("%Y-%m-%d %H:%M UTC")
    guess = " (an estimate: the calendar does not know that year)" if deadline.is_estimated else ""
    return f"{what}{of}{to}: due on {day_shown(deadline.due_on)}, until {until}{guess}."


def _start(fact: DeadlineSet, history: Sequence[Recorded]) -> Recorded | None:
    """The fact that it counts from; a due date that was carried over has it elsewhere.

    A day that somebody set after a miss counts from nothing but its being set.
    """
    if fact.rule_id == NEW_TARGET:
        return next((one for one in history if one.event == fact), None)
    return next((one for one in history if one.event_id == fact.start_event_id), None)


def _days(fact: DeadlineSet, rule: DeadlineRule | None, calendar: Calendar) -> Iterator[DayCounted]:
    first = fact.starts.day
    if rule is not None and rule.unit == "working_days" and first is not None:
        yield from days_counted(first, rule.amount, calendar)


def _shown(day: DayCounted) -> DayShown:
    return DayShown(on=day.on, number=day.number, why_free=day.why_free, is_made_up=day.is_made_up)
