"""The person at the keyboard: one for an installation, whatever files are removed or remade."""

import os
from pathlib import Path
from uuid import UUID

import psycopg

from adapters.local.folder import DataFolder
from adapters.octets import mac, uuid8
from adapters.postgres.operator import operator
from adapters.secrets import Secrets, read_secrets
from adapters.settings import Settings
from domain.errors import ErrorCategory
from services import addresses

FORMER = "operator"
"""The file in which earlier versions kept a random id; it holds where the database knows none."""
ANSWERS_WITHIN_SECONDS = 5
ROOT = 0


class NotTheirFolder(PermissionError):
    """An account would act as the person of a data folder that belongs to another account."""

    category = ErrorCategory.REFUSED

    def __init__(self, folder: Path, *, owner: int, account: int) -> None:
        super().__init__(
            f"the data folder {folder} belongs to the account {owner}, and with it its person "
            f"(you are {account}): act as yourself, with `plaint --key @FILE COMMAND`"
        )


def operator_of(settings: Settings) -> UUID:
    """Who gives the commands that are typed on this data folder.

    Raises NotTheirFolder, NotRunning, SecretsMissing, psycopg.OperationalError.
    """
    folder = addresses.folder_of(settings)
    check_account(folder, os.geteuid())
    first = _first(folder, read_secrets(folder.secrets))
    dsn = addresses.writer_dsn(settings)
    # The pool would try for half a minute, which is too long for somebody who waits.
    with psycopg.connect(
        dsn, autocommit=True, connect_timeout=ANSWERS_WITHIN_SECONDS
    ) as connection:
        return operator(connection, first)


def check_account(folder: DataFolder, account: int) -> None:
    """Let in the account that owns the folder's secrets, and root, who could be it anyway.

    Raises NotTheirFolder.
    """
    owner = folder.secrets.stat().st_uid if folder.secrets.exists() else account
    if account not in (owner, ROOT):
        raise NotTheirFolder(folder.path, owner=owner, account=account)


def _first(folder: DataFolder, secrets: Secrets) -> UUID:
    """Whom an earlier version knew here, else an id that follows from the installation itself."""
    former = folder.read_secret(FORMER)
    if former is not None:
        return UUID(former.strip())
    return uuid8(mac(secrets.installation, "plaint-operator/v1\n", ""))
