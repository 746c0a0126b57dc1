"""The parts of docs/figures.md that are made from the code: `python -m tests.docs.figures`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from projections.trends import FIGURES
from services.cli.trends import ATTRIBUTES, GROUPS
from tests.docs.made import Made, with_parts

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"


def _table(*heads: str, rows: Iterable[Sequence[str]]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")


def _figures() -> str:
    rows = [(f"`{name}`", sentence) for name, sentence in FIGURES.items()]
    return _table("figure", "what it counts, and by which day", rows=rows)


def _groups() -> str:
    rows = [(f"`{name}`", f"`{ATTRIBUTES[name]}`", said) for name, said in GROUPS.items()]
    return _table("`--by`", "over HTTP", "which", rows=rows)


MADE: Made = {"figures": _figures, "groups": _groups}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
