"""The parts of docs/lifecycle.md that are made from the code."""

from pathlib import Path

from tests.docs.commands_listed import commands
from tests.docs.made import Made, with_parts
from tests.docs.picture import picture, table
from tests.docs.policy_listed import policy_format
from tests.docs.transitions import transitions, unmoving

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def others() -> str:
    """The events that leave the state as it is."""
    return ", ".join(f"`{name}`" for name in sorted(unmoving())) + "."


MADE: Made = {
    "picture": lambda: picture(transitions()),
    "transitions": lambda: table(transitions()),
    "others": others,
    "commands": commands,
    "policy": policy_format,
}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
