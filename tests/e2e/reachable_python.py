"""An interpreter that other accounts can run, also where root's own lies in root's home."""

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from adapters.local.account import Account

ROOT = Path(__file__).parents[2]
LIBRARIES = sysconfig.get_path("purelib")
NEEDLESS = ("site-packages", "test", "idlelib", "*.a", "__pycache__")


@dataclass(frozen=True)
class Python:
    """An interpreter, and the environment that it needs."""

    program: str
    environment: dict[str, str]


def reachable_python(account: Account, folder: Path) -> Python:
    """An interpreter for this account with our tree and libraries; a copy where it needs one."""
    if runs(account, sys.executable):
        return Python(sys.executable, {})
    copied = folder / "python"
    shutil.copytree(sys.base_prefix, copied, ignore=shutil.ignore_patterns(*NEEDLESS))
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    environment = folder / "environment"
    make = [str(copied / "bin" / name), "-m", "venv", "--without-pip", str(environment)]
    subprocess.run(make, check=True)
    found = f"import site; site.addsitedir({LIBRARIES!r}); site.addsitedir({str(ROOT)!r})\n"
    (environment / "lib" / name / "site-packages" / "tree.pth").write_text(found)
    # A shared library is looked for where it was first, which stays closed.
    where = {"LD_LIBRARY_PATH": str(copied / "lib")}
    return Python(str(environment / "bin" / "python"), where)


def runs(account: Account, program: str) -> bool:
    """Whether this account can run it."""
    try:
        done = subprocess.run([program, "-c", "import zoneinfo"], cwd="/", **account.drop())
    except PermissionError:
        return False
    return done.returncode == 0


def can_read_tree(account: Account) -> bool:
    """Whether this account comes to the tree and its libraries at all."""
    return os.path.isdir(LIBRARIES) and account.can_read([ROOT / "pyproject.toml", Path(LIBRARIES)])
