"""The archive of a server of ours: what it takes, what it gives back, what it refuses."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.local.account import account_for
from adapters.local.archive import (
    Archive,
    ArchiveBroken,
    keep_archive,
    kept_archive,
    segment_name,
    segment_number,
)
from adapters.local.folder import FolderRefused
from adapters.local.postgres_server import PostgresServer
from adapters.postgres.archiving import Archiver, ArchiveStuck

SEGMENTS = [f"00000001000000000000000{digit}" for digit in "3456"]


@pytest.fixture
def server(folder: Path) -> Iterator[PostgresServer]:
    found = PostgresServer(folder / "postgres", secrets=folder / "secrets", run_as=None)
    yield found
    found.stop()


def archive_of(folder: Path, *names: str) -> Archive:
    archive = folder / "wal"
    archive.mkdir()
    for name in names:
        (archive / f"{name}.gz").touch()
    return Archive(archive)


def test_segments_are_numbered_across_the_end_of_a_log() -> None:
    assert segment_number("0000000100000002000000FF") + 1 == segment_number(
        "000000010000000300000000"
    )
    assert segment_name("00000001", 3 * 256) == "000000010000000300000000"


def test_an_archive_without_a_hole_reaches_its_last_segment(tmp_path: Path) -> None:
    others = ("00000002.history", f"{SEGMENTS[1]}.00000028.backup")
    archive = archive_of(tmp_path, *SEGMENTS, *others)
    assert archive.must_reach_from(SEGMENTS[0]) == SEGMENTS[3]


def test_an_archive_that_ends_before_the_backup_adds_nothing(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, *SEGMENTS)
    assert archive.must_reach_from("000000010000000000000009") is None


@pytest.mark.parametrize("missing", SEGMENTS[:3])
def test_a_hole_is_named(tmp_path: Path, missing: str) -> None:
    archive = archive_of(tmp_path, *(name for name in SEGMENTS if name != missing))
    with pytest.raises(ArchiveBroken, match=f"lacks {missing}.gz"):
        archive.must_reach_from(SEGMENTS[0])


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    archive_of(tmp_path, SEGMENTS[0])
    with pytest.raises(FolderRefused, match="is not empty"):
        keep_archive(tmp_path, tmp_path / "wal", account_for(None))


def test_an_archive_that_has_vanished_is_not_made_anew_in_silence(folder: Path) -> None:
    (folder / "postgres").mkdir()
    keep_archive(folder / "postgres", folder / "wal", account_for(None))
    (folder / "wal").rmdir()
    with pytest.raises(FolderRefused, match="is its disk mounted"):
        keep_archive(folder / "postgres", folder / "wal", account_for(None))
    keep_archive(folder / "postgres", None, account_for(None))
    assert kept_archive(folder / "postgres") is None


@pytest.mark.servers
def test_a_server_keeps_its_log_whole_in_a_folder_with_an_odd_name(
    server: PostgresServer, folder: Path
) -> None:
    wal = folder / "it's 100% wal $HOME"
    (folder / "postgres").mkdir(mode=0o711)
    keep_archive(folder / "postgres", wal, account_for(None))
    with psycopg.connect(server.start().dsn("postgres"), autocommit=True) as connection:
        assert Archiver(connection).keeps_by() == Archive(wal).keeping()["archive_command"]
        first = Archiver(connection).finish(60)
        second = Archiver(connection).finish(60)
    assert segment_number(second) == segment_number(first) + 1
    assert Archive(wal).must_reach_from(first) == second
    assert len(gzip.decompress((wal / f"{second}.gz").read_bytes())) == 16 * 1024 * 1024


@pytest.mark.servers
def test_a_log_that_reaches_no_archive_is_told_by_its_name(
    server: PostgresServer, folder: Path
) -> None:
    (folder / "postgres").mkdir(mode=0o711)
    keep_archive(folder / "postgres", folder / "wal", account_for(None))
    with psycopg.connect(server.start().dsn("postgres"), autocommit=True) as connection:
        (folder / "wal").rmdir()
        with pytest.raises(ArchiveStuck, match=r"00000001\w+ does not reach the archive"):
            Archiver(connection).finish(2)
