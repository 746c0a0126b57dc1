"""What a complaint is counted as, from its events."""

from datetime import date

from domain.complaint import events as e
from domain.event import DomainEvent
from domain.system_actors import system_actor
from domain.values import UNKNOWN, When
from projections._kit.folding import fold_batch
from projections._parts.outcomes import outcome_of
from projections.trends import PROJECTION, Cell
from tests.support.histories import (
    ACCEPTED,
    AFTERWARDS,
    AGREED,
    CLOSED,
    FORWARDED,
    ISSUE,
    REJECTED,
    REOPENED,
    Telling,
    deadline_set,
    named,
    on,
    received,
)

RESPONDED = e.ResponseSent(
    response_id=named("response"),
    decision_id=named("decision"),
    stage=1,
    round=1,
    kind="final",
    channel_code="letter",
    issue_ids=(ISSUE,),
)


def told(*more: tuple[DomainEvent, str, When]) -> Telling:
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(), "RECEIVED", occurred=on(0))
    for event, state, occurred in more:
        telling.tell(event, state, occurred=occurred)  # type: ignore[arg-type]
    return telling


def cells(telling: Telling) -> dict[Cell, int]:
    return dict(fold_batch(PROJECTION, telling.arrived, before={}).cells)


def figures(telling: Telling) -> set[tuple[str, date | None, int | None, int]]:
    """Figure, day, duration and amount of every cell."""
    return {(c.figure, c.day, c.days, amount) for c, amount in cells(telling).items()}


def the_one(telling: Telling) -> Cell:
    """The cell in which the complaint counts as received, with all its attributes."""
    [cell] = [cell for cell in cells(telling) if cell.figure == "received"]
    return cell


def day(number: int) -> date | None:
    return on(number).day


def test_a_received_complaint_is_received_and_open_since_its_day() -> None:
    assert figures(told()) == {("received", day(0), None, 1), ("open", day(0), None, 1)}


def test_a_closed_complaint_was_open_until_its_day() -> None:
    closed = told((AGREED, "ACCEPTED", on(3)), (CLOSED, "CLOSED", on(5)))
    assert figures(closed) == {
        ("received", day(0), None, 1),
        ("open", day(0), None, 1),
        ("open", day(5), None, -1),
        ("closed", day(5), None, 1),
        ("days_to_acknowledge", day(3), 3, 1),
        ("days_to_respond", day(3), 3, 1),
        ("days_to_close", day(5), 5, 1),
    }


def test_reopening_takes_the_closing_back_as_if_it_had_not_been() -> None:
    reopened = told((CLOSED, "CLOSED", on(5)), (REOPENED, "ASSESSED", on(7)))
    assert figures(reopened) == {("received", day(0), None, 1), ("open", day(0), None, 1)}
    reopened.tell(CLOSED, "CLOSED", occurred=on(9))
    assert figures(reopened) >= {("open", day(9), None, -1), ("closed", day(9), None, 1)}


def test_a_merged_complaint_is_neither_open_nor_closed() -> None:
    merged = told((e.NoteAdded(visibility_code="all"), "MERGED", on(2)))
    assert ("open", day(2), None, -1) in figures(merged)
    assert not any(cell.figure == "closed" for cell in cells(merged))


def test_an_ending_without_a_day_is_undated_and_in_no_dated_figure() -> None:
    known = e.KnownStateImported(source_system="cfpb", row_digest="ab", known_state="CLOSED")
    assert figures(told((known, "CLOSED", UNKNOWN))) == {
        ("received", day(0), None, 1),
        ("undated", day(0), None, 1),
    }


def test_an_import_with_a_day_of_closing_is_closed_on_it() -> None:
    known = e.KnownStateImported(source_system="la", row_digest="ab", known_state="CLOSED")
    assert ("closed", day(4), None, 1) in figures(told((known, "CLOSED", on(4))))


def test_closed_and_disputed_at_the_source_is_no_closing() -> None:
    known = e.KnownStateImported(
        source_system="la", row_digest="ab", known_state="CLOSED", is_disputed=True
    )
    counted = figures(told((known, "CLOSED", on(4))))
    assert ("closed_disputed", day(4), None, 1) in counted
    assert not any(figure in ("closed", "days_to_close") for figure, *_ in counted)


def test_what_a_source_asserts_is_not_computed_again() -> None:
    known = e.KnownStateImported(
        source_system="cfpb",
        row_digest="ab",
        known_state="CLOSED",
        source_outcome_code="closed_with_explanation",
        is_timely=False,
        is_disputed=False,
    )
    cell = the_one(told((known, "CLOSED", UNKNOWN)))
    assert (cell.source_state, cell.source_outcome_code) == ("CLOSED", "closed_with_explanation")
    assert (cell.is_timely, cell.is_disputed) == (False, False)


def test_what_a_source_says_of_sending_on_stands_a_day_before_the_receipt_too() -> None:
    telling = told()
    telling.tell(FORWARDED, "RECEIVED", occurred=on(-1), actor=system_actor("importer"))
    telling.tell(FORWARDED, "RECEIVED", occurred=on(6))
    assert ("days_to_forward", day(-1), -1, 1) in figures(telling)
    assert the_one(telling).body_code == "acme"
    assert ("days_to_forward", day(0), 0, 1) in figures(told((FORWARDED, "RECEIVED", on(-1))))


def test_a_step_without_a_day_is_not_available_rather_than_zero() -> None:
    forwarded = told((FORWARDED, "RECEIVED", UNKNOWN))
    assert not any(cell.days is not None for cell in cells(forwarded))


def test_a_response_that_did_not_arrive_is_no_response() -> None:
    telling = told((RESPONDED, "RESPONDED", on(3)))
    failed = e.CommunicationFailed(
        target_event_id=telling.recorded[-1].event_id, failure_code="returned"
    )
    assert ("days_to_respond", day(3), 3, 1) in figures(telling)
    telling.tell(failed, "DECIDED", occurred=on(5))
    assert not any(cell.figure == "days_to_respond" for cell in cells(telling))
    telling.tell(RESPONDED, "RESPONDED", occurred=on(6))
    assert ("days_to_respond", day(6), 6, 1) in figures(telling)


def test_the_outcome_is_that_of_the_decision_which_was_answered() -> None:
    stance = e.IssueStance(issue_id=ISSUE, issue_no=1, finding_code="upheld", stance="accepted")
    proposed = e.DecisionProposed(decision_id=named("decision"), stage=1, round=1, issues=(stance,))
    decided = told((proposed, "DECIDED", on(2)))
    assert the_one(decided).outcome is None
    decided.tell(RESPONDED, "RESPONDED")
    assert the_one(decided).outcome == "upheld"


def test_the_outcomes_of_issues_come_to_one() -> None:
    assert outcome_of(["upheld", "upheld"]) == "upheld"
    assert outcome_of(["not_upheld", "inconclusive"]) == "not_upheld"
    assert outcome_of(["upheld", "not_upheld"]) == "partly_upheld"
    assert outcome_of([]) is None


def test_an_answer_is_disputed_once_rejected_and_undisputed_once_accepted() -> None:
    responded = told((RESPONDED, "RESPONDED", on(3)))
    assert the_one(responded).is_disputed is None
    assert the_one(told((ACCEPTED, "ACCEPTED", on(4)))).is_disputed is False
    rejected = told((REJECTED, "DISPUTED", on(4)), (ACCEPTED, "ACCEPTED", on(5)))
    assert the_one(rejected).is_disputed is True


def test_dissatisfied_is_disputed_whatever_was_accepted_before() -> None:
    ground = {"ground_code": "complainant_dissatisfied"}
    again = REOPENED.model_copy(update=ground)
    referred = e.ExternalReferralRegistered(
        referral_id=named("referral"),
        body_code="ombudsman",
        referred_by="complainant",
        issue_ids=(ISSUE,),
        is_premature=False,
    )
    review = e.InternalReviewRequested(stage=2, round=1, issue_ids=(ISSUE,))
    early = referred.model_copy(update={"is_premature": True})
    accepted = (ACCEPTED, "ACCEPTED", on(4))
    assert the_one(told(accepted, (again, "DISPUTED", on(9)))).is_disputed is True
    assert the_one(told(accepted, (REOPENED, "ASSESSED", on(9)))).is_disputed is False
    assert the_one(told((review, "REVIEW", on(9)))).is_disputed is True
    assert the_one(told((referred, "EXTERNAL", on(9)))).is_disputed is True
    assert the_one(told((early, "EXTERNAL", on(9)))).is_disputed is None


def test_timeliness_follows_the_due_date_of_the_answer() -> None:
    due = deadline_set(named("due"), kind="response")
    missed = e.DeadlineMissed(deadline_id=named("due"), due_at=due.due_at)
    telling = told((due, "RECEIVED", on(0)))
    assert the_one(telling).is_timely is None
    telling.tell(missed, "RECEIVED")
    assert the_one(telling).is_timely is False
    late = e.DeadlineMet(
        deadline_id=named("due"),
        met=on(9),
        by_event_id=named("by"),
        is_late=False,
        voids_miss=True,
    )
    telling.tell(late, "RECEIVED")
    assert the_one(telling).is_timely is True


def test_a_late_attribute_moves_every_cell_of_the_complaint() -> None:
    telling = told()
    before = fold_batch(PROJECTION, telling.arrived, before={})
    telling.tell(e.ComplaintAssigned(handler=named("handler"), unit="south"), "RECEIVED")
    key = (telling.recorded[0].stream_id,)
    after = fold_batch(PROJECTION, telling.arrived[1:], before={key: before.rows[0]})
    moved = {(cell.figure, cell.unit, amount) for cell, amount in after.cells.items()}
    assert moved == {
        ("received", None, -1),
        ("received", "south", 1),
        ("open", None, -1),
        ("open", "south", 1),
    }
