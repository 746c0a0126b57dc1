"""To who is excluded from it a complaint is not there at the keyboard either (invariant 7)."""

from uuid import uuid4

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

NOBODYS = str(uuid4())
READING = (
    *("show", "show --content", "history", "explain"),
    *("duplicates", "letter --kind final_response"),
)


@pytest.mark.parametrize("command", READING)
def test_invariant_7_who_is_excluded_reads_nothing_of_it(keyboard: Keyboard, command: str) -> None:
    """The refusal is that of a complaint that does not exist."""
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    keyboard.project()
    word, *more = command.split()
    keyboard.types(word, reference, *more)
    keyboard.types("exclude-staff", reference, "--ground", "related")
    told = keyboard.types(word, reference, *more, exit_code=4).stderr.splitlines()
    assert told[-1] == keyboard.types(word, NOBODYS, *more, exit_code=4).stderr.splitlines()[-1]
    keyboard.project()
    assert not [row for row in keyboard.json("queue")["rows"] if row["reference"] == reference]
