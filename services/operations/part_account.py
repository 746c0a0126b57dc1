"""Which account the parts run as: that of the servers, where root starts them and it can read."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from adapters.local.account import SHARED, Account, AccountRefused, account_for
from adapters.local.folder import DataFolder
from adapters.local.handing_over import hand_over, may_be_taken_from
from adapters.settings import Settings, environment_for
from services import addresses
from services.operations.supervising import ourselves

TRIAL_SECONDS = 120
AS_ROOT = "parts_as_root"
"""Under this name ``run.json`` keeps why the parts of the last start ran as root."""


@dataclass(frozen=True, slots=True)
class PartAccount:
    """The account of API, relay, workers and clock; why it is root's, where it could be another."""

    account: Account
    as_root: str | None = None


def account_of_parts(
    settings: Settings, folder: DataFolder, say: Callable[[str], None]
) -> PartAccount:
    """Who runs the parts, to whom the secrets, documents and logs of the folder then belong."""
    if os.geteuid() != 0:
        return PartAccount(ourselves())
    servers = account_for(settings.run_as)
    try:
        _must_manage(servers, settings)
        _hand_over(folder, servers, say)
    except (AccountRefused, OSError) as error:
        say(f"API, relay, projections and clock run as root: {error}")
        _take_back(folder, say)
        return PartAccount(ourselves(), as_root=str(error))
    return PartAccount(servers)


def _must_manage(account: Account, settings: Settings) -> None:
    """Refuse an account that cannot be trusted with secrets, or cannot read what the parts read."""
    if account.name == SHARED:
        raise AccountRefused(f"other programs run as {SHARED} too, and would read the secrets")
    command = [sys.executable, "-m", "services.operations.part_trial"]
    command += [f"--read={path}" for path in _files_named(settings)]
    if settings.documents:
        command.append(f"--write={addresses.documents_folder(settings)}")
    try:
        tried = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TRIAL_SECONDS,
            env=part_environment(settings, account),
            **account.drop(),
        )
    except (PermissionError, subprocess.TimeoutExpired):
        raise AccountRefused(f"{account.name} cannot run {sys.executable}") from None
    if tried.returncode:
        why = f" ({tried.stderr.strip().splitlines()[-1]})" if tried.stderr.strip() else ""
        closed = f"read {tried.stdout.strip()}" if tried.stdout else f"run {sys.executable}{why}"
        raise AccountRefused(f"{account.name} cannot {closed}")


def part_environment(settings: Settings, account: Account) -> dict[str, str]:
    """The environment of a part: in root's home another account finds a closed door."""
    return environment_for(settings, **({"HOME": "/nonexistent"} if account.dropped else {}))


def _files_named(settings: Settings) -> list[Path]:
    """Files that the settings name: letters, and certificates of a given server."""
    values = conninfo_to_dict(settings.database_url or "").values()
    files = [Path(value) for value in values if isinstance(value, str) and value.startswith("/")]
    named = [path for path in files if not path.is_dir()]
    return [*named, *([settings.templates] if settings.templates else [])]


def _kept(folder: DataFolder) -> list[Path]:
    """What the parts read and write below the data folder."""
    return [folder.log, folder.documents, folder.secrets]


def _hand_over(folder: DataFolder, account: Account, say: Callable[[str], None]) -> None:
    for each in _kept(folder):
        if hand_over(each, account):
            say(f"{each} belongs to the account {account.name} from now on")


def _take_back(folder: DataFolder, say: Callable[[str], None]) -> None:
    """Root's parts leave no secret to the servers' account; a person's folder stays theirs."""
    for each in _kept(folder):
        if each.exists() and may_be_taken_from(each.stat().st_uid):
            hand_over(each, ourselves())
