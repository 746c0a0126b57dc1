"""To who is excluded from it a complaint is not there at the keyboard either (invariant 7)."""

import json
from pathlib import Path
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
    """The refusal is that of a complaint that does not exist, and the log of reads has both."""
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    keyboard.project()
    word, *more = command.split()
    keyboard.types(word, reference, *more)
    keyboard.types("exclude-staff", reference, "--ground", "related", "--yes")
    told = keyboard.types(word, reference, *more, exit_code=4).stderr.splitlines()
    log = Path(keyboard.environment["PLAINT_DATA"], "log", "reads.log")
    read, refused = (json.loads(line) for line in log.read_text().splitlines()[-2:])
    assert refused["event"] == "read.refused"
    for line in (read, refused):
        assert (line["part"], line["command"]) == ("keyboard", word)
    assert told[-1] == keyboard.types(word, NOBODYS, *more, exit_code=4).stderr.splitlines()[-1]
    keyboard.project()
    assert not [row for row in keyboard.json("queue")["rows"] if row["reference"] == reference]


def test_who_would_shut_themselves_out_is_asked_first(keyboard: Keyboard) -> None:
    """Where nobody can be asked it is refused; whoever names another is not asked."""
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    asked = ("exclude-staff", reference, "--ground", "related")
    version = keyboard.json("show", reference)["fold_of"]["version"]
    assert "--yes" in keyboard.types(*asked, exit_code=2).stderr
    another = ("--staff", str(uuid4()), "--as", "management_representative")
    keyboard.types(*asked, *another)
    assert keyboard.json("show", reference)["fold_of"]["version"] == version + 1


@pytest.mark.parametrize(("said", "exit_code"), [("n\n", 1), ("y\n", 0)])
def test_the_answer_at_a_terminal_decides(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch, said: str, exit_code: int
) -> None:
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    monkeypatch.setattr("services.cli.asking_first.can_be_asked", lambda: True)
    asked = ("exclude-staff", reference, "--ground", "related")
    keyboard.types(*asked, stdin=said, exit_code=exit_code)
    keyboard.types("show", reference, exit_code=0 if exit_code else 4)
