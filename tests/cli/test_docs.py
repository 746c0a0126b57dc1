"""docs/cli.md says what the command line does."""

import pytest

from services.cli.app import make_app
from services.cli.exits import MEANINGS, Exit
from tests.cli.reference import PAGE


@pytest.mark.parametrize("code", Exit)
def test_every_exit_code_has_its_meaning(code: Exit) -> None:
    """One sentence each."""
    assert MEANINGS[code].endswith(".")


def test_every_command_is_on_the_page() -> None:
    """Those that are not made from the registry, too."""
    page = PAGE.read_text(encoding="utf-8")
    app = make_app()
    for command in app.registered_commands:
        assert command.name is None or f"`{command.name}" in page, command.name
    for group in app.registered_groups:
        assert f"{group.name} " in page
