"""Data folders that earlier versions left behind, laid out as a user has them."""

import json
import tarfile
from pathlib import Path

from adapters.local.account import account_for

HERE = Path(__file__).parent


def lay(name: str, folder: Path) -> dict[str, str]:
    """Put the data folder of that day at a path; its complaints' references by what they tell."""
    with tarfile.open(HERE / name / "folder.tar.xz") as archive:
        # Python 3.11 has the filter from 3.11.4 on; without it root gives files their owners.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder.parent)
    (folder.parent / "data").rename(folder)
    (folder / "kafka").mkdir(mode=0o711, exist_ok=True)
    _give_to_the_servers_account(folder / "postgres")
    _forget_where_it_was(folder / "run.json")
    found: dict[str, str] = json.loads((HERE / name / "complaints.json").read_text())
    return found


def _give_to_the_servers_account(postgres: Path) -> None:
    """PostgreSQL insists on owning its files; what it may read only is as the archive says."""
    (postgres / "data").chmod(0o700)
    account = account_for(None)
    for top in (postgres / "data", postgres / "socket"):
        for path in (top, *top.rglob("*")):
            account.own(path)


def _forget_where_it_was(run: Path) -> None:
    """Ports, processes and the address belong to the machine that made it."""
    note = json.loads(run.read_text())
    for key in ("pid", "parts", "port", "database"):
        note.pop(key)
    run.write_text(json.dumps(note))
