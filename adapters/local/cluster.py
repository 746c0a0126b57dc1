"""Making the PostgreSQL cluster of one data folder, once, and refusing one of another release."""

import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from adapters.local.account import Account
from adapters.local.children import Launch, ServerFailed, run_to_end
from adapters.local.files import write_whole
from adapters.local.programs import postgres_major

SUPERUSER = "plaint_superuser"
INITDB_SECONDS = 120.0
QUIET = {"LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Cluster:
    """A cluster in `data`; `log` is what initdb says when it is made."""

    data: Path
    log: Path

    def make(self, programs: Path, account: Account, password: str) -> None:
        """Make it where there is none; an interrupted attempt leaves only what is swept here.

        Raises ServerFailed, also for data of another major release.
        """
        if self.data.exists():
            self._must_be_ours()
            return
        growing = self.data.with_name("data.part")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
        account.own(growing)
        password_file = self.data.with_name("password.part")
        write_whole(password_file, password, mode=0o600)
        account.own(password_file)
        try:
            run_to_end(self._initdb(programs, account, growing, password_file), INITDB_SECONDS)
        finally:
            password_file.unlink()
        growing.rename(self.data)

    def _initdb(
        self, programs: Path, account: Account, growing: Path, password_file: Path
    ) -> Launch:
        options = ["--locale=C", "--encoding=UTF8", "--data-checksums", "--auth=scram-sha-256"]
        names = [f"--pwfile={password_file}", f"--pgdata={growing}", f"--username={SUPERUSER}"]
        return Launch(
            command=[str(programs / "initdb"), *options, *names],
            log=self.log,
            cwd=growing,
            account=account,
            environment=QUIET,
            when_orphaned=signal.SIGKILL,
        )

    def _must_be_ours(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(postgres_major()):
            raise ServerFailed(
                f"The data in {self.data} is of PostgreSQL {found} and this Plaint brings "
                f"{postgres_major()}: dump it with the Plaint that made it and restore it here "
                "(pg_dumpall), or go back to that Plaint."
            )
