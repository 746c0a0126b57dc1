"""What the list of all complaints shows of each: what it came to, when, and what was late."""

from datetime import timedelta

from domain.complaint import events as e
from domain.event import DomainEvent
from projections import deadlines
from projections._kit.folding import fold_batch
from projections.case_queue import PROJECTION
from projections.case_queue.course import Case
from tests.support.histories import (
    AFTERWARDS,
    CLOSED,
    ISSUE,
    REOPENED,
    T0,
    Telling,
    deadline_set,
    named,
    on,
    received,
)
from tests.unit.projections.test_trends_overturned import NOT_UPHELD, determined, referred

DUE = named("due")
MISSED = e.DeadlineMissed(deadline_id=DUE, due_at=T0 + timedelta(days=10))


def case(*events: DomainEvent, state: str = "ASSESSED") -> Case:
    """The row after a receipt and these, three days apart."""
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(), "RECEIVED", occurred=on(0))
    for number, event in enumerate(events, start=1):
        telling.tell(event, state, occurred=on(3 * number))  # type: ignore[arg-type]
    [found] = fold_batch(PROJECTION, telling.arrived, before={}).rows
    assert isinstance(found, Case)
    return found


def met(day: int, *, is_late: bool, voids_miss: bool | None = None) -> e.DeadlineMet:
    return e.DeadlineMet(
        deadline_id=DUE,
        met=on(day),
        by_event_id=named("act"),
        is_late=is_late,
        voids_miss=voids_miss,
        entered_at=T0 + timedelta(days=day),
    )


def test_what_was_found_first_and_in_the_end_has_its_days() -> None:
    row = case(*NOT_UPHELD, referred(ISSUE), determined("upheld"), state="EXTERNAL")
    assert (row.first_outcome, row.outcome) == ("not_upheld", "upheld")
    assert row.answered_on == on(6).day
    assert (row.ended_on, row.ended_because) == (None, None)


def test_an_ending_has_its_day_and_ground_until_it_is_taken_back() -> None:
    ended = case(CLOSED, state="CLOSED")
    telling = Telling()
    telling.tell(received(), "RECEIVED")
    telling.tell(CLOSED, "CLOSED")
    telling.tell(REOPENED, "ASSESSED")
    [taken_up] = fold_batch(PROJECTION, telling.arrived, before={}).rows
    assert (ended.ended_on, ended.ended_because) == (on(3).day, "accepted_and_carried_out")
    assert (taken_up.ended_on, taken_up.ended_because, taken_up.reopenings) == (None, None, 1)


def test_missed_done_late_and_entered_late_are_never_mixed() -> None:
    due = deadline_set(DUE, kind="acknowledgement")
    missed, late = case(due, MISSED), case(due, MISSED, met(12, is_late=True))
    kept = case(due, met(8, is_late=False))
    proved = case(due, MISSED, met(8, is_late=False, voids_miss=True))
    assert (missed.missed, missed.done_late, missed.entered_late) == (("acknowledgement",), (), ())
    assert (late.missed, late.done_late, late.entered_late) == ((), ("acknowledgement",), ())
    assert (kept.missed, kept.done_late, kept.entered_late) == ((), (), ())
    assert (proved.missed, proved.done_late) == ((), ())


def test_a_miss_of_a_date_that_rested_on_what_was_told_wrong_is_none() -> None:
    again = named("due again")
    right = deadline_set(again, day=40, replaces=DUE).model_copy(
        update={"ground_code": "corrected"}
    )
    assert case(deadline_set(DUE), MISSED).missed == ("response",)
    assert case(deadline_set(DUE), MISSED, right).missed == ()


def test_the_view_of_due_dates_knows_no_miss_of_what_was_told_wrong_either() -> None:
    right = deadline_set(named("right"), day=40, replaces=DUE).model_copy(
        update={"ground_code": "corrected"}
    )
    telling = Telling()
    telling.tell(received(), "RECEIVED")
    for event in (deadline_set(DUE), MISSED, right):
        telling.tell(event, "ASSESSED")
    rows = fold_batch(deadlines.PROJECTION, telling.arrived, before={}).rows
    assert {(row.status, row.lateness, row.was_missed) for row in rows} == {
        ("replaced", None, False),
        ("running", None, False),
    }


def test_relaxations_and_corrections_are_counted() -> None:
    approved = e.DecisionApproved.model_validate(
        {
            "decision_id": named("first"),
            "authority_rule_id": "r",
            "separation": "relaxed",
            "ground_code": "one_person",
        }
    )
    corrected = e.RecordCorrected(
        target_event_id=named("some"),
        field="severity_code",
        ground_code="typing_error",
        approved_by=named("boss"),
        wrong="high",
        right="low",
    )
    row = case(approved, corrected, corrected)
    assert (row.relaxations, row.corrections, row.erasures) == (1, 2, 0)


def test_where_it_was_split_and_merged() -> None:
    one, other = named("part one"), named("elsewhere")
    row = case(e.ComplaintSplit(new_ids=(one,), issue_ids=(ISSUE,)))
    merged = case(
        e.ComplaintMerged.model_validate(
            {"into_id": other, "ground_code": "same_complainant", "other_reference": "C-1"}
        ),
        state="MERGED",
    )
    assert row.split_into == (one,)
    assert merged.merged_into == other
