"""A fingerprint tells a row or a fold that changed, and nothing that changes no figure."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest

from adapters.postgres.views.fingerprint import fingerprint
from projections import case_queue
from projections._kit import Projection

NUMBERS = count(1)
WRITTEN = '''"""Notes of each complaint."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from projections._kit import Records


@dataclass(frozen=True, slots=True)
class Row:
    complaint_id: Annotated[UUID, "The complaint."]
    count: Annotated[int, "Its events."]


def fold(row, recorded):
    """One more."""
    return Row(recorded.stream_id, row.count + 1 if row else 1)  # of any type


PROJECTION = Records(name="counted", version=1, question="How many?", row=Row, fold=fold)
'''
Made = Callable[[str], str]


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """The fingerprint of a projection that is written so."""
    monkeypatch.syspath_prepend(tmp_path)
    names = []

    def made(source: str) -> str:
        names.append(f"written_{next(NUMBERS)}")
        (tmp_path / f"{names[-1]}.py").write_text(source)
        projection: Projection = import_module(names[-1]).PROJECTION
        return fingerprint(projection)

    yield made
    for name in names:
        del sys.modules[name]


@pytest.mark.parametrize(
    "now",
    [
        WRITTEN.replace("  # of any type", ""),
        WRITTEN.replace("One more.", "The row with one more event."),
        WRITTEN.replace('"""Notes of each complaint."""\n\n', "# Counted.\n"),
        WRITTEN.replace("row.count + 1 if", "\n        row.count + 1\n        if"),
    ],
    ids=["comment", "docstring", "of the module", "lines"],
)
def test_what_changes_no_figure_leaves_it(of: Made, now: str) -> None:
    assert now != WRITTEN
    assert of(now) == of(WRITTEN)


@pytest.mark.parametrize(
    ("before", "after"),
    [("row.count + 1", "row.count + 2"), ("count: Annotated[int,", "count: Annotated[int | None,")],
    ids=["fold", "column"],
)
def test_a_fold_or_a_row_that_changed_changes_it(of: Made, before: str, after: str) -> None:
    assert of(WRITTEN.replace(before, after)) != of(WRITTEN)


def test_what_the_fold_is_made_of_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.__wrapped__(case_queue.PROJECTION)
    assert before == fingerprint(case_queue.PROJECTION)
    monkeypatch.setattr("adapters.postgres.views.fingerprint.PACKAGE", "nothing.")
    assert fingerprint.__wrapped__(case_queue.PROJECTION) != before
