"""docs/figures.md says what the code counts, and every figure stands on it."""

from typing import get_args

from projections.trends import FIGURES, Attribute, Figure
from services.cli.trends import ATTRIBUTES, GROUPS
from tests.docs.figures import PAGE

PAGE_TEXT = PAGE.read_text(encoding="utf-8")


def test_every_figure_and_every_grouping_is_told_once() -> None:
    assert [*FIGURES] == [*get_args(Figure)]
    assert {ATTRIBUTES[word] for word in GROUPS} == {*get_args(Attribute)}
    assert len(set(FIGURES.values())) == len(FIGURES)
    assert all(f"| `{name}` |" in PAGE_TEXT for name in (*FIGURES, *GROUPS))
