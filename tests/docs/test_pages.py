"""`make docs` writes every page that has a part made from the code, and each is as it writes it."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES
from tests.house.modules import ROOT
from tests.stories.registry import PAGE as STORIES

DOCS = Path(ROOT) / "docs"
WITH_PARTS = [page for page in PAGES if page != STORIES]
"""The stories are held one by one, in tests/stories."""


@pytest.mark.parametrize("page", WITH_PARTS, ids=lambda page: page.name)
def test_the_page_is_what_the_code_makes_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert PAGES[page](text) == text, "run make docs"


def test_every_page_with_a_made_part_is_written_by_make_docs() -> None:
    made = {page for page in DOCS.glob("*.md") if ": made -->" in page.read_text("utf-8")}
    assert made == set(WITH_PARTS)
