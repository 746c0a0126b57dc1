"""A PostgreSQL of ours to work with: the one that runs, or one that is started for the while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from adapters.local.account import account_for
from adapters.local.folder import DataFolder
from adapters.local.postgres_server import PostgresAddress, PostgresServer
from adapters.local.programs import postgres_programs
from adapters.settings import Settings
from services import addresses


def server_of(settings: Settings) -> PostgresServer:
    """The server of the data folder, running or not."""
    folder = addresses.folder_of(settings)
    return PostgresServer(folder.postgres, secrets=folder.secrets, run_as=settings.run_as)


def programs_of(settings: Settings, folder: DataFolder) -> Path:
    """The folder of PostgreSQL's own programs, where the servers' account can read them."""
    return postgres_programs(folder.postgres / "programs", account_for(settings.run_as))


@contextmanager
def attended(settings: Settings, say: Callable[[str], None]) -> Iterator[PostgresAddress | None]:
    """Our own server while the block lasts, and its superuser; None where it is another's.

    One that is stopped is started, and stopped again. Raises NotRunning where there is no record,
    FolderHeld where somebody else is just starting or stopping it.
    """
    if settings.database_url is not None:
        yield None
        return
    folder, server = addresses.folder_of(settings), server_of(settings)
    if not (folder.postgres / "data").exists():
        addresses.database_address(settings)
        yield None
        return
    running = server.running
    if running is not None:
        yield running
        return
    with folder.hold():
        say("PostgreSQL is not running: started for the while")
        address = server.start()
        try:
            database = make_conninfo(host=address.host, port=address.port, dbname="plaint")
            folder.write_run({**folder.read_run(), "database": database})
            yield address
        finally:
            server.stop()
