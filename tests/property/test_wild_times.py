"""Whatever times are told, what is reckoned from them lies where it can lie (6.2, 8.2)."""

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from hypothesis import event, given
from hypothesis import strategies as st

from domain.complaint.fold import fold
from domain.policy import Policy
from projections import trends
from tests.support.courses import POLICIES, Move, courses, follow
from tests.support.invariants import broken
from tests.support.office import Office
from tests.support.wild import LONDON, at_wild_times


def told(rules: Policy, course: Sequence[Move], seed: int) -> Office:
    """An office in which much is told at wild times."""
    return follow(Office(policy=rules), course, at_wild_times(seed))


OFFICES = st.builds(told, st.sampled_from(POLICIES), courses(longest=90), st.integers(0, 2**32 - 1))


@given(OFFICES)
def test_no_wild_time_breaks_an_invariant(office: Office) -> None:
    for complaint in office.complaints.values():
        event(f"ends up {complaint.state}")
    assert list(broken(office)) == []


@given(OFFICES)
def test_a_history_of_wild_times_replays_to_what_was_decided_on(office: Office) -> None:
    for complaint_id, events in office.events.items():
        assert fold(events) == office.complaints[complaint_id]


@given(OFFICES)
def test_no_wild_time_makes_a_figure_that_cannot_be(office: Office) -> None:
    """Open never below none, no time taken below none, nothing counted in the future."""
    today = office.now.astimezone(ZoneInfo(LONDON)).date()
    for events in office.events.values():
        counted = None
        for one in events:
            counted = trends.fold(counted, one)
        assert counted is not None
        cells = trends.PROJECTION.contributions(counted)
        assert all(cell.days is None or cell.days >= 0 for cell in cells), cells
        assert all(cell.day is None or cell.day <= today for cell in cells), cells
        changes = sorted((c.day, n) for c, n in cells.items() if c.figure == "open" and c.day)
        level = 0
        for _, together in groupby(changes, key=lambda each: each[0]):
            level += sum(amount for _, amount in together)
            assert level in (0, 1), changes
