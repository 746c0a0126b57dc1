"""Ways to leave a PostgreSQL no room: a ceiling on its files, and a small file system."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg import sql

from adapters.local.postgres_server import PostgresServer
from tests.hunt.store_power import children_of
from tests.hunt.store_processes import forking
from tests.support.servers import FreshDatabases

MEGABYTE = 1024 * 1024


@contextmanager
def ceiling(server: PostgresServer, octets: int) -> Iterator[None]:
    """No process of the server may write beyond so many octets of any file (RLIMIT_FSIZE).

    Every account may set it for its own processes. A server that ended meanwhile has none.
    """
    _limit(server, octets)
    try:
        yield
    finally:
        _limit(server, resource.RLIM_INFINITY)


def _limit(server: PostgresServer, octets: int) -> None:
    pid = server.pid
    if pid is None:
        return
    owner = Path(f"/proc/{pid}").stat()
    # In a process that is of the server's account: even root may lack the right over another's.
    limiting = forking().Process(
        target=_limit_all, args=(pid, octets, owner.st_uid, owner.st_gid), daemon=True
    )
    limiting.start()
    limiting.join()
    assert limiting.exitcode == 0, "the ceiling could not be set"


def _limit_all(postmaster: int, octets: int, uid: int, gid: int) -> None:
    if os.geteuid() != uid:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    with suppress(FileNotFoundError, ProcessLookupError):
        # The parent first: children that it makes from now on have its ceiling.
        _limit_one(postmaster, octets)
        for pid in children_of(postmaster):
            with suppress(ProcessLookupError):
                _limit_one(pid, octets)


def _limit_one(pid: int, octets: int) -> None:
    _, highest = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (octets, highest))


class SmallDisk:
    """A file system in memory, mounted for the server's tables."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = sql.Identifier(name)

    def resize(self, megabytes: int) -> None:
        """Make it larger while it is in use."""
        _mount(self._folder, f"remount,size={megabytes}m")

    @contextmanager
    def holds(self, database: FreshDatabases, table: str) -> Iterator[None]:
        """The table lies on it."""
        place = sql.Literal(str(self._folder / "tables"))
        make = sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(self._name, place)
        move = "ALTER TABLE {} SET TABLESPACE {}"
        with database.superuser() as connection:
            connection.execute(make)
            connection.execute(sql.SQL(move).format(sql.Identifier(table), self._name))
            yield
            back = sql.Identifier("pg_default")
            connection.execute(sql.SQL(move).format(sql.Identifier(table), back))
            connection.execute(sql.SQL("DROP TABLESPACE {}").format(self._name))


@contextmanager
def small_disk(server: PostgresServer, megabytes: int) -> Iterator[SmallDisk | None]:
    """A file system of that size, None where this account may mount none."""
    pid = server.pid
    assert pid is not None
    folder = Path(tempfile.mkdtemp(prefix="plaint-hunt-disk-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        if not _mount(folder, f"size={megabytes}m"):
            yield None
            return
        try:
            owner = Path(f"/proc/{pid}").stat()
            (folder / "tables").mkdir(mode=0o700)
            os.chown(folder / "tables", owner.st_uid, owner.st_gid)
            yield SmallDisk(folder, folder.name)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        shutil.rmtree(folder)


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    return subprocess.run(command, capture_output=True).returncode == 0
