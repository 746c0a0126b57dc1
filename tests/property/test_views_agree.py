"""What the views fold from public events is what the complaint itself knows, for any history."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from adapters.views import Batch
from domain.complaint.authority.state import awaiting
from domain.complaint.events import RecordCorrected
from domain.complaint.fold import evolve
from domain.complaint.parties.access import is_excluded
from domain.complaint.pending_decisions import undecided_after
from domain.complaint.reckoning import receipt_of
from domain.complaint.state import Complaint
from projections import case_queue, discover, trends
from projections._parts.attempts import Attempt, attempt_after
from projections._parts.commitments import Commitments, commitments_after
from projections.case_queue import Case
from projections.trends.cells import TrendsRow
from tests.support.courses import offices
from tests.support.deliveries import delivered
from tests.support.histories import LOG, Telling
from tests.support.office import Office
from tests.support.views_in_memory import ViewsInMemory


def waiting(office: Office) -> Iterator[tuple[Case, Complaint]]:
    """The queue's row of each complaint, and the complaint."""
    rows: dict[UUID, Case] = {}
    for one in office.recorded:
        rows[one.stream_id] = case_queue.fold(rows.get(one.stream_id), one)
    yield from ((row, office.complaints[of]) for of, row in rows.items())


def counted(office: Office) -> Iterator[tuple[TrendsRow, Complaint]]:
    """Each complaint as the trends count it, and the complaint."""
    rows: dict[UUID, TrendsRow] = {}
    for one in office.recorded:
        rows[one.stream_id] = trends.fold(rows.get(one.stream_id), one)
    yield from ((row, office.complaints[of]) for of, row in rows.items())


@given(offices())
def test_the_queue_shows_the_flags_and_attempts_that_the_complaint_has(office: Office) -> None:
    for row, complaint in waiting(office):
        assert (row.state, row.is_open) == (complaint.state, complaint.is_open)
        assert (row.stage, row.round) == (complaint.stage, complaint.round)
        assert row.is_acknowledged == complaint.is_acknowledged
        assert row.undecided == complaint.undecided
        assert row.is_safety == complaint.is_safety
        assert row.is_suspended == complaint.is_suspended
        assert row.flags.escalation_level == complaint.escalation_level
        assert set(row.flags.referrals) == {
            each.referral_id for each in complaint.referrals.values() if each.status == "pending"
        }
        assert row.flags.merged_into == complaint.merged_into
        for days in (0, 1, 400):
            then = office.now + timedelta(days=days)
            today = then.astimezone(ZoneInfo(row.received_zone or "UTC")).date()
            assert case_queue.is_represented(row, today) == any(
                one.party_id in complaint.acts_for(one.representative_party_id, today)
                for one in complaint.representations
                if one.representative_party_id != one.party_id
            )
        assert row.handler == complaint.handler
        assert row.reopenings == complaint.reopenings


@given(offices())
def test_the_list_shows_what_the_figures_count_and_the_complaint_knows(office: Office) -> None:
    figures = {row.complaint_id: (row, complaint) for row, complaint in counted(office)}
    for row, complaint in waiting(office):
        count, _ = figures[row.complaint_id]
        cell = next(iter(trends.contributions(count)))
        assert (row.first_outcome, row.outcome) == (cell.first_outcome, cell.outcome)
        assert row.ended_because == cell.ended_because
        assert (row.ended_on is None) or not row.is_open
        assert (row.merged_into, row.split_from) == (complaint.merged_into, complaint.split_from)
        assert set(row.merged_here) == {each.from_id for each in complaint.absorbed_now}
        events = [one.event for one in office.events[row.complaint_id]]
        assert row.corrections == sum(isinstance(one, RecordCorrected) for one in events)
        known = {each.fact.kind for each in complaint.deadlines.values()}
        assert known >= {*row.missed, *row.done_late, *row.entered_late}


@given(offices())
def test_the_queue_shows_the_promises_that_the_complaint_has_to_keep(office: Office) -> None:
    for row, complaint in waiting(office):
        assert set(row.commitments.owed) == {each.remedy_id for each in complaint.owed}
        assert set(row.commitments.outstanding) == _outstanding(complaint)
        assert row.is_owing == bool(complaint.owed or _outstanding(complaint))
        assert row.awaits_approval == bool(awaiting(complaint.approvals))
        is_waited_for = row.needs_decision or row.is_owing or row.awaits_approval
        assert row.is_shown == (row.is_open or is_waited_for)


def _outstanding(complaint: Complaint) -> set[object]:
    return {each.action_id for each in complaint.actions.values() if each.status == "planned"}


@given(offices())
def test_the_queue_is_hidden_from_the_excluded(office: Office) -> None:
    for row, complaint in waiting(office):
        assert set(row.excluded) == {
            each.staff
            for each in complaint.exclusions.values()
            if is_excluded(complaint, each.staff)
        }


@given(offices())
def test_the_queue_knows_the_due_dates_that_are_open(office: Office) -> None:
    for row, complaint in waiting(office):
        still_open = {
            each.fact.deadline_id for each in complaint.deadlines.values() if each.is_open
        }
        assert {each.deadline_id for each in row.deadlines} == still_open


@given(offices())
def test_the_queue_and_the_trends_know_the_issues_that_are_left(office: Office) -> None:
    for row, complaint in waiting(office):
        left = [each for each in complaint.issues.values() if each.status in ("open", "settled")]
        shown = left or list(complaint.issues.values())
        assert row.category_codes == tuple(each.told.category_code for each in shown)
    for figures, complaint in counted(office):
        left = [each for each in complaint.issues.values() if each.status in ("open", "settled")]
        first = (left or list(complaint.issues.values()))[0].told.category_code
        (cell,) = {
            (cell.category_code, cell.channel_code, cell.contact_class)
            for cell in trends.contributions(figures)
        }
        assert cell == (first, complaint.channel_code, complaint.contact_class)


@given(offices())
def test_a_complaint_is_counted_open_or_ended_as_it_is(office: Office) -> None:
    for figures, complaint in counted(office):
        cells = trends.contributions(figures)
        counts = Counter[str]()
        for cell, amount in cells.items():
            counts[cell.figure] += amount
        is_merged = complaint.state == "MERGED"
        assert counts["open"] == complaint.is_open
        assert counts["closed"] + counts["undated"] == (not complaint.is_open and not is_merged)
        assert counts["merged"] == is_merged
        assert counts["split_off"] == (complaint.split_from is not None)
        if complaint.split_from is None:
            day = receipt_of(complaint, zone=complaint.zone or "UTC").day
            assert {cell.day for cell in cells if cell.figure == "received"} == {day}


@given(offices())
def test_the_views_see_the_same_attempts_and_undecided_facts(office: Office) -> None:
    for events in office.events.values():
        complaint: Complaint | None = None
        attempt, kept, state = Attempt(), Commitments(), "RECEIVED"
        undecided: tuple[UUID, ...] = ()
        for one in events:
            complaint = evolve(complaint, one)
            undecided = undecided_after(undecided, one, attempt.course(state, one, kept.is_gone))
            kept = commitments_after(kept, one.event)
            attempt = attempt_after(attempt, one, state)
            state = complaint.state
            assert (attempt.stage, attempt.round) == (complaint.stage, complaint.round)
            assert attempt.is_acknowledged == complaint.is_acknowledged
            assert undecided == complaint.undecided


@given(offices(longest=30), st.data())
def test_a_view_of_any_history_is_the_same_however_it_is_brought(
    office: Office, data: st.DataObject
) -> None:
    telling = Telling()
    for one in office.recorded:
        assert one.state is not None
        telling.tell(one.event, one.state, of=one.stream_id, occurred=one.occurred)
    arrived = telling.arrived
    batches = data.draw(delivered(arrived))
    for projection in discover():
        live, rebuilt = ViewsInMemory(), ViewsInMemory()
        for views, brought in ((live, batches), (rebuilt, [arrived])):
            views.prepare(projection, LOG)
            for batch in brought:
                views.apply(projection, Batch(LOG, batch))
        assert live.digest(projection) == rebuilt.digest(projection)
