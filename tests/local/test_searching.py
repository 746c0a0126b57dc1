"""A search through the files of a server that works finds what is renamed while it searches."""

from pathlib import Path

import pytest

from tests.e2e.searching import in_files

HIDDEN = "to be found"


@pytest.mark.parametrize("first_read", ["a", "b"])
def test_a_file_renamed_and_a_folder_removed_meanwhile_hide_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_read: str
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(HIDDEN if name != first_read else "")
    (tmp_path / "gone").mkdir()
    read = Path.read_bytes

    def meanwhile(path: Path) -> bytes:
        for name in {"a", "b"} - {first_read}:
            if (tmp_path / name).exists():
                (tmp_path / name).rename(tmp_path / "renamed")
                (tmp_path / "gone").rmdir()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", meanwhile)
    assert in_files(tmp_path, [HIDDEN, "never there"]) == {HIDDEN}
    assert in_files(tmp_path / "renamed", [HIDDEN]) == {HIDDEN}
    assert in_files(tmp_path / "gone", [HIDDEN]) == set()
