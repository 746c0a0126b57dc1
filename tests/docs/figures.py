"""The parts of docs/figures.md that are made from the code."""

from pathlib import Path

from projections.trends import FIGURES
from services.cli.trends import ATTRIBUTES, GROUPS
from tests.docs.made import Made, with_parts
from tests.docs.tables import table

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"


def _figures() -> str:
    rows = [(f"`{name}`", sentence) for name, sentence in FIGURES.items()]
    return table("figure", "what it counts, and by which day", rows=rows)


def _groups() -> str:
    rows = [(f"`{name}`", f"`{ATTRIBUTES[name]}`", said) for name, said in GROUPS.items()]
    return table("`--by`", "over HTTP", "which", rows=rows)


MADE: Made = {"figures": _figures, "groups": _groups}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
