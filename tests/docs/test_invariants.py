"""docs/invariants.md has every invariant that is cited, and each is borne by a test."""

import pytest

from tests.docs.citations import linked
from tests.docs.invariants import ALL, PAGE, bearing, cited
from tests.house.modules import MODULES

PAGE_TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", ALL)
def test_each_invariant_is_told_and_borne(number: int) -> None:
    assert f"\n## Invariant {number}\n\n**" in PAGE_TEXT
    assert [*bearing(number)]


def test_what_the_code_cites_is_on_the_page() -> None:
    numbers = {one for module in MODULES.values() for one in cited("\n".join(module.lines))}
    assert numbers
    assert numbers <= set(ALL)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("goes on (4.7; invariant 7).", "goes on (4.7; [invariant 7](invariants.md#invariant-7))."),
        ("(invariants 12\nand 18)", "([invariants 12](invariants.md#invariant-12)\nand "
         "[18](invariants.md#invariant-18))"),
        ("every invariant", "every invariant"),
    ],
)  # fmt: skip
def test_a_citation_leads_to_what_it_says(said: str, expected: str) -> None:
    assert linked(said) == expected
