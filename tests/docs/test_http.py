"""The page of the API names every kind of problem with its status, and who is refused as such."""

import re
from pathlib import Path

import pytest

from services.api import document_problems, problems
from tests.golden.test_golden_refusals import refusals
from tests.house.modules import ROOT

PAGE = (Path(ROOT) / "docs" / "http.md").read_text()
KINDS = (*problems.KINDS, *document_problems.KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_problem_is_on_the_page(kind: problems.Kind) -> None:
    assert f"| {kind.status} | `{kind.name}` | {kind.title} |" in PAGE


def test_the_page_names_the_rules_that_somebody_else_is_not_held_to() -> None:
    (told,) = re.findall(r"\| 403 \| of a rule: ([^|]+) \|", PAGE)
    own = {kind.CODE for kind in refusals() if kind.is_for_another}
    assert set(re.findall(r"`(\w+)`", told)) == own
