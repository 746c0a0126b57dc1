"""The superuser's password of a cluster of ours: kept in a file, and given to the cluster."""

import base64
import os
import signal
from collections.abc import Mapping
from pathlib import Path

from adapters.clock import random_octets
from adapters.local.account import Account
from adapters.local.children import Launch, run_to_end
from adapters.local.cluster import QUIET, SUPERUSER
from adapters.local.files import make_folder, write_whole

KEPT_IN = "postgres-superuser"
"""The file, in the folder of secrets."""
GIVING_SECONDS = 600.0
"""After a crash it brings the cluster forward first."""


def kept_password(file: Path) -> str:
    """The superuser's, made once and before the cluster that is made with it."""
    if not file.exists():
        make_folder(file.parent, 0o700)
        _make(file)
    return file.read_text()


def renew_password(file: Path) -> None:
    """Keep another one. Broken off wherever, the next start gives the cluster what is kept."""
    must_be_given(file)
    _make(file)


def must_be_given(file: Path) -> None:
    """Have the next start give the cluster the password that is kept, whichever it knows."""
    write_whole(_due(file), "", mode=0o600)


def is_due(file: Path) -> bool:
    """Whether the cluster may know another password than the one that is kept."""
    return _due(file).exists()


def give_password(
    file: Path,
    data: Path,
    *,
    programs: Path,
    account: Account,
    log: Path,
    settings: Mapping[str, str],
) -> None:
    """Let a cluster that is stopped know what is kept, as its single user. Raises ServerFailed."""
    options = {**settings, "exit_on_error": "on", "log_statement": "none"}
    read_end, write_end = os.pipe()
    try:
        with open(write_end, "wb") as statement:
            statement.write(f"ALTER ROLE {SUPERUSER} PASSWORD '{file.read_text()}'\n".encode())
        launch = Launch(
            command=[
                *(str(programs / "postgres"), "--single", "-D", str(data)),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
                "postgres",
            ],
            log=log,
            cwd=data,
            account=account,
            environment=QUIET,
            when_orphaned=signal.SIGKILL,
            said=read_end,
        )
        run_to_end(launch, GIVING_SECONDS)
    finally:
        os.close(read_end)
    _due(file).unlink()


def _make(file: Path) -> None:
    write_whole(file, base64.urlsafe_b64encode(random_octets(24)).decode(), mode=0o600)


def _due(file: Path) -> Path:
    return file.with_name(f"{file.name}.due")
