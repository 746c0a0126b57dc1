"""What the views fold from public events is what the complaint itself knows, for any history."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from domain.recorded import Recorded
from domain.state import Complaint
from projections import case_queue, trends
from projections._kit.cells import Counted
from projections._kit.waiting import Waiting
from tests.property.test_next import stories
from tests.support.story import Story

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def waiting(story: Story) -> Waiting:
    """The queue's row of a story."""
    row: Waiting | None = None
    for recorded in _placed(story):
        row = case_queue.fold(row, recorded)
    assert row is not None
    return row


def counted(story: Story) -> Counted:
    """A story as the trends count it."""
    row: Counted | None = None
    for recorded in _placed(story):
        row = trends.fold(row, recorded)
    assert row is not None
    return row


def _placed(story: Story) -> list[Recorded]:
    return [replace(one, position=place) for place, one in enumerate(story.events, start=1)]


@given(stories())
@SLOW
def test_the_queue_shows_the_flags_and_attempts_that_the_complaint_has(story: Story) -> None:
    row, complaint = waiting(story), story.present
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
    assert row.is_represented == any(not one.has_ended for one in complaint.representations)
    assert row.handler == complaint.handler
    assert row.reopenings == complaint.reopenings


@given(stories())
@SLOW
def test_the_queue_shows_the_promises_that_the_complaint_has_to_keep(story: Story) -> None:
    row, complaint = waiting(story), story.present
    assert set(row.commitments.owed) == {each.remedy_id for each in complaint.owed}
    assert set(row.commitments.outstanding) == _outstanding(complaint)
    assert row.is_owing == bool(complaint.owed or _outstanding(complaint))
    assert row.is_shown == (row.is_open or row.needs_decision or row.is_owing)


def _outstanding(complaint: Complaint) -> set[object]:
    return {each.action_id for each in complaint.actions.values() if each.status == "planned"}


@given(stories())
@SLOW
def test_the_queue_and_the_trends_know_the_issues_that_are_left(story: Story) -> None:
    row, complaint = waiting(story), story.present
    left = [each for each in complaint.issues.values() if each.status in ("open", "settled")]
    shown = left or list(complaint.issues.values())
    assert row.category_codes == tuple(each.told.category_code for each in shown)
    (cell,) = {
        (cell.category_code, cell.channel_code, cell.contact_class)
        for cell in trends.contributions(counted(story))
    }
    assert cell == (shown[0].told.category_code, complaint.channel_code, complaint.contact_class)


@given(stories())
@SLOW
def test_a_complaint_is_counted_open_or_ended_as_it_is(story: Story) -> None:
    cells, complaint = trends.contributions(counted(story)), story.present
    open_now = sum(amount for cell, amount in cells.items() if cell.figure == "open")
    ended = sum(n for cell, n in cells.items() if cell.figure in ("closed", "undated"))
    is_merged = complaint.state == "MERGED"
    assert open_now == complaint.is_open
    assert ended == (not complaint.is_open and not is_merged)
    assert {cell.day for cell in cells if cell.figure == "received"} == {complaint.received.day}
