"""Backups of a PostgreSQL of ours, and data folders made from them: all, part, or refused."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from adapters import clock
from adapters.documents.folder import DocumentFolder
from adapters.local.account import account_for
from adapters.local.archive import keep_archive
from adapters.local.children import ServerFailed
from adapters.local.folder import DataFolder, FolderRefused
from adapters.local.postgres_server import PostgresAddress
from adapters.postgres.archiving import Archiver
from adapters.postgres.provision import provision
from adapters.postgres.roles import LOGINS, WRITER
from adapters.secrets import make_secrets, read_secrets
from adapters.settings import Settings
from services.operations.backup import BackedUp, ServerIsGiven, backup
from services.operations.restore import GROWING, Restored, restore, wanted
from services.operations.starting import Screen
from services.operations.temporary_server import attended, server_of
from services.operations.wal_archiving import begin_archive
from tests.support.published import complaints, store

RUN_AS = "nobody" if os.geteuid() == 0 else None
"""So that no test makes an account on the machine that runs it."""

pytestmark = pytest.mark.servers

DOCUMENT = b"ciphertext of a letter"
SILENT = Screen(say=lambda _: None, progress=lambda _title, _total: nullcontext(lambda _: None))


@dataclass(frozen=True)
class Lost:
    """A stopped installation: its backup held 20 events, it 40 at a moment, 60 at its end.

    Since that moment its superuser has another password than the backup's secrets say.
    """

    folder: Path
    taken: BackedUp
    moment: datetime

    @property
    def settings(self) -> Settings:
        """Those of the installation that is lost."""
        return Settings(run_as=RUN_AS, data=self.folder / "lost")

    def restored(
        self, name: str, *, archive: str | None = None, until: datetime | None = None, last: int = 0
    ) -> Restored:
        """Its backup and archive made into a folder of this name."""
        asked = wanted(self.folder / "backup", archive, until=until, last=last)
        return restore(Settings(run_as=RUN_AS, data=self.folder / name), asked, SILENT)


@pytest.fixture(scope="module")
def lost() -> Iterator[Lost]:
    folder = Path(tempfile.mkdtemp(prefix="plaint-restore-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield lost_in(folder)
    finally:
        shutil.rmtree(folder)


def lost_in(folder: Path) -> Lost:
    settings = Settings(run_as=RUN_AS, data=folder / "lost")
    data = DataFolder(folder / "lost")
    data.create(account_for(RUN_AS))
    passwords = make_secrets(data.secrets, LOGINS).passwords
    keep_archive(data.postgres, folder / "wal", account_for(RUN_AS))
    server = server_of(settings)
    address = server.start()
    provision(address.dsn("postgres"), passwords)
    data.write_run({"policy": "small_organisation", "port": 8420})
    try:
        stored(data, DOCUMENT)
        written(data, address, 0)
        taken = backup(settings, folder / "backup", SILENT)
        written(data, address, 20)
        moment = clock.now()
        # Time is the matter: what follows is stored after the moment that is restored.
        time.sleep(0.05)
        server.renew_password()
        address = server.start()
        written(data, address, 40)
        with psycopg.connect(address.dsn("postgres"), autocommit=True) as connection:
            Archiver(connection).finish(60)
    finally:
        server.stop()
    return Lost(folder, taken, moment)


def stored(data: DataFolder, octets: bytes) -> None:
    incoming = DocumentFolder(data.documents).incoming()
    incoming.write(octets)
    incoming.keep(sha256(octets).hexdigest())


def written(data: DataFolder, address: PostgresAddress, start: int) -> None:
    dsn = address.dsn("plaint", WRITER, read_secrets(data.secrets).passwords[WRITER])
    store(dsn, complaints(20, start=start))


def held(lost: Lost, name: str) -> tuple[str, int, str]:
    """The log's id, the number of events, and what the relay's row says was published where."""
    with attended(Settings(run_as=RUN_AS, data=lost.folder / name), lambda _: None) as address:
        assert address is not None
        with psycopg.connect(address.dsn("plaint")) as connection:
            row = connection.execute(
                "SELECT log_id::text, (SELECT count(*) FROM event), "
                "coalesce((SELECT topic_id FROM relay), '') FROM log"
            ).fetchone()
    assert row is not None
    return row


def test_a_backup_says_what_it_holds_and_keeps_its_secrets_to_itself(lost: Lost) -> None:
    assert (lost.taken.position, lost.taken.archive) == (20, str(lost.folder / "wal"))
    secrets = lost.folder / "backup" / "secrets"
    assert {path.name for path in secrets.iterdir()} >= {"installation", "postgres-superuser"}
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}
    assert (lost.folder / "backup").stat().st_mode & 0o777 == 0o700


def test_a_restore_goes_to_the_end_of_the_archive_and_renews_the_log(lost: Lost) -> None:
    done = lost.restored("whole")
    assert done.position == 60 and done.log_id != done.former_log_id == lost.taken.log_id
    assert held(lost, "whole") == (str(done.log_id), 60, "")
    data = DataFolder(lost.folder / "whole")
    assert data.read_run()["policy"] == "small_organisation" and "port" not in data.read_run()
    assert read_secrets(data.secrets) == read_secrets(lost.folder / "lost" / "secrets")


def test_documents_are_in_the_backup_and_in_what_is_restored(lost: Lost) -> None:
    lost.restored("with_documents")
    digest = sha256(DOCUMENT).hexdigest()
    for folder in (lost.folder / "backup", lost.folder / "with_documents"):
        path = folder / "documents" / digest[:2] / digest[2:]
        assert path.read_bytes() == DOCUMENT
        assert path.stat().st_mode & 0o777 == 0o600
        assert (folder / "documents").stat().st_mode & 0o777 == 0o700


def test_the_log_keeps_its_id_where_the_record_ends_at_the_last_position_known(lost: Lost) -> None:
    done = lost.restored("proven", last=60)
    assert done.log_id == done.former_log_id == lost.taken.log_id


def test_one_position_short_of_what_is_known_renews_the_log(lost: Lost) -> None:
    done = lost.restored("short", last=61)
    assert done.position == 60 and done.log_id != done.former_log_id


def test_a_restore_to_a_moment_ends_there_and_renews_the_log(lost: Lost) -> None:
    done = lost.restored("earlier", until=lost.moment, last=40)
    assert done.position == 40 and done.at is not None and done.at < lost.moment
    assert done.log_id != done.former_log_id


def test_a_moment_after_the_end_of_the_archive_is_refused(lost: Lost) -> None:
    with pytest.raises(ServerFailed, match="before configured recovery target"):
        lost.restored("later", until=clock.now())


def test_a_backup_alone_holds_what_it_said(lost: Lost) -> None:
    done = lost.restored("alone", archive="none")
    assert done.position == lost.taken.position and done.last_wal is None


def test_a_damaged_file_of_the_archive_is_never_taken_for_its_end(lost: Lost) -> None:
    wal = lost.folder / "damaged"
    shutil.copytree(lost.folder / "wal", wal)
    account_for(RUN_AS).own(wal)
    files = sorted(wal.glob("0000000100000000????????.gz"))
    for path in wal.iterdir():
        account_for(RUN_AS).own(path)
    files[-1].write_bytes(files[-1].read_bytes()[:1000])
    with pytest.raises(ServerFailed, match="PostgreSQL has ended"):
        lost.restored("broken", archive=str(wal))
    assert not (lost.folder / "broken" / "postgres").exists()


def test_what_an_interruption_left_is_not_started_and_is_restored_over(lost: Lost) -> None:
    settings = Settings(run_as=RUN_AS, data=lost.folder / "again")
    data = DataFolder(lost.folder / "again")
    (data.path / GROWING / "postgres").mkdir(parents=True)
    data.path.chmod(0o711)
    with pytest.raises(FolderRefused, match="was interrupted: run `plaint restore` again"):
        begin_archive(settings, data, SILENT)
    assert lost.restored("again").position == 60
    assert not (data.path / GROWING).exists()
    begin_archive(settings, data, SILENT)


def test_a_folder_that_is_not_empty_is_refused_by_both(lost: Lost) -> None:
    with pytest.raises(FolderRefused, match="is not empty"):
        lost.restored("lost")
    with pytest.raises(FolderRefused, match="is not empty"):
        backup(lost.settings, lost.folder / "backup", SILENT)


def test_what_is_no_whole_backup_is_refused(lost: Lost) -> None:
    with pytest.raises(FolderRefused, match="is no whole backup"):
        wanted(lost.folder / "lost", None, until=None, last=None)


def test_a_stopped_installation_is_backed_up_too(lost: Lost) -> None:
    taken = backup(lost.settings, lost.folder / "second", SILENT)
    assert taken.position == 60
    assert server_of(lost.settings).pid is None


def test_a_given_server_is_left_to_its_administrator(lost: Lost) -> None:
    given = lost.settings.model_copy(update={"database_url": "postgresql://elsewhere/plaint"})
    with pytest.raises(ServerIsGiven, match=r"docs/operations\.md"):
        backup(given, lost.folder / "third", SILENT)


def test_a_restored_copy_begins_an_archive_of_its_own(lost: Lost) -> None:
    data = DataFolder(lost.folder / "whole")
    same = Settings(run_as=RUN_AS, data=data.path, archive=str(lost.folder / "wal"))
    with pytest.raises(FolderRefused, match="begins one of its own"):
        begin_archive(same, data, SILENT)


def test_a_moment_before_the_backups_end_is_refused(lost: Lost) -> None:
    with pytest.raises(FolderRefused, match=r"the backup ended at .* name a backup that is older"):
        lost.restored("too-early", until=lost.moment - timedelta(hours=1))
    assert not (lost.folder / "too-early").exists()
