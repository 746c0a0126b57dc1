"""The kit on its own: columns, shapes, batches, cursors, statistics."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

import orjson
import pytest

from domain.complaint.events import DeadlineSet
from projections._kit import Page, Records, Undescribed, changed, columns_of
from projections._kit.admitting import Hole, admit
from projections._kit.applied import Arrived
from projections._kit.columns import as_json, row_of, values_of
from projections._kit.questions import BadCursor, cursor, place_after
from projections._kit.statistics import Share, Spread, share, spread, stock
from projections.audit_trail.phrasing import sentence
from projections.audit_trail.sentences import SENTENCES
from tests.support.golden import example
from tests.support.histories import named


@dataclass(frozen=True, slots=True)
class Part:
    id: UUID
    at: datetime | None
    on: date


@dataclass(frozen=True, slots=True)
class Row:
    complaint_id: Annotated[UUID, "The complaint."]
    kind: Annotated[Literal["a", "b"], "A word."]
    count: Annotated[int | None, "A number."]
    at: Annotated[datetime, "An instant."]
    parts: Annotated[tuple[Part, ...], "Some parts."]


@dataclass(frozen=True)
class Wide:
    complaint_id: Annotated[UUID, "The complaint."]
    count: Annotated[int, "A number."] = 1


WIDE = Wide(named("complaint"))
ROW = Row(
    named("complaint"),
    "a",
    None,
    datetime(2026, 3, 5, tzinfo=UTC),
    (Part(named("part"), None, date(2026, 3, 5)),),
)


def test_columns_follow_from_the_types() -> None:
    assert [(c.name, c.kind, c.is_optional) for c in columns_of(Row)] == [
        ("complaint_id", "uuid", False),
        ("kind", "text", False),
        ("count", "integer", True),
        ("at", "instant", False),
        ("parts", "nested", False),
    ]


def test_a_changed_row_is_what_replacing_gives_and_leaves_the_first_as_it_was() -> None:
    before = replace(WIDE)
    after = changed(WIDE, {"count": 2})
    assert after == replace(WIDE, count=2) and hash(after) == hash(replace(WIDE, count=2))
    assert before == WIDE and type(after) is Wide


def test_a_row_is_not_changed_in_a_column_that_it_does_not_have() -> None:
    with pytest.raises(TypeError, match=r"Wide has no {'cuont'}"):
        changed(WIDE, {"cuont": 2})


def test_a_row_comes_apart_and_together_again() -> None:
    *values, parts = values_of(Row)(ROW)
    held = as_json(parts)
    assert orjson.loads(held) == [{"id": str(named("part")), "at": None, "on": "2026-03-05"}]
    assert row_of(Row)((*values, held)) == ROW


def test_nested_values_that_are_alike_are_read_once() -> None:
    *values, parts = values_of(Row)(ROW)
    *_, one = values_of(Row)(row_of(Row)((*values, as_json(parts))))
    *_, other = values_of(Row)(row_of(Row)((*values, as_json(parts))))
    assert one is other


def test_a_column_without_a_sentence_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Silent:
        complaint_id: UUID

    with pytest.raises(Undescribed, match=r"Silent\.complaint_id needs one sentence"):
        columns_of(Silent)


def test_a_type_that_no_column_can_hold_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Strange:
        complaint_id: Annotated[UUID, "The complaint."]
        share: Annotated[float, "A share."]

    with pytest.raises(TypeError, match="no column can hold"):
        columns_of(Strange)


def test_a_key_that_is_not_of_one_complaint_is_refused() -> None:
    with pytest.raises(TypeError, match="begin with complaint_id"):
        Records(name="x", version=1, question="x.", row=Row, fold=lambda row, _: row, key=("kind",))


def test_a_cursor_brings_back_the_place_and_nothing_else_does() -> None:
    page = Page(view="x", row=Row, order=("at", "complaint_id"))
    word = cursor(page, ROW)
    assert place_after(word, Row, page.order) == (ROW.at, ROW.complaint_id)
    for other in (
        "",
        "x",
        word[:-4],
        "bnVsbA",
        cursor(Page(view="x", row=Row, order=("at",)), ROW),
    ):
        with pytest.raises(BadCursor, match="first page"):
            place_after(other, Row, page.order)


def arriving(position: int, prevposition: int, slice_: int = 0) -> Arrived:
    return Arrived(
        slice=slice_,
        position=position,
        prevposition=prevposition,
        stream_id=named("x"),
        trouble="-",
    )


def test_what_follows_a_hole_waits_in_its_slice_only() -> None:
    batch = [arriving(1, 0), arriving(2, 0, 1), arriving(7, 5), arriving(8, 7), arriving(9, 2, 1)]
    admitted = admit(batch, {0: 0, 1: 0})
    assert [one.position for one in admitted.events] == [1, 2, 9]
    assert admitted.holes == (Hole(0, 1, 7),)


def test_a_repeat_may_reach_back_behind_the_mark() -> None:
    batch = [arriving(3, 1), arriving(5, 3), arriving(8, 5)]
    assert [one.position for one in admit(batch, {0: 5}).events] == [8]


def test_percentiles_are_interpolated() -> None:
    assert spread([(1, 1), (2, 1), (10, 2)]) == Spread(
        n=4, median=6.0, p90=10.0, mean=5.75, minimum=1, maximum=10
    )
    assert spread([(0, 9), (10, 1)]).p90 == 1.0
    assert spread([(-1, 1)]) == Spread(n=1, median=-1, p90=-1, mean=-1, minimum=-1, maximum=-1)
    assert spread([]) == Spread(n=0)


def test_a_share_leaves_out_what_nobody_knows() -> None:
    assert share([(True, 595), (False, 2534), (None, 57)]) == Share(595, 3129)
    assert Share(595, 3129).percent == pytest.approx(19.0157, abs=1e-4)
    assert share([(None, 3)]).percent is None


def test_a_stock_is_summed_over_the_days_that_are_known() -> None:
    steps = [(date(2026, 3, 5), -1), (date(2026, 3, 2), 2), (None, 7)]
    assert stock(steps) == [(date(2026, 3, 2), 2), (date(2026, 3, 5), 1)]


def test_a_sentence_tells_why_a_due_date_was_set_anew_and_nothing_where_it_was_not() -> None:
    shown = example(DeadlineSet)
    because = {
        "corrected": "a fact that it rests on was corrected",
        "product_known": "the product became known",
        None: None,
    }
    for ground, reason in because.items():
        told = sentence(SENTENCES["DeadlineSet"], shown.model_copy(update={"ground_code": ground}))
        assert ("set anew because" in told) is (reason is not None)
        assert reason is None or f"; set anew because {reason};" in told
