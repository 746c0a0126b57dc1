"""A second person at the same machine acts by their own key, over HTTP, as that person."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import _keyboard, _publish
from tests.cli.offices import Office, serving
from tests.cli.test_same_over_http import steady
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers

READING = (
    "queue",
    "show {}",
    "show {} --version 1",
    "show {} --content",
    "history {}",
    "explain {}",
    "trends",
    "trends --by category --only product=none --only product=bicycle",
    "trends --by channel --only channel=other --only channel=none --only timely=no",
    "projections",
    "duplicates {}",
)


@pytest.fixture(scope="module")
def office(postgres: Cluster) -> Iterator[Office]:
    more = {"policy": "iso10002_default", "zone": "Europe/London"}
    with postgres.databases() as database, _keyboard(database, **more) as keyboard:
        asyncio.run(_publish(keyboard.settings))
        with serving(keyboard) as made:
            for role in ("handler", "approver"):
                made.new_key(role, "--role", role)
            yield made


def test_the_second_person_approves_what_the_first_proposed(office: Office) -> None:
    """The refusal names this way; the record names two persons."""
    reference = office.proposed()
    told = office.keyboard.types("approve-decision", reference, "--as", "approver", exit_code=1)
    assert "plaint --key @FILE approve-decision" in " ".join(told.stderr.split())
    assert "is DECIDED" in office.types("approver", "approve-decision", reference).stdout
    office.keyboard.project()
    entries = office.json("approver", "history", reference)["entries"]
    by = {one["type"]: one["actor_id"] for one in entries}
    assert by["DecisionApproved"] != by["DecisionProposed"]


def test_the_same_person_with_another_key_does_not(office: Office) -> None:
    reference = office.proposed()
    office.new_key("mine", "--for", "me", "--role", "approver")
    assert "own" in office.types("mine", "approve-decision", reference, exit_code=1).stderr


@pytest.fixture(scope="module")
def reference(office: Office) -> str:
    told = str(office.keyboard.json("log", "--narrative", "It exploded")["reference"])
    office.keyboard.project()
    return told


@pytest.mark.parametrize("words", READING)
def test_what_is_read_is_what_the_keyboard_reads(
    office: Office, reference: str, words: str
) -> None:
    """For people and for programs, but for what the moment, or the role, makes of it."""
    asked = words.format(reference).split()
    assert steady(office.json("handler", *asked)) == steady(office.keyboard.json(*asked))
    if words != "projections":
        assert office.types("handler", *asked).stdout == office.keyboard.types(*asked).stdout


def test_commands_take_ids_parts_and_other_complaints_as_ever(
    office: Office, reference: str
) -> None:
    """An issue by its number, an id by its first characters, a complaint by its reference."""
    other = office.json("handler", "log", "--narrative", "So did the toaster")["reference"]
    office.keyboard.project()
    office.types("handler", "set-issue-aside", reference, "--issue-id", "7", exit_code=2)
    office.types(
        "handler", "link-complaint", reference, "--link", "same_cause", "--other-id", other
    )
    again = ("add-note", reference, "--note", "@-", "--key", "n1")
    office.keyboard.types("--key", f"@{office.keys['handler']}", *again, stdin="A note")
    told = office.keyboard.types(
        "--key", f"@{office.keys['handler']}", *again, stdin="A note"
    ).stdout
    assert "recorded before" in told


def test_documents_and_letters_go_the_same_way(
    office: Office, reference: str, tmp_path: Path
) -> None:
    file, back = tmp_path / "their letter.txt", tmp_path / "back"
    file.write_text("Dear sirs")
    title = ("--title", "Ihr Brief vom 3. März", "--occurred", "2026-03-03")
    office.types("handler", "attach", reference, str(file), *title)
    office.keyboard.project()
    (document,) = office.json("handler", "show", reference)["documents"]
    word = document["document_id"][:8]
    office.types("handler", "document", reference, word, "--out", str(back))
    assert back.read_text() == "Dear sirs"
    assert back.stat().st_mode & 0o777 == 0o600
    assert "Plaint" not in office.types("handler", "letter", reference, "--kind", "update").stderr


def test_mine_is_the_persons_and_not_the_keyboards(office: Office, reference: str) -> None:
    office.types("handler", "assign", reference)
    office.keyboard.project()
    assert [one["reference"] for one in office.json("handler", "queue", "--mine")["rows"]] == [
        reference
    ]
    mine = [one["reference"] for one in office.keyboard.json("queue", "--mine")["rows"]]
    assert reference not in mine


@pytest.mark.parametrize("words", ["key list", "policy list", "status", "check", "backup x", "up"])
def test_what_works_on_the_folder_itself_says_so(office: Office, words: str) -> None:
    assert "leave --key out" in office.types("handler", *words.split(), exit_code=2).stderr


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("show", "C-00000000T"), 4, "reference"),
        (("add-note", "{}", "--note", "x", "--if-version", "1"), 5, "version"),
        (("show", "{}", "--as", "approver"), 2, "--as"),
        (("recount-deadlines", "{}"), 1, "may not"),
        (("add-note", "{}", "--note", "x", "--key", "@other.key"), 2, "before the command"),
        (("exclude-staff", "{}", "--ground", "related"), 2, "--yes"),
    ],
)
def test_refusals_end_as_at_the_keyboard(
    office: Office, reference: str, words: tuple[str, ...], exit_code: int, said: str
) -> None:
    asked = [word.format(reference) for word in words]
    assert said in office.types("handler", *asked, exit_code=exit_code).stderr


def test_a_key_is_read_from_a_file_and_sent_to_nobody_else(
    office: Office, reference: str, tmp_path: Path
) -> None:
    """A typed key is refused; so is a file without one, and a folder whose API does not run."""
    typed = office.keys["handler"].read_text().strip()
    told = office.keyboard.types("--key", typed, "show", reference, exit_code=2)
    assert typed not in told.stderr
    empty = tmp_path / "empty"
    empty.write_text("no key\n")
    office.keyboard.types("--key", f"@{empty}", "show", reference, exit_code=2)
    noted = office.folder.read_run()
    office.folder.write_run({**noted, "parts": {}})
    assert "plaint up" in office.types("handler", "show", reference, exit_code=3).stderr
    office.folder.write_run(noted)


def test_a_key_that_ended_says_so(office: Office, reference: str) -> None:
    office.new_key("ended", "--role", "handler")
    prefix = office.keys["ended"].read_text().split("_")[1]
    office.keyboard.types("key", "replace", prefix)
    assert "was replaced" in office.types("ended", "show", reference, exit_code=1).stderr
