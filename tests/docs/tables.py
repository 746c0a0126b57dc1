"""Tables of Markdown."""

from collections.abc import Iterable, Sequence


def table(*heads: str, rows: Iterable[Sequence[str]]) -> str:
    """A table with these heads."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")
