"""The numbers of invariants in a text that is made from the code, as links to what they say."""

import re

CITED = re.compile(r"\b(invariants?)(\s+)(\d+)(?:(\s+and\s+)(\d+))?")


def linked(text: str) -> str:
    """The text; what it cites as ``invariant 7`` leads to docs/invariants.md."""
    return CITED.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    word, space, first, between, second = found.groups()
    rest = f"{between}[{second}](invariants.md#invariant-{second})" if second else ""
    return f"[{word}{space}{first}](invariants.md#invariant-{first}){rest}"
