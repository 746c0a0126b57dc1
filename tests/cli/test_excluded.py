"""Who is excluded from a complaint reads nothing of it at the keyboard either (invariant 7)."""

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

READING = (
    *("show", "show --content", "history", "explain"),
    *("duplicates", "letter --kind final_response"),
)


@pytest.mark.parametrize("command", READING)
def test_invariant_7_who_is_excluded_reads_nothing_of_it(keyboard: Keyboard, command: str) -> None:
    """The refusal says what to do instead."""
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    keyboard.project()
    word, *more = command.split()
    keyboard.types(word, reference, *more)
    keyboard.types("exclude-staff", reference, "--ground", "related")
    told = keyboard.types(word, reference, *more, exit_code=1).stderr
    assert "somebody else" in told
