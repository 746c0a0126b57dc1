"""Documents at the keyboard: attached as files, written to files, refused in one sentence."""

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Keyboard
from tests.cli.test_handling import logged

pytestmark = pytest.mark.servers

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"
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


def test_in_a_folder_it_bears_its_title_and_the_ending_of_its_kind(
    keyboard: Keyboard, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, folder = logged(keyboard), tmp_path / "saved"
    document = attached(keyboard, reference, letter, "--title", "../invoice\u202efdp.exe")
    folder.mkdir()
    told = keyboard.types("document", reference, document, "--out", str(folder))
    assert (folder / "invoice fdp.exe.pdf").read_bytes() == PDF
    assert "invoice fdp.exe.pdf" in told.stderr
    monkeypatch.chdir(folder)
    keyboard.types("document", reference, document, exit_code=2)
    (folder / "invoice fdp.exe.pdf").unlink()
    keyboard.types("document", reference, document)
    assert [file.name for file in folder.iterdir()] == ["invoice fdp.exe.pdf"]


def test_the_ending_of_a_file_tells_its_type_on_every_machine(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    reference = logged(keyboard)
    contents = {"a.md": b"# x", "b.WAV": b"RIFF\0\0\0\0WAVE", "c.msg": OLE, "d.xls": b"a,b\n"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        keyboard.types("attach", reference, str(tmp_path / name))
    kinds = [one["media_type"] for one in keyboard.json("show", reference)["documents"]]
    assert kinds == ["text/plain", "audio/wav", "application/vnd.ms-outlook", "text/csv"]


def test_a_charset_is_told_with_the_text(keyboard: Keyboard, tmp_path: Path) -> None:
    reference, file = logged(keyboard), tmp_path / "n.txt"
    file.write_bytes("straße".encode("cp1252"))
    keyboard.types("attach", reference, str(file), "--charset", "windows-1252")
    (document,) = keyboard.json("show", reference)["documents"]
    assert document["charset"] == "windows-1252"


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
