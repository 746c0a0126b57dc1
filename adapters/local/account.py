"""Which operating-system account the servers run as, and what that account can reach."""

import os
import pwd
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from domain.errors import ErrorCategory

OWN, SHARED = "plaint", "nobody"


class AccountRefused(Exception):
    """The servers cannot run as this account; the message names the rule and the way out."""

    category = ErrorCategory.UNFIT


class Drop(TypedDict, total=False):
    """What a subprocess is started with to run as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of this system; `dropped` when we are root and what it runs is not."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def can_read(self, files: Iterable[Path]) -> bool:
        """Asked of the system as that account, so that access lists count as well."""
        script = 'while IFS= read -r f; do test -r "$f" || exit 1; done'
        return self._shell(script, input_text="\n".join(map(str, files)) + "\n").returncode == 0

    def must_enter(self, folder: Path) -> None:
        """Refuse by name the first folder on the way to `folder` that keeps this account out.

        It is never opened: whoever closed it meant it. Raises AccountRefused.
        """
        script = 'for d; do test -x "$d" || { printf %s "$d"; exit 1; }; done'
        way = [*reversed(folder.resolve().parents), folder.resolve()]
        found = self._shell(script, *(str(each) for each in way if each.exists()))
        if found.returncode:
            raise AccountRefused(
                f"The account {self.name}, which runs the servers, cannot enter {found.stdout}: "
                f"put the data elsewhere (--data DIR, as root by default /var/lib/plaint), or name "
                f"an account that can in PLAINT_RUN_AS."
            )

    def _shell(
        self, script: str, *arguments: str, input_text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        command = ["/bin/sh", "-c", script, "sh", *arguments]
        return subprocess.run(
            command, input=input_text, capture_output=True, text=True, cwd="/", **self.drop()
        )

    def drop(self) -> Drop:
        """How a subprocess becomes this account; nothing where it is it already."""
        return Drop(user=self.uid, group=self.gid, extra_groups=[]) if self.dropped else Drop()

    def own(self, path: Path) -> None:
        """Give one file or folder to this account, where that is somebody else."""
        if self.dropped:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(run_as: str | None) -> Account:
    """The account of the servers for root: `run_as`, else `plaint`, else `nobody`; else our own.

    PostgreSQL refuses to run as root. Raises AccountRefused.
    """
    if os.geteuid() != 0:
        return own_account(run_as)
    name = run_as or (OWN if exists(OWN) else SHARED)
    if not exists(name):
        raise AccountRefused(
            f"There is no account {name!r} on this system: name one that exists in PLAINT_RUN_AS."
        )
    found = pwd.getpwnam(name)
    if found.pw_uid == 0:
        raise AccountRefused(
            f"PostgreSQL refuses to run as root and {name!r} is root: "
            f"name another account in PLAINT_RUN_AS, or none, for {OWN}."
        )
    return Account(name, found.pw_uid, found.pw_gid, dropped=True)


def exists(name: str) -> bool:
    """Whether this system has an account of this name."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def own_account(run_as: str | None) -> Account:
    uid = os.geteuid()
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise AccountRefused(
            f"User id {uid} has no entry in the list of accounts and PostgreSQL needs one: run as "
            "an account that exists, or name a server in PLAINT_DATABASE_URL."
        ) from None
    if run_as not in (None, found.pw_name):
        raise AccountRefused(
            f"Only root can run the servers as {run_as!r} and this is {found.pw_name!r}: "
            "unset PLAINT_RUN_AS, or start as root."
        )
    return Account(found.pw_name, uid, found.pw_gid, dropped=False)
