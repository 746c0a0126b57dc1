"""Documents in a folder: whole or not there, for nobody else to read, found by their digest."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from adapters.documents import DocumentMissing, DocumentsAway
from adapters.documents import folder as folder_module
from adapters.documents.folder import DocumentFolder

CONTENT = b"ciphertext" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> DocumentFolder:
    return DocumentFolder(tmp_path / "documents")


def kept(folder: DocumentFolder) -> None:
    incoming = folder.incoming()
    incoming.write(CONTENT[:10])
    incoming.write(CONTENT[10:])
    incoming.keep(SHA256)
    incoming.drop()


def test_what_is_kept_is_found_by_its_digest(folder: DocumentFolder) -> None:
    kept(folder)
    with folder.open(SHA256) as file:
        assert file.read() == CONTENT
    assert (folder.path / SHA256[:2] / SHA256[2:]).is_file()
    assert list(folder.digests()) == [SHA256]
    assert list(folder.unfinished()) == []


def test_what_is_not_kept_is_never_found(folder: DocumentFolder) -> None:
    incoming = folder.incoming()
    incoming.write(CONTENT)
    assert list(folder.digests()) == []
    assert len(list(folder.unfinished())) == 1
    incoming.drop()
    assert list(folder.unfinished()) == []
    with pytest.raises(DocumentsAway, match="no document lies there"):
        folder.open(SHA256)
    kept(folder)
    with pytest.raises(DocumentMissing, match="PLAINT_DOCUMENTS"):
        folder.open("0" * 64)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_any_document_is_away_and_damaged_none(
    folder: DocumentFolder, is_there: bool
) -> None:
    """Such as one that is not mounted: whatever was ever kept leaves a trace."""
    kept(folder)
    assert folder.remove(SHA256)
    with pytest.raises(DocumentMissing):
        folder.open(SHA256)
    folder.path.rename(folder.path.with_name("elsewhere"))
    if is_there:
        folder.path.mkdir()
    with pytest.raises(DocumentsAway):
        folder.open(SHA256)


def test_nobody_else_may_look(folder: DocumentFolder) -> None:
    before = os.umask(0)
    try:
        kept(folder)
    finally:
        os.umask(before)
    for path in (folder.path, *folder.path.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_what_is_removed_is_gone_once(folder: DocumentFolder) -> None:
    kept(folder)
    assert folder.remove(SHA256)
    assert not folder.remove(SHA256)
    assert list(folder.digests()) == []


def test_keeping_the_same_twice_does_no_harm(folder: DocumentFolder) -> None:
    kept(folder)
    kept(folder)
    assert list(folder.digests()) == [SHA256]


@pytest.mark.parametrize("word", ["../../etc/passwd", "AB" * 32, "", "ab/" + "c" * 61])
def test_nothing_but_a_digest_names_a_document(folder: DocumentFolder, word: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        folder.open(word)


def test_a_folder_that_is_not_there_is_empty(folder: DocumentFolder) -> None:
    assert list(folder.digests()) == []
    assert list(folder.unfinished()) == []


def test_a_full_folder_is_away_and_leaves_nothing_unfinished(
    folder: DocumentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(dir: Path) -> tuple[int, str]:
        (dir / "begun").touch()
        return os.open("/dev/full", os.O_WRONLY), str(dir / "begun")

    monkeypatch.setattr(folder_module, "mkstemp", full)
    monkeypatch.setattr(folder_module, "give_to_owner", lambda *_: None)
    incoming = folder.incoming()
    incoming.write(b"short, so that it is written at the end")
    with pytest.raises(DocumentsAway, match="No space left"):
        incoming.keep(SHA256)
    incoming.drop()
    assert list(folder.unfinished()) == []


def test_a_folder_in_which_nothing_can_be_made_or_read_is_away(folder: DocumentFolder) -> None:
    folder.path.write_text("no folder")
    for attempt in (folder.incoming, lambda: folder.open(SHA256), lambda: folder.remove(SHA256)):
        with pytest.raises(DocumentsAway, match=str(folder.path)):
            attempt()
