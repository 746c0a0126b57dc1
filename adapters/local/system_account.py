"""The system account `plaint`: made by root where that can be, so that servers share none."""

import os
import subprocess
from shutil import which

from adapters.local.account import OWN, SHARED, account_for, exists

SYSTEM_PROGRAMS = "/usr/sbin:/sbin:/usr/bin:/bin"
USERADD_SECONDS = 60
MADE = f"made the system account {OWN!r}, which runs the servers (userdel {OWN} takes it away)"
WITHOUT = (
    f"warning: the servers run as {SHARED!r}, an account that other programs use as well, for "
    f"{OWN!r} could not be made ({{reason}}): make it (useradd --system {OWN}), or name another in "
    "PLAINT_RUN_AS"
)


def settle_account(run_as: str | None) -> str | None:
    """Make the account `plaint` for root who names no other; what came of it, where it was missing.

    Raises AccountRefused for an account that is named and cannot run the servers.
    """
    if os.geteuid() != 0:
        return None
    if run_as not in (None, OWN) or exists(OWN):
        account_for(run_as)
        return None
    reason = _made()
    account_for(run_as)
    return MADE if reason is None else WITHOUT.format(reason=reason)


def _made() -> str | None:
    """Make it; what the system said, where it did not."""
    useradd = which("useradd", path=SYSTEM_PROGRAMS)
    if useradd is None:
        return "this system has no useradd"
    # By its own word no login, no home, and a group of its own.
    options = ["--system", "--user-group", "--no-create-home", "--home-dir=/nonexistent"]
    command = [useradd, *options, "--shell=/usr/sbin/nologin", OWN]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=USERADD_SECONDS)
    except subprocess.TimeoutExpired:
        return f"useradd took more than {USERADD_SECONDS} s"
    # Another start may have made it meanwhile.
    return (
        None if exists(OWN) else result.stderr.strip() or f"useradd ended with {result.returncode}"
    )
