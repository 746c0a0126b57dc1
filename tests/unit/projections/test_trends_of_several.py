"""Complaints that are split and merged are counted once, and the older matter's days with them."""

from domain.complaint import events as e
from domain.complaint.lifecycle import State
from domain.values import When
from projections._kit.folding import fold_batch
from projections.trends import PROJECTION
from tests.support.histories import (
    AFTERWARDS,
    AGREED,
    CLOSED,
    COMPLAINTS,
    Telling,
    named,
    on,
    received,
)
from tests.unit.projections.test_trends import cells, day, figures

PART, WHOLE = COMPLAINTS[1], COMPLAINTS[0]
MERGED = e.ComplaintMerged(into_id=WHOLE, other_reference="C-1", ground_code="same_complainant")
UNMERGED = e.ComplaintUnmerged(from_id=WHOLE, ground_code="error")


def part(*, split_off: When | None = None) -> Telling:
    """A part of a complaint of the first day, recorded long after."""
    telling = Telling(begins=AFTERWARDS)
    receipt = received(split_from=WHOLE, split_off=split_off)
    telling.tell(receipt, "RECEIVED", of=PART, occurred=on(0))
    return telling


def absorbing(received_on: When | None) -> Telling:
    """A complaint of the tenth day that has an older one in it."""
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(), "RECEIVED", occurred=on(10))
    absorbed = e.DuplicateAbsorbed(
        from_id=PART,
        other_reference="C-2",
        ground_code="same_complainant",
        issues=received().issues,
        received=received_on,
    )
    telling.tell(absorbed, "RECEIVED", occurred=on(12))
    return telling


def days_to(figure: str, telling: Telling) -> list[int | None]:
    return [cell.days for cell in cells(telling) if cell.figure == figure]


def test_a_part_is_split_off_on_the_day_of_the_split_and_not_received_again() -> None:
    telling = part(split_off=on(30))
    assert figures(telling) == {("split_off", day(30), None, 1), ("open", day(30), None, 1)}


def test_a_part_that_does_not_tell_when_it_was_split_off_was_when_that_was_recorded() -> None:
    recorded = AFTERWARDS.date()
    assert figures(part()) == {("split_off", recorded, None, 1), ("open", recorded, None, 1)}


def test_how_long_a_part_took_counts_from_the_receipt_of_the_whole() -> None:
    telling = part(split_off=on(30))
    telling.tell(AGREED, "ACCEPTED", of=PART, occurred=on(35))
    assert days_to("days_to_respond", telling) == [35]


def test_a_part_does_not_end_before_it_began() -> None:
    telling = part(split_off=on(30))
    telling.tell(CLOSED, "CLOSED", of=PART, occurred=on(20))
    assert figures(telling) >= {("closed", day(30), None, 1)}
    assert not any(cell.figure == "open" for cell in cells(telling))


def test_a_merged_complaint_is_a_figure_of_its_own_until_it_is_unmerged() -> None:
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(), "RECEIVED", of=PART, occurred=on(0))
    telling.tell(MERGED, "MERGED", of=PART, occurred=on(4))
    assert figures(telling) == {
        ("received", day(0), None, 1),
        ("open", day(0), None, 1),
        ("open", day(4), None, -1),
        ("merged", day(4), None, 1),
    }
    telling.tell(UNMERGED, "RECEIVED", of=PART, occurred=on(6))
    assert figures(telling) == {("received", day(0), None, 1), ("open", day(0), None, 1)}


def test_a_month_in_which_complaints_merge_still_adds_up() -> None:
    telling = Telling(begins=AFTERWARDS)
    for of in (WHOLE, PART):
        telling.tell(received(), "RECEIVED", of=of, occurred=on(0))
    telling.tell(MERGED, "MERGED", of=PART, occurred=on(4))
    found = fold_batch(PROJECTION, telling.arrived, before={}).cells
    whole = {name: sum(n for cell, n in found.items() if cell.figure == name) for name in NAMES}
    assert whole == {"received": 2, "open": 1, "closed": 0, "merged": 1}


NAMES = ("received", "open", "closed", "merged")


def test_days_count_from_the_earliest_receipt_of_what_was_merged() -> None:
    telling = absorbing(on(0))
    telling.tell(AGREED, "ACCEPTED", occurred=on(20))
    telling.tell(CLOSED, "CLOSED", occurred=on(25))
    assert (days_to("days_to_respond", telling), days_to("days_to_close", telling)) == ([20], [25])


def test_days_count_from_its_own_receipt_where_what_was_merged_is_younger_or_tells_none() -> None:
    for received_on in (on(11), None):
        telling = absorbing(received_on)
        telling.tell(CLOSED, "CLOSED", occurred=on(25))
        assert days_to("days_to_close", telling) == [15]


def test_once_released_the_older_receipt_no_longer_counts() -> None:
    telling = absorbing(on(0))
    released = e.DuplicateReleased(
        from_id=PART, issue_ids=(named("other issue"),), ground_code="error"
    )
    state: State = "RECEIVED"
    telling.tell(released, state, occurred=on(13))
    telling.tell(CLOSED, "CLOSED", occurred=on(25))
    assert days_to("days_to_close", telling) == [15]
