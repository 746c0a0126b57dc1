"""A folder of an earlier account of the servers is handed over to the one that they have now."""

import os
import pwd
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from adapters.local.account import OWN, SHARED, Account, AccountRefused

ENDING_SECONDS = 30.0
ROOT = 0


def hand_over(folder: Path, account: Account) -> bool:
    """Give the folder and all in it to this account, where root can; False where it has it.

    The folder itself goes last: broken off, it is done again. Nothing changes hands while a process
    of the former owner works in it, for a server would not survive that, and its successor would
    not see it. No link is followed. Raises AccountRefused, also for the folder of a person.
    """
    # A link that root has set stands for where it leads.
    folder = folder.resolve()
    if os.geteuid() != ROOT or not folder.exists():
        return False
    owner = folder.stat().st_uid
    if owner == account.uid:
        return False
    if not may_be_taken_from(owner):
        raise AccountRefused(
            f"{folder} belongs to the account {name_of(owner)} and not to {account.name}: name "
            f"that account in PLAINT_RUN_AS, or give the folder away "
            f"(chown -R {account.name} {folder}) while nothing runs there."
        )
    _must_be_left(folder, owner)
    for _, folders, files, here in os.fwalk(folder, topdown=False):
        for name in (*folders, *files):
            os.chown(name, account.uid, account.gid, dir_fd=here, follow_symlinks=False)
    os.chown(folder, account.uid, account.gid)
    return True


def may_be_taken_from(uid: int) -> bool:
    """Whether only servers can have owned this: root, `nobody`, `plaint`, or nobody known here.

    In a new container the account of before is but a number.
    """
    name = name_of(uid)
    return uid == ROOT or name in (OWN, SHARED, str(uid))


def name_of(uid: int) -> str:
    """The name of an account, else its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _must_be_left(folder: Path, owner: int) -> None:
    """Wait for processes of this owner that are at work there; a server's last ones soon end."""
    deadline = time.monotonic() + ENDING_SECONDS
    while pids := list(_at_work(folder, owner)):
        if time.monotonic() > deadline:
            raise AccountRefused(
                f"{folder} changes hands when nothing works there any more, and process "
                f"{pids[0]} does: stop it (`plaint down`) and start again."
            )
        time.sleep(0.2)


def _at_work(folder: Path, owner: int) -> Iterator[int]:
    """Processes whose working folder it is, as it is of PostgreSQL's; root's own are no server."""
    for process in Path("/proc").glob("[0-9]*") if owner != ROOT else ():
        with suppress(OSError):
            at = (process / "cwd").readlink()
            if process.stat().st_uid == owner and at.is_relative_to(folder):
                yield int(process.name)
