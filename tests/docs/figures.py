"""The parts of docs/figures.md that are made from the code: `python -m tests.docs.figures`."""

from collections.abc import Mapping
from pathlib import Path

from projections.trends import FIGURES
from services.cli.trends import GROUPS
from tests.docs.made import Made, with_parts

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"


def _table(head: str, told: str, sentences: Mapping[str, str]) -> str:
    rows = [f"| `{name}` | {sentence} |" for name, sentence in sentences.items()]
    return "\n".join([f"| {head} | {told} |", "|---|---|", *rows])


MADE: Made = {
    "figures": lambda: _table("figure", "what it counts, and by which day", FIGURES),
    "groups": lambda: _table("`--by`", "which", GROUPS),
}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
