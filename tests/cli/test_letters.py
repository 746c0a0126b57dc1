"""Letters at the keyboard: shown, written to a file, sent in one go."""

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Keyboard
from tests.cli.test_handling import logged

pytestmark = pytest.mark.servers

RECEIVE = ("receive", "--narrative", "Cold soup", "--complainant", "name=Jo Bloggs")


def received(keyboard: Keyboard, *more: str) -> str:
    """The reference of a complaint that nobody has acknowledged."""
    reference = keyboard.json(*RECEIVE, *more)["reference"]
    assert isinstance(reference, str)
    return reference


def test_a_letter_is_shown_as_it_would_be_and_nothing_is_recorded(keyboard: Keyboard) -> None:
    reference = received(keyboard)
    told = keyboard.types("letter", reference, "--kind", "acknowledgement").stdout
    assert "Dear Jo Bloggs" in told
    assert "takes no legal right away from you" in told
    assert keyboard.json("show", reference)["documents"] == []


def test_its_language_may_be_told(keyboard: Keyboard, tmp_path: Path) -> None:
    reference, out = received(keyboard), tmp_path / "brief.txt"
    keyboard.types(
        "letter", reference, "--kind", "acknowledgement", "--lang", "de", "--out", str(out)
    )
    assert "Guten Tag Jo Bloggs" in out.read_text()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_sent_it_is_recorded_and_kept_and_can_be_read_again(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    reference = received(keyboard, "--reply-language", "de")
    shown = keyboard.types("letter", reference, "--kind", "acknowledgement", "--send").stdout
    assert "Guten Tag Jo Bloggs" in shown
    assert "ComplaintAcknowledged" in shown
    (document,) = keyboard.json("show", reference)["documents"]
    assert (document["template_code"], document["language"]) == ("plaint_acknowledgement", "de")
    out = tmp_path / "copy.txt"
    keyboard.types("document", reference, document["document_id"][:6], "--out", str(out))
    assert "Jo Bloggs" in out.read_text()


def test_a_letter_that_the_rules_refuse_is_not_kept(keyboard: Keyboard) -> None:
    reference = logged(keyboard)
    told = keyboard.types("letter", reference, "--kind", "acknowledgement", "--send", exit_code=1)
    assert "acknowledged once" in told.stderr
    assert keyboard.json("show", reference)["documents"] == []


def test_a_language_without_a_template_is_told(keyboard: Keyboard) -> None:
    reference = received(keyboard)
    told = keyboard.types("letter", reference, "--kind", "update", "--lang", "fr", exit_code=2)
    assert "choose one of de, en" in told.stderr


def test_a_final_response_tells_findings_and_recourse_and_answers_the_complaint(
    keyboard: Keyboard,
) -> None:
    reference = logged(keyboard)
    for words in (
        ("open-investigation",),
        ("record-finding", "--finding", "partly_upheld"),
        ("propose-decision", "--remedy", "kind=refund,money=12.50 GBP"),
        ("approve-decision",),
    ):
        keyboard.types(words[0], reference, *words[1:])
    recourse = ("--recourse", "kind=external,body=energy_ombudsman,until=2099-12-31")
    told = keyboard.types(
        *("letter", reference, "--kind", "final_response", "--send", "--text", "We are sorry."),
        *recourse,
    ).stdout
    for part in (
        *("we uphold this point in part", "refund of 12.50 GBP", "We are sorry."),
        *("energy ombudsman", "31 December 2099", "takes no legal right away"),
    ):
        assert part in told
    shown = keyboard.json("show", reference)
    assert shown["state"] == "RESPONDED"
    assert shown["documents"][0]["template_code"] == "plaint_final_response"
