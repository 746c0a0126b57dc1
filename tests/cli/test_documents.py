"""Documents at the keyboard: attached as files, written to files, refused in one sentence."""

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Keyboard
from tests.cli.test_handling import logged

pytestmark = pytest.mark.servers

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 600


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "A letter.pdf"
    path.write_bytes(PDF)
    return path


def attached(keyboard: Keyboard, reference: str, file: Path, *more: str) -> str:
    """The id of a document that was just attached."""
    keyboard.types("attach", reference, str(file), *more)
    documents = keyboard.json("show", reference)["documents"]
    found = documents[-1]["document_id"]
    assert isinstance(found, str)
    return found


def test_a_file_is_attached_and_written_again(
    keyboard: Keyboard, letter: Path, tmp_path: Path
) -> None:
    reference = logged(keyboard)
    document = attached(keyboard, reference, letter, "--title", "Their letter")[:8]
    out = tmp_path / "copy.pdf"
    told = keyboard.types("document", reference, document, "--out", str(out))
    assert out.read_bytes() == PDF
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "octets written" in told.stderr
    assert "Their letter" in keyboard.types("show", reference, "--content").stdout


def test_a_file_that_is_there_is_not_written_over(keyboard: Keyboard, letter: Path) -> None:
    reference = logged(keyboard)
    document = attached(keyboard, reference, letter)
    keyboard.types("document", reference, document, "--out", str(letter), exit_code=2)
    assert letter.read_bytes() == PDF


def test_it_goes_to_standard_output_where_that_is_asked(keyboard: Keyboard, letter: Path) -> None:
    reference = logged(keyboard)
    document = attached(keyboard, reference, letter)
    told = keyboard.types("document", reference, document, "--out", "-")
    assert told.stdout_bytes == PDF


def test_a_repetition_with_a_key_attaches_once(keyboard: Keyboard, letter: Path) -> None:
    reference = logged(keyboard)
    first = keyboard.json("attach", reference, str(letter), "--key", f"k-{reference}")
    again = keyboard.json("attach", reference, str(letter), "--key", f"k-{reference}")
    assert (first["is_repeat"], again["is_repeat"]) == (False, True)
    assert len(keyboard.json("show", reference)["documents"]) == 1


def test_a_name_that_tells_no_type_needs_one_to_be_said(keyboard: Keyboard, tmp_path: Path) -> None:
    reference, file = logged(keyboard), tmp_path / "letter"
    file.write_bytes(PDF)
    told = keyboard.types("attach", reference, str(file), exit_code=2)
    assert "--media-type" in told.stderr
    keyboard.types("attach", reference, str(file), "--media-type", "application/pdf")


def test_content_that_is_not_what_it_is_called_is_refused(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    reference, file = logged(keyboard), tmp_path / "photo.png"
    file.write_bytes(PDF)
    told = keyboard.types("attach", reference, str(file), exit_code=2)
    assert "not of the type image/png" in told.stderr
    assert keyboard.json("show", reference)["documents"] == []


def test_removed_content_cannot_be_written_any_more(
    keyboard: Keyboard, letter: Path, tmp_path: Path
) -> None:
    reference = logged(keyboard)
    document = attached(keyboard, reference, letter)
    keyboard.types(
        "remove-sealed-content", reference, "--document-id", document, "--ground", "wrong_person"
    )
    out = tmp_path / "copy.pdf"
    told = keyboard.types("document", reference, document, "--out", str(out), exit_code=4)
    assert "removed by order" in told.stderr
    assert not out.exists()


def test_a_document_of_another_complaint_is_not_found(
    keyboard: Keyboard, letter: Path, tmp_path: Path
) -> None:
    document = attached(keyboard, logged(keyboard), letter)
    out = str(tmp_path / "x")
    keyboard.types("document", logged(keyboard), document, "--out", out, exit_code=1)
