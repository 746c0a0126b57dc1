"""Who asks the views does not wait until the rules of handling and the broker's client are read."""

import pytest

from tests.cli.conftest import Keyboard
from tests.house.imported import COMMAND_LINE, HEAVY, imported_by

pytestmark = pytest.mark.servers
NEEDED = {"cryptography", "psycopg", "pydantic"}


@pytest.mark.parametrize("command", ("queue", "trends", "projections"))
def test_a_reading_command_imports_no_rule_of_handling(keyboard: Keyboard, command: str) -> None:
    keyboard.project()
    found = imported_by(*COMMAND_LINE, command, environment=keyboard.environment)
    assert "services.queries.view_questions" in found
    assert not (HEAVY - NEEDED) & found
    assert not {"domain.next_steps", "domain.complaint.deciders"} & found
