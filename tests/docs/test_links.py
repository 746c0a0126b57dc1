"""The pages lead somewhere: every link to a file or a heading of this tree is good."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.modules import ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
MEASURED = {ROOT / "docs" / name for name in ("performance.md", "growth.md")}
"""Written by `make bench` and `make growth`: there is none where nobody has measured yet."""
FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)


def headings(page: Path) -> set[str]:
    """The anchors of a page, made of its headings as GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def broken(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        is_there = target.exists() or target in MEASURED
        if not is_there or (anchor and anchor not in headings(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One, and two\n[a](#one-and-two) [b](#three) [c](none.md) [d](page.md)\n")
    assert list(broken(page)) == ["#three", "none.md"]


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    listed = set(LINK.findall(index))
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {
        name for name in pages if not any(link.split("#")[0] == name for link in listed)
    } == set()
