"""However a feed brings the events, the views come out the same."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.views import Batch
from domain.complaint.fold import evolve
from domain.complaint.state import Complaint
from projections import case_queue, discover, trends
from projections._kit import Projection, Tallies
from projections._kit.applied import Arrived
from projections._kit.folding import fold_batch
from projections._kit.shapes import key_of
from tests.support.deliveries import delivered
from tests.support.histories import LOG, Telling
from tests.support.views_in_memory import ViewsInMemory
from tests.support.walks import tellings

ENDINGS = ("closed", "closed_disputed", "merged", "undated")
EVERY = pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)


def fed(projection: Projection, batches: Sequence[Sequence[Arrived]]) -> ViewsInMemory:
    views = ViewsInMemory()
    views.prepare(projection, LOG)
    for batch in batches:
        views.apply(projection, Batch(LOG, batch))
    return views


@EVERY
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_batches_and_any_repeats_give_the_same_view(
    projection: Projection, data: st.DataObject
) -> None:
    arrived = data.draw(tellings()).arrived
    batches = data.draw(delivered(arrived))
    assert fed(projection, batches).digest(projection) == fed(projection, [arrived]).digest(
        projection
    )


@EVERY
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_was_lost_and_is_repeated_later_gives_the_same_view(
    projection: Projection, data: st.DataObject
) -> None:
    arrived = data.draw(tellings()).arrived
    lost = data.draw(st.sets(st.integers(0, len(arrived) - 1)))
    with_gaps = [one for number, one in enumerate(arrived) if number not in lost]
    assert fed(projection, [with_gaps, arrived]).digest(projection) == fed(
        projection, [arrived]
    ).digest(projection)


@EVERY
@settings(max_examples=60, deadline=None)
@given(telling=tellings(), data=st.data())
def test_slices_may_overtake_each_other(
    projection: Projection, telling: Telling, data: st.DataObject
) -> None:
    slices = data.draw(st.permutations(sorted({a.slice for a in telling.arrived})))
    by_slice = [[a for a in telling.arrived if a.slice == slice_] for slice_ in slices]
    assert fed(projection, by_slice).digest(projection) == fed(
        projection, [telling.arrived]
    ).digest(projection)


@EVERY
@settings(max_examples=40, deadline=None)
@given(telling=tellings())
def test_folding_each_complaint_alone_gives_the_same_rows(
    projection: Projection, telling: Telling
) -> None:
    rows: list[Any] = []
    cells: Counter[Any] = Counter()
    for complaint_id in {a.stream_id for a in telling.arrived}:
        work = fold_batch(projection, telling.history(complaint_id, 10**9), before={})
        rows += work.rows
        for cell, amount in work.cells.items():
            cells[cell] += amount
    views = fed(projection, [telling.arrived])
    if isinstance(projection, Tallies):
        assert dict(views.rows(projection)) == {c: n for c, n in cells.items() if n}
    else:
        assert views.rows(projection) == sorted(rows, key=key_of(projection))


@settings(max_examples=60, deadline=None)
@given(telling=tellings(), data=st.data())
def test_an_unparked_complaint_is_as_if_it_had_never_been_parked(
    telling: Telling, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(telling.arrived) - 1))
    broken = [
        Arrived(
            slice=one.slice,
            position=one.position,
            prevposition=one.prevposition,
            stream_id=one.stream_id,
            trouble="no event",
        )
        if number == place
        else one
        for number, one in enumerate(telling.arrived)
    ]
    for projection in (case_queue.PROJECTION, trends.PROJECTION):
        views = fed(projection, [[one] for one in broken])
        views.unpark(projection, LOG, broken[place].stream_id, telling.history)
        whole = fed(projection, [telling.arrived])
        assert views.digest(projection) == whole.digest(projection)


@settings(max_examples=100, deadline=None)
@given(telling=tellings())
def test_tallies_hold_each_complaint_once_whatever_happened_to_it(telling: Telling) -> None:
    cells = fed(trends.PROJECTION, [[one] for one in telling.arrived]).rows(trends.PROJECTION)
    complaints = {one.stream_id for one in telling.arrived}
    assert sum(n for cell, n in cells if cell.figure == "received") == len(complaints)
    assert all(n > 0 for cell, n in cells if cell.figure != "open")
    queue = fed(case_queue.PROJECTION, [telling.arrived]).rows(case_queue.PROJECTION)
    assert sum(n for cell, n in cells if cell.figure == "open") == sum(row.is_open for row in queue)
    ended = sum(n for cell, n in cells if cell.figure in ENDINGS)
    assert ended == sum(not row.is_open for row in queue)


@settings(max_examples=100, deadline=None)
@given(telling=tellings())
def test_the_queue_shows_what_is_open_or_undecided_or_owed(telling: Telling) -> None:
    for row in fed(case_queue.PROJECTION, [telling.arrived]).rows(case_queue.PROJECTION):
        last = [one for one in telling.recorded if one.stream_id == row.complaint_id][-1]
        assert row.state == last.state
        assert row.is_shown == (row.is_open or row.needs_decision or row.is_owing)
        assert row.version == last.version
        running = [d for d in row.deadlines if d.party == "organisation"]
        assert row.next_due_at == (running[0].due_at if running else None)


@settings(max_examples=200, deadline=None)
@given(telling=tellings(longest=40))
def test_the_queue_agrees_with_the_complaint_that_decisions_are_taken_on(telling: Telling) -> None:
    complaints: dict[UUID, Complaint] = {}
    rows: dict[UUID, case_queue.Case] = {}
    for one in telling.recorded:
        of = one.stream_id
        complaints[of] = evolve(complaints.get(of), one)
        rows[of] = case_queue.fold(rows.get(of), one.changed(state=complaints[of].state))
    for of, complaint in complaints.items():
        row = rows[of]
        assert row.undecided == complaint.undecided
        assert (row.stage, row.round) == (complaint.stage, complaint.round)
        assert (row.is_acknowledged, row.handler) == (complaint.is_acknowledged, complaint.handler)
        assert (row.is_safety, row.is_open) == (complaint.is_safety, complaint.is_open)
        running = {id_ for id_, each in complaint.deadlines.items() if each.is_open}
        assert {deadline.deadline_id for deadline in row.deadlines} == running
