"""PostgreSQL on this machine for one data folder: started, found again, stopped."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from psycopg.conninfo import make_conninfo

from adapters.local.account import Account, account_for
from adapters.local.archive import archive_settings, kept_archive
from adapters.local.children import Child, Launch, ServerFailed, last_words, start_child
from adapters.local.cluster import QUIET, SUPERUSER, Cluster
from adapters.local.files import make_folder, noted_number, read_note, write_note
from adapters.local.handing_over import hand_over
from adapters.local.ports import LOOPBACK, choose_port
from adapters.local.postmaster import Postmaster
from adapters.local.programs import postgres_programs
from adapters.local.superuser import KEPT_IN, give_password, is_due, kept_password, renew_password

SOCKET_NAME = "/.s.PGSQL.65535"
SOCKET_PATH_LIMIT = 107  # sockaddr_un(7), without its last zero
SOCKET_PORT = 5432  # only a part of the socket's name
START_SECONDS = 600.0  # a crash recovery takes its time and must not be cut short
LEFTOVER_SECONDS = 30.0
PASSING = (
    "shared memory block",
    "could not create any TCP/IP sockets",
    'lock file "postmaster.pid" already exists',
)
# No statement with its values reaches the log: they may carry personal data.
ALWAYS = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    # For the most processes of the API that there may be, whatever a start asks for: a restore
    # needs as many as the server had whose log it replays.
    "max_connections": "250",
}


@dataclass(frozen=True)
class PostgresAddress:
    """Where the server listens (a socket's folder or an address) and who may do everything."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)

    def dsn(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """A libpq connection string; the superuser's when no user is given.

        The client answers nothing but SCRAM, so an impostor on the port never gets the password.
        """
        return make_conninfo(
            host=self.host,
            port=self.port,
            dbname=database,
            user=user or self.superuser,
            password=self.password if user is None else password,
            require_auth="scram-sha-256",
        )


class PostgresServer:
    """One cluster in `folder`, run by our own account, or by another when we are root.

    The superuser's password is kept in the folder `secrets`. `recovery`: settings for a server that
    is brought forward from an archive, which may take as long as it takes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        secrets: Path,
        run_as: str | None,
        recovery: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "data"
        self._sockets = self._folder / "socket"
        self._postmaster = Postmaster(self._data, self._sockets)
        self._log = self._folder / "log" / "postgres.log"
        self._secret = secrets / KEPT_IN
        self._run_as = run_as
        self._recovery = recovery
        self._child: Child | None = None

    @property
    def running(self) -> PostgresAddress | None:
        """Where the server listens, while it runs and takes connections."""
        noted = self._postmaster
        if self._current() is None or noted.status != "ready":
            return None
        return PostgresAddress(noted.host, noted.port, SUPERUSER, self._secret.read_text())

    @property
    def pid(self) -> int | None:
        """Of the postmaster, while it runs."""
        child = self._current()
        return None if child is None else child.pid

    def renew_password(self) -> None:
        """Keep another password of the superuser; the next start gives it to the cluster."""
        self.stop()
        renew_password(self._secret)

    def start(self, *, port: int | None = None) -> PostgresAddress:
        """Return when it takes connections; one that already serves this folder is taken as it is.

        To be called in a thread that lives as long as the server shall: Linux ends the server with
        it. `port` counts only where the folder's path cannot hold a socket. Raises AccountRefused,
        PortTaken, ServerFailed, or ProgramMissing.
        """
        account = account_for(self._run_as)
        make_folder(self._folder)
        make_folder(self._log.parent, 0o700)
        account.must_enter(self._folder)
        programs = postgres_programs(self._folder / "programs", account)
        password = kept_password(self._secret)
        cluster = Cluster(self._data, self._log.with_name("initdb.log"))
        cluster.make(programs, account, password)
        self._child = self._found()
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while not self._serves(programs, account, port, is_patient=time.monotonic() < deadline):
            time.sleep(0.5)
        noted = self._postmaster
        return PostgresAddress(noted.host, noted.port, SUPERUSER, password)

    def stop(self) -> None:
        """End it cleanly: open transactions are rolled back, the rest is checkpointed."""
        child = self._current()
        if child is not None:
            child.end((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
        self._child = None

    def _current(self) -> Child | None:
        own = self._child
        return own if own is not None and own.alive() else self._postmaster.running()

    def _found(self) -> Child | None:
        """A server that runs and stays; one whose supervisor just died is on its way out."""
        child = self._postmaster.running()
        if child is None or not child.stays():
            return None
        stopping = self._postmaster.status == "stopping"
        return None if stopping and child.wait(START_SECONDS) else child

    def _launch(self, programs: Path, account: Account, port: int | None) -> Child:
        archive = kept_archive(self._folder)
        is_whole = not (self._data / "recovery.signal").exists()
        for folder in (self._data, self._sockets, *([archive] if archive else [])):
            hand_over(folder, account)
        self._postmaster.disown(account)
        if is_due(self._secret) and is_whole:
            give_password(
                self._secret,
                self._data,
                programs=programs,
                account=account,
                log=self._log,
                settings={**ALWAYS, **self._kind()},
            )
        settings = [f"{name}={value}" for name, value in self._settings(account, port).items()]
        options = [part for setting in settings for part in ("-c", setting)]
        launch = Launch(
            command=[str(programs / "postgres"), "-D", str(self._data), *options],
            log=self._log,
            cwd=self._data,
            account=account,
            environment=QUIET,
            when_orphaned=signal.SIGINT,
        )
        return start_child(launch)

    def _settings(self, account: Account, port: int | None) -> dict[str, str]:
        return {**ALWAYS, **self._kind(), **self._where(account, port)}

    def _kind(self) -> Mapping[str, str]:
        return archive_settings(self._folder) if self._recovery is None else self._recovery

    def _where(self, account: Account, port: int | None) -> dict[str, str]:
        if not can_hold_socket(self._sockets):
            note = self._folder / "port.json"
            chosen = choose_port(port, noted_number(read_note(note), "port"))
            write_note(note, {"port": chosen})
            where = {"listen_addresses": LOOPBACK, "unix_socket_directories": ""}
            return {**where, "port": str(chosen)}
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        account.own(self._sockets)
        where = {"listen_addresses": "", "unix_socket_directories": str(self._sockets)}
        return {**where, "unix_socket_permissions": "0700", "port": str(SOCKET_PORT)}

    def _serves(
        self, programs: Path, account: Account, port: int | None, *, is_patient: bool
    ) -> bool:
        """Start it if it does not run, and wait; False when it ended for a reason that passes.

        A backend of a killed one ends with its statement, and what a killed start began ends with
        its system call: until then PostgreSQL does not start. For a port that another program took
        before it did, the next start takes another.
        """
        try:
            self._child = self._child or self._launch(programs, account, port)
            self._wait_until_ready(self._child)
        except ServerFailed as failed:
            if not is_patient or not any(reason in str(failed) for reason in PASSING):
                raise
            self._child = None
            return False
        except BaseException:
            if self._child is not None:
                self.stop()
            raise
        return True

    def _wait_until_ready(self, child: Child) -> None:
        patience = START_SECONDS if self._recovery is None else float("inf")
        deadline = time.monotonic() + patience
        while (self._postmaster.pid, self._postmaster.status) != (child.pid, "ready"):
            if not child.alive():
                raise ServerFailed(f"PostgreSQL has ended: {last_words(self._log)}")
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"PostgreSQL is not ready yet and goes on (process {child.pid}); "
                    f"start again to wait for it: {last_words(self._log)}"
                )
            time.sleep(0.02)


def can_hold_socket(folder: Path) -> bool:
    """Whether server and client can both write this folder's path down as that of a socket."""
    path = os.fsencode(folder)
    return len(path) + len(SOCKET_NAME) <= SOCKET_PATH_LIMIT and not {*b',"'} & {*path}
