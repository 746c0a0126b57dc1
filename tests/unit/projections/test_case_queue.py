"""The queue's row, event by event."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.complaint import events as e
from domain.event import DomainEvent
from domain.values import UNKNOWN, When
from projections._kit.folding import fold_batch
from projections.case_queue import NEVER, PROJECTION, CaseRow, age_days, is_due_soon, is_overdue
from tests.support.histories import (
    ACCEPTED,
    CLOSED,
    ISSUE,
    LONDON,
    REJECTED,
    REOPENED,
    T0,
    WITHDRAWN,
    Telling,
    deadline_set,
    named,
    received,
)

RESPONDED = e.ResponseSent(
    response_id=named("response"),
    stage=1,
    round=1,
    kind="final",
    channel_code="letter",
    issue_ids=(ISSUE,),
)


def row(telling: Telling) -> CaseRow:
    work = fold_batch(PROJECTION, telling.arrived, before={})
    assert work.parked == []
    [found] = work.rows
    assert isinstance(found, CaseRow)
    return found


def told(*more: tuple[DomainEvent, str], occurred: When | None = None) -> Telling:
    telling = Telling()
    telling.tell(received(received_by_unit="desk"), "RECEIVED", occurred=occurred)
    for event, state in more:
        telling.tell(event, state)  # type: ignore[arg-type]
    return telling


def test_a_received_complaint_waits_without_a_due_date() -> None:
    waiting = row(told())
    assert (waiting.state, waiting.is_open, waiting.is_shown) == ("RECEIVED", True, True)
    assert (waiting.unit, waiting.handler) == ("desk", None)
    assert (waiting.category_codes, waiting.product_code) == (("delivery",), "parcel")
    assert (waiting.next_due_at, waiting.due_order, waiting.rank) == (None, NEVER, 1)
    assert not is_overdue(waiting, T0 + timedelta(days=9999))


def test_a_day_of_receipt_counts_from_its_start_in_its_zone() -> None:
    summer = When(on=date(2026, 7, 1), zone=LONDON)
    waiting = row(told(occurred=summer))
    assert waiting.age_from == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    assert (waiting.received_on, waiting.received_at) == (date(2026, 7, 1), None)
    assert age_days(waiting, datetime(2026, 7, 2, 22, 59, tzinfo=UTC)) == 1


def test_an_unknown_receipt_ages_from_when_it_was_recorded() -> None:
    waiting = row(told(occurred=UNKNOWN))
    assert waiting.received_on is None
    assert waiting.age_from == waiting.last_event_at


def test_the_earliest_date_that_the_organisation_owes_is_next() -> None:
    ours, theirs = named("ours"), named("theirs")
    telling = told(
        (deadline_set(theirs, kind="reply_window", party="complainant", day=1), "RECEIVED"),
        (deadline_set(named("later"), day=20), "RECEIVED"),
        (deadline_set(ours, day=5), "RECEIVED"),
    )
    waiting = row(telling)
    assert [d.deadline_id for d in waiting.deadlines] == [theirs, ours, named("later")]
    assert (waiting.next_due_kind, waiting.next_due_at) == ("response", T0 + timedelta(days=5))
    assert is_overdue(waiting, T0 + timedelta(days=6))
    assert not is_overdue(waiting, T0 + timedelta(days=5))


def test_a_missed_date_stays_next_until_it_is_met() -> None:
    due = deadline_set(named("due"), day=2)
    missed = e.DeadlineMissed(deadline_id=named("due"), due_at=due.due_at)
    met = e.DeadlineMet(
        deadline_id=named("due"), met=UNKNOWN, by_event_id=named("by"), is_late=True
    )
    late = row(told((due, "RECEIVED"), (missed, "RECEIVED")))
    assert late.deadlines[0].is_missed
    assert late.next_due_at == due.due_at
    assert row(told((due, "RECEIVED"), (missed, "RECEIVED"), (met, "RECEIVED"))).deadlines == ()


@pytest.mark.parametrize(("kind", "next_kind"), [("response", None), ("remedy_due", "remedy_due")])
def test_nothing_is_overdue_of_a_complaint_that_ended_but_what_outlives_it(
    kind: str, next_kind: str | None
) -> None:
    due = deadline_set(named("due"), day=2, kind=kind)
    missed = e.DeadlineMissed(deadline_id=named("due"), due_at=due.due_at)
    past = ((due, "RECEIVED"), (missed, "RECEIVED"), (WITHDRAWN, "WITHDRAWN"))
    ended = row(told(*past))
    assert ended.next_due_kind == next_kind
    assert is_overdue(ended, T0 + timedelta(days=9)) is (next_kind is not None)
    assert row(told(*past, (REOPENED, "ASSESSED"))).next_due_kind == kind


@pytest.mark.parametrize("first", ["missed", "answered"])
def test_once_answered_nothing_is_overdue_that_nobody_can_do_any_more(first: str) -> None:
    fast, action = named("fast"), named("action")
    missed = (e.DeadlineMissed(deadline_id=fast, due_at=T0), "DECIDED")
    answered = (RESPONDED, "RESPONDED")
    late = (missed[0], "RESPONDED")
    waiting = row(
        told(
            (deadline_set(fast, kind="fast_resolution_window", day=1), "DECIDED"),
            (deadline_set(action, kind="action_due", day=9), "DECIDED"),
            *((missed, answered) if first == "missed" else (answered, late)),
        )
    )
    assert (waiting.next_due_kind, waiting.is_shown) == ("action_due", True)
    assert not is_overdue(waiting, T0 + timedelta(days=8))
    before = row(
        told((deadline_set(fast, kind="fast_resolution_window", day=1), "DECIDED"), missed)
    )
    assert is_overdue(before, T0 + timedelta(days=8)), "it can still be done, late"


def test_a_replaced_date_gives_way_to_its_successor() -> None:
    first = deadline_set(named("first"), day=2)
    second = deadline_set(named("second"), day=9, replaces=named("first"))
    waiting = row(told((first, "RECEIVED"), (second, "RECEIVED")))
    assert [d.deadline_id for d in waiting.deadlines] == [named("second")]


def test_due_soon_lies_between_the_warning_and_the_date() -> None:
    due = deadline_set(named("due"), day=5).model_copy(update={"warn_at": T0 + timedelta(days=3)})
    waiting = row(told((due, "RECEIVED")))
    assert [is_due_soon(waiting, T0 + timedelta(days=day)) for day in (2, 3, 5, 6)] == [
        False,
        True,
        True,
        False,
    ]


def test_safety_goes_by_the_latest_assessment() -> None:
    def assessed(is_safety: bool) -> e.ComplaintAssessed:
        return e.ComplaintAssessed(
            severity_code="high", scale_version=1, is_safety=is_safety, priority_code="urgent"
        )

    dangerous = row(told((assessed(True), "ASSESSED")))
    assert (dangerous.is_safety, dangerous.rank, dangerous.priority_code) == (True, 0, "urgent")
    harmless = row(told((assessed(True), "ASSESSED"), (assessed(False), "ASSESSED")))
    assert (harmless.is_safety, harmless.rank) == (False, 1)


def test_a_complaint_without_handler_keeps_its_unit() -> None:
    assigned = e.ComplaintAssigned(handler=named("handler"), unit="south")
    with_handler = row(told((assigned, "RECEIVED")))
    assert (with_handler.handler, with_handler.unit) == (named("handler"), "south")
    without = row(
        told((assigned, "RECEIVED"), (e.ComplaintUnassigned(ground_code="away"), "RECEIVED"))
    )
    assert (without.handler, without.unit) == (None, "south")


def test_an_ended_complaint_is_not_shown() -> None:
    waiting = row(told((ACCEPTED, "ACCEPTED"), (CLOSED, "CLOSED")))
    assert (waiting.is_open, waiting.is_shown, waiting.needs_decision) == (False, False, False)


def test_an_outside_fact_without_a_place_is_shown_until_it_is_settled() -> None:
    telling = told((ACCEPTED, "ACCEPTED"), (CLOSED, "CLOSED"), (WITHDRAWN, "CLOSED"))
    raised = row(telling)
    assert raised.undecided == (telling.recorded[-1].event_id,)
    assert (raised.is_open, raised.is_shown, raised.needs_decision) == (False, True, True)
    settles = (telling.recorded[-1].event_id,)
    telling.tell(e.NoteAdded(visibility_code="internal", settles_event_ids=settles), "CLOSED")
    settled = row(telling)
    assert (settled.undecided, settled.is_shown) == ((), False)


def test_accepting_what_is_closed_has_its_place() -> None:
    assert not row(told((CLOSED, "CLOSED"), (ACCEPTED, "CLOSED"))).needs_decision


def test_a_rejected_answer_is_disputed_and_a_second_rejection_awaits_a_decision() -> None:
    disputed = row(told((REJECTED, "DISPUTED")))
    assert (disputed.is_disputed, disputed.needs_decision) == (True, False)
    assert row(told((REJECTED, "DISPUTED"), (REJECTED, "DISPUTED"))).needs_decision


def test_an_import_that_was_closed_and_disputed_is_not_in_the_queue() -> None:
    known = e.KnownStateImported(
        source_system="cfpb", row_digest="ab", known_state="CLOSED", is_disputed=True
    )
    assert not row(told((known, "CLOSED"))).is_shown


def test_a_set_aside_answer_begins_a_round_that_is_not_acknowledged() -> None:
    acknowledged = e.ComplaintAcknowledged(
        stage=1, round=1, channel_code="email", contact_point_code="desk"
    )
    aside = e.DecisionSetAside(ground_code="new_facts", approved_by=named("boss"))
    first = row(told((acknowledged, "RECEIVED"), (RESPONDED, "RESPONDED")))
    assert (first.stage, first.round, first.is_acknowledged) == (1, 1, True)
    second = row(
        told(
            (acknowledged, "RECEIVED"),
            (RESPONDED, "RESPONDED"),
            (REJECTED, "DISPUTED"),
            (aside, "INVESTIGATING"),
        )
    )
    assert (second.stage, second.round, second.is_acknowledged) == (1, 2, False)


def test_a_history_that_begins_in_the_middle_is_parked() -> None:
    telling = Telling()
    telling.tell(ACCEPTED, "ACCEPTED")
    work = fold_batch(PROJECTION, telling.arrived, before={})
    assert work.rows == []
    assert "begins with ComplaintReceived" in work.parked[0].reason
