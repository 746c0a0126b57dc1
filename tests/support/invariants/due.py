"""Due dates as facts: what moves them, what ends them, and when they may run."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.linking.brought_matter import told_by, whose_window
from domain.complaint.state import Complaint, DeadlineState
from domain.event import DomainEvent
from domain.policy.kinds import MAY_RUN_AFTER_ENDING, ONLY_AFTER_ENDING
from domain.recorded import Recorded
from tests.support.office import Told

RUNNING = ("running", "paused")


def invariant_16_a_due_date_moves_only_by_a_fact_that_says_so(told: Told) -> Iterator[str]:
    """Extended, resumed after a pause, or replaced by another; never reckoned anew."""
    for before, one, after in told.steps:
        for deadline_id, was in before.deadlines.items() if before else ():
            now = after.deadlines.get(deadline_id)
            if now is None or now.fact != was.fact:
                yield f"{one.event.TYPE} rewrote {was.fact.kind}"
            elif now.due_at != was.due_at and not _moves(one, was):
                yield f"{one.event.TYPE} moved {was.fact.kind}"


def _moves(one: Recorded, deadline: DeadlineState) -> bool:
    deadline_id, event = deadline.fact.deadline_id, one.event
    if isinstance(event, e.DeadlineResumed):
        return deadline_id in {each.deadline_id for each in event.deadlines}
    return isinstance(event, e.DeadlineExtended) and event.deadline_id == deadline_id


def invariant_16_a_due_date_names_its_rule_and_calendar(told: Told) -> Iterator[str]:
    """And one that replaces another replaces one of its kind, which then is open no more."""
    for before, one, after in told.steps:
        event = one.event
        if not isinstance(event, e.DeadlineSet):
            continue
        if event.deadline_id in (before.deadlines if before else ()):
            yield f"{event.kind} is set twice"
        replaced = after.deadlines.get(event.replaces) if event.replaces else None
        if replaced and replaced.fact.kind != event.kind:
            yield f"{event.kind} replaces {replaced.fact.kind}"
        if replaced and replaced.is_open:
            yield f"{event.kind} replaces one that is still open"


def nothing_is_set_later_than_it_was_but_by_what_says_that_the_record_was_wrong(
    told: Told,
) -> Iterator[str]:
    """Points that join, move or leave make a due date earlier, or leave it."""
    cause: DomainEvent | None = None
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.DeadlineSet):
            cause = event
            continue
        was = before.deadlines.get(event.replaces) if before and event.replaces else None
        if was is None or event.ground_code not in ("product_known", "reclassified"):
            continue
        is_wrong = getattr(cause, "ground_code", None) == "was_wrong"
        is_wrong = is_wrong or isinstance(cause, e.ProductRecorded)
        if event.due_at > was.due_at and not is_wrong:
            yield f"{event.kind} became later by {type(cause).__name__}"


def invariant_17_what_is_extended_runs_and_is_not_over(told: Told) -> Iterator[str]:
    """To a later day, from where it stood."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.DeadlineExtended) or before is None:
            continue
        was = before.deadlines[event.deadline_id]
        if was.status != "running" or was.due_at < told.context.now:
            yield f"{was.fact.kind} is {was.status}, due {was.due_at}"
        if event.old_due_at != was.due_at or event.new_due_at <= was.due_at:
            yield f"from {event.old_due_at} to {event.new_due_at}, it was {was.due_at}"


def what_is_over_is_told_once_and_of_whom_it_was(told: Told) -> Iterator[str]:
    """The organisation misses, others let lapse; neither before it was due."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.DeadlineMissed | e.DeadlineLapsed) or before is None:
            continue
        was = before.deadlines[event.deadline_id]
        is_ours = was.fact.party == "organisation"
        if was.status != "running" or isinstance(event, e.DeadlineMissed) != is_ours:
            yield f"{event.TYPE} of {was.fact.party}, which was {was.status}"
        if event.due_at != was.due_at or told.context.now <= was.due_at:
            yield f"{event.TYPE} of {was.due_at} at {told.context.now}"


def what_is_met_was_open_and_was_met_once(told: Told) -> Iterator[str]:
    """A miss stays a miss unless it is voided by something that was in time."""
    for before, one, after in told.steps:
        event = one.event
        if before is None:
            continue
        if isinstance(event, e.DeadlineMet | e.DeadlineCancelled):
            was = before.deadlines.get(event.deadline_id)
            if was is None or not was.is_open:
                yield f"{event.TYPE} of what was {was.status if was else 'never set'}"
        for deadline_id, was in before.deadlines.items():
            if was.was_missed and not after.deadlines[deadline_id].was_missed:
                is_voided = (
                    isinstance(event, e.DeadlineMet | e.DeadlineCancelled) and event.voids_miss
                )
                came_late = is_late(one.occurred, due_on=was.due_on, due_at=was.due_at)
                if not is_voided or came_late or getattr(event, "is_late", False):
                    yield f"{event.TYPE} took back a miss"


def nothing_runs_that_may_not_run(told: Told) -> Iterator[str]:
    """Not after ending, not before it, and no answer is awaited where none was given.

    Of several, who said nothing yet keeps the time to reply to what they were told.
    """
    for _, after in told.touched():
        for each in _running(after):
            kind = each.fact.kind
            if not after.is_open and kind not in MAY_RUN_AFTER_ENDING:
                yield f"{kind} runs in {after.state}"
            if after.is_open and kind in ONLY_AFTER_ENDING:
                yield f"{kind} runs in {after.state}"
            if kind == "reply_window" and after.state != "RESPONDED" and not _silent(after, each):
                yield f"{kind} runs in {after.state}"


def _silent(complaint: Complaint, window: DeadlineState) -> list[UUID]:
    """Who has this time to reply, knows the answer and has not replied."""
    known = told_by(complaint, window.fact.start_event_id) & whose_window(complaint, window.fact)
    return [each for each in known if not complaint.parties[each].has_replied]


def no_two_due_dates_of_one_kind_run_for_one_thing(told: Told) -> Iterator[str]:
    """The later replaces the earlier."""
    for _, after in told.touched():
        running = Counter((each.fact.kind, each.fact.about) for each in _running(after))
        yield from (f"{count} of {kind}" for (kind, _), count in running.items() if count > 1)


def what_is_owed_has_its_day(told: Told) -> Iterator[str]:
    """Every accepted remedy is due on some day that still stands, or was missed."""
    has_rule = any(rule.kind == "remedy_due" for rule in told.policy.deadlines)
    for before, after in told.touched():
        owed = {each.remedy_id for each in after.owed}
        owed -= {each.remedy_id for each in before.owed} if before else set()
        due = {
            each.fact.about.id
            for each in after.deadlines.values()
            if each.fact.kind == "remedy_due" and each.is_open and each.fact.about
        }
        if has_rule and owed - due:
            yield f"{len(owed - due)} owed without a day"


def _running(complaint: Complaint) -> list[DeadlineState]:
    return [each for each in complaint.deadlines.values() if each.status in RUNNING]


DUE = (
    invariant_16_a_due_date_moves_only_by_a_fact_that_says_so,
    invariant_16_a_due_date_names_its_rule_and_calendar,
    nothing_is_set_later_than_it_was_but_by_what_says_that_the_record_was_wrong,
    invariant_17_what_is_extended_runs_and_is_not_over,
    what_is_over_is_told_once_and_of_whom_it_was,
    what_is_met_was_open_and_was_met_once,
    nothing_runs_that_may_not_run,
    no_two_due_dates_of_one_kind_run_for_one_thing,
    what_is_owed_has_its_day,
)
