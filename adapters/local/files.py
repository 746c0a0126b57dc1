"""Files and folders written whole and with modes that are given, whatever the umask says."""

import json
import os
from pathlib import Path


def make_folder(path: Path, mode: int = 0o711) -> None:
    """Make what is missing of `path`, each with this mode; what exists is left as it is."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(mode)


def write_whole(path: Path, content: str, *, mode: int = 0o644) -> None:
    """Replace a file at once, so that a reader or a crash never sees half of it."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        os.fchmod(file.fileno(), mode)
        give_to_owner(path.parent, file.fileno())
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def give_to_owner(folder: Path, made: int | Path) -> None:
    """What root makes in the folder of another account belongs to that account, as all in it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        if isinstance(made, Path):
            os.lchown(made, owner.st_uid, owner.st_gid)
        elif os.fstat(made).st_nlink == 1:  # else it may be a file of root's from elsewhere
            os.fchown(made, owner.st_uid, owner.st_gid)


def not_followed(path: str, flags: int) -> int:
    """An opener for us alone that passes over no link: the folder's account may have put it there.

    Else root would write to where it leads.
    """
    opened = os.open(path, flags | os.O_NOFOLLOW, 0o600)
    give_to_owner(Path(path).parent, opened)
    return opened


def read_note(path: Path) -> dict[str, object]:
    """A small JSON object that `write_note` left, or an empty one."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_note(path: Path, note: dict[str, object]) -> None:
    """Keep a small JSON object for the next start."""
    write_whole(path, json.dumps(note, indent=1) + "\n")


def noted_number(note: dict[str, object], name: str) -> int | None:
    """A whole number of a note, where it has one."""
    found = note.get(name)
    return found if isinstance(found, int) else None
