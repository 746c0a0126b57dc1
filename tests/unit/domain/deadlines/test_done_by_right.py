"""6.2, 8.2 What was done, missed or over when it is told right, merged or not, is judged by it."""

from collections.abc import Sequence
from datetime import date

import pytest

from projections import trends
from projections._parts.timeliness import is_in_time
from tests.support.two_complaints import WINDOWED, Fact, Told, stands

CAME, EARLIEST = date(2026, 2, 27), date(2026, 2, 2)
MERGE: Fact = ("b", "merge", "a")
UNMERGE: Fact = ("b", "unmerge")
WAIT: Fact = ("", "wait", 10)
AGREE: Fact = ("a", "do", "agree_resolution", {"means_code": "phone"})
Judged = tuple[str, str, str | None, bool | None]


def after(*told: Fact) -> Told:
    office = Told(CAME, WINDOWED)
    office.tell(told)
    return office


def timely(office: Told, name: str) -> bool | None:
    """Whether it counts as answered in time."""
    counted = None
    for one in office.recorded:
        if one.stream_id == office.of(name):
            counted = trends.PROJECTION.fold(counted, one)
    assert counted is not None
    return is_in_time(counted.course.targets)


def answer(*told: Fact) -> Judged:
    """When the answer of the whole was due, what became of it, and how it counts."""
    office = after(*told)
    every = office.one("a").deadlines.values()
    due = [one for one in every if one.fact.kind == "response" and one.fact.about is None][-1]
    return (str(due.due_on), due.status, due.lateness, timely(office, "a"))


@pytest.mark.parametrize("name", ["a", "b"])
def test_an_answer_is_judged_by_the_right_receipt_of_either(name: str) -> None:
    right: Fact = (name, "receipt", EARLIEST)
    late = ("2026-03-02", "met", "done_late", False)
    for told in (
        [WAIT, MERGE, AGREE, right],
        [WAIT, MERGE, right, AGREE],
        [right, WAIT, MERGE, AGREE],
    ):
        assert answer(*told) == late, told


def test_an_answer_that_was_late_by_what_was_mistyped_was_in_time() -> None:
    typed, right = ("b", "receipt", EARLIEST), ("b", "receipt", CAME)
    told: Sequence[Fact] = [typed, WAIT, MERGE, AGREE, right]
    assert answer(*told) == ("2026-03-27", "met", "in_time", True)


def test_an_answer_is_judged_by_its_own_date_once_what_came_has_left() -> None:
    told: Sequence[Fact] = [("b", "receipt", EARLIEST), WAIT, MERGE, AGREE, UNMERGE]
    assert answer(*told) == ("2026-03-27", "met", "in_time", True)


def test_what_came_and_left_counts_no_more_where_nothing_is_answered() -> None:
    told: Sequence[Fact] = [("b", "receipt", EARLIEST), WAIT, MERGE]
    assert timely(after(*told), "a") is False
    assert timely(after(*told, UNMERGE), "a") is None


def test_a_miss_by_a_mistyped_receipt_counts_no_more_of_what_is_merged() -> None:
    typed, right = ("b", "receipt", date(2026, 1, 2)), ("b", "receipt", CAME)
    assert timely(after(typed, WAIT, MERGE), "b") is False
    for told in ([typed, WAIT, MERGE, right], [typed, WAIT, right, MERGE]):
        assert timely(after(*told), "b") is None
        back = after(*told, UNMERGE)
        assert timely(back, "b") is None
        assert stands(back.one("b")) == stands(after(typed, WAIT, right).one("b"))


def test_a_window_of_what_was_merged_runs_from_the_right_receipt() -> None:
    for came, window in [(date(2026, 2, 20), "2026-03-20"), (date(2026, 1, 2), None)]:
        right: Fact = ("b", "receipt", came)
        seen = []
        for told in ([WAIT, MERGE, right, UNMERGE], [WAIT, right, MERGE, UNMERGE]):
            every = after(*told).one("b").deadlines.values()
            open_ = [one for one in every if one.is_open and one.fact.party == "nobody"]
            seen.append([str(one.due_on) for one in open_])
        assert seen == [[window] if window else []] * 2
