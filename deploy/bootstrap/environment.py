"""Answers for `.venv`: whole or absent, exactly what a lock pins, and made only when it has to be.

A stamp inside says what it was made from. Where the stamp holds nothing is installed and nobody is
asked, so a second run needs no network. Standard library alone: this runs before there is more.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("run", "dev")  # the dev lock pins all that the run lock pins, and the same
UNFINISHED = "unfinished"
COMING = {
    "run": "First run: about 110 MB to download (65 MB of packages, 45 MB of Kafka), 520 MB on "
    "disk, about a minute. Preparing .venv ...",
    "dev": "First run of the tests: about 135 MB to download (90 MB of packages, 45 MB of Kafka), "
    "620 MB on disk, about a minute. Preparing .venv ...",
}


class Refused(Exception):
    """The environment cannot be made; the message says what to do."""


class Environment:
    """The folder `.venv` of one source tree, for one Python."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.folder = tree / ".venv"
        self.growing = tree / ".venv-new"
        self.stamp = self.folder / "plaint-stamp.json"

    def prepare(self, kind: str) -> None:
        """Make or complete the environment; does nothing where the stamp says that it is there."""
        if self.has(kind):
            return
        with only_one(self.tree / ".cache" / "environment.lock") as lock:
            if self.has(kind):
                return
            began = time.monotonic()
            print(COMING[kind], flush=True)
            if kind == "dev" and self.can_grow():
                self.grow(lock)
            else:
                self.build(kind, lock)
            print(f"The environment is ready after {time.monotonic() - began:.0f} s.", flush=True)

    def has(self, kind: str) -> bool:
        return self.stamped().get(kind) == self.digest(kind)

    def can_grow(self) -> bool:
        """What the tests need is added in place, so that a running Plaint keeps its files."""
        return self.has("run") and self.stamped().get("dev") != UNFINISHED

    def grow(self, lock: int) -> None:
        self.write_stamp(self.folder, {"run": self.digest("run"), "dev": UNFINISHED})
        self.install("dev", self.folder, lock)
        self.write_stamp(self.folder, {kind: self.digest(kind) for kind in KINDS})

    def build(self, kind: str, lock: int) -> None:
        shutil.rmtree(self.growing, ignore_errors=True)
        venv.EnvBuilder(symlinks=True, prompt="plaint").create(self.growing)
        wheel = kept_pip(self.tree / "deploy" / "bootstrap")
        # pip runs from its own wheel to install itself: Debian's python3 may lack ensurepip.
        pip(self.growing, ["install", "--no-index", "--no-deps", str(wheel)], lock, pip_from=wheel)
        self.install(kind, self.growing, lock)
        self.write_stamp(
            self.growing, {each: self.digest(each) for each in KINDS[: KINDS.index(kind) + 1]}
        )
        rename_inside(self.growing, self.folder)
        self.replace()

    def install(self, kind: str, folder: Path, lock: int) -> None:
        """What the lock pins; then, into a new folder, the tree itself as it stands."""
        pinned = ["--require-hashes", "--only-binary", ":all:", "-r", f"requirements/{kind}.lock"]
        pip(folder, ["install", *pinned], lock)
        if folder == self.growing:
            alone = ["--no-deps", "--no-build-isolation", "--no-index"]
            pip(folder, ["install", *alone, "-e", "."], lock)

    def replace(self) -> None:
        old = self.tree / ".venv-old"
        if self.folder.exists() or self.folder.is_symlink():
            if not self.stamp.exists():
                old = free_name(self.tree / ".venv-before")
                print(f".venv was not made by this command: it is kept as {old.name}.", flush=True)
            else:
                shutil.rmtree(old, ignore_errors=True)
            self.folder.rename(old)
        self.growing.rename(self.folder)
        shutil.rmtree(self.tree / ".venv-old", ignore_errors=True)

    def digest(self, kind: str) -> str:
        """Of all that decides what is in the environment."""
        parts = [os.fsencode(self.tree), sys.version.encode(), os.fsencode(sys.base_prefix)]
        files = ["pyproject.toml", *(f"requirements/{each}.lock" for each in KINDS)]
        for name in files[: 2 + KINDS.index(kind)]:
            parts.append((self.tree / name).read_bytes())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def stamped(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self.stamp.read_text())
        except (OSError, ValueError):  # not there, or a link that leads nowhere
            return {}
        return found if (self.folder / "bin" / "python").exists() else {}

    def write_stamp(self, folder: Path, content: dict[str, str]) -> None:
        part = folder / "plaint-stamp.part"
        part.write_text(json.dumps(content))
        part.rename(folder / self.stamp.name)


@contextmanager
def only_one(path: Path) -> Iterator[int]:
    """Hold the lock, which a pip started meanwhile shares: it may outlive a killed parent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another command that prepares .venv.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def kept_pip(folder: Path) -> Path:
    digest, name = (folder / "pip.sha256").read_text().split()
    wheel = folder / name
    if not wheel.exists() or hashlib.sha256(wheel.read_bytes()).hexdigest() != digest:
        raise Refused(f"{wheel} is not the file that pip.sha256 names: run `git checkout {wheel}`.")
    return wheel


def pip(folder: Path, arguments: list[str], lock: int, pip_from: Path | None = None) -> None:
    """Run pip for the environment in `folder`, as the user's own settings for pip say."""
    program = ["-I", "-m", "pip"] if pip_from is None else ["-I", f"{pip_from}/pip"]
    always = ["--disable-pip-version-check", "--no-input", "--quiet"]
    command = [str(folder / "bin" / "python"), *program, *always, *arguments]
    if subprocess.run(command, pass_fds=(lock,), cwd=folder.parent).returncode:
        raise Refused(
            "pip could not install what the lock names (its own words are above): the first run "
            "needs a network, or a mirror named in PIP_INDEX_URL. Run the same command again."
        )


def rename_inside(folder: Path, future: Path) -> None:
    """Scripts and pyvenv.cfg carry the folder's own path: let them carry the one it will have."""
    for file in [folder / "pyvenv.cfg", *(folder / "bin").iterdir()]:
        content = b"" if file.is_symlink() or file.is_dir() else file.read_bytes()
        if b"\0" not in content and os.fsencode(f"/{folder.name}") in content:
            file.write_bytes(
                content.replace(os.fsencode(f"/{folder.name}"), os.fsencode(f"/{future.name}"))
            )


def free_name(path: Path) -> Path:
    taken = [path, *path.parent.glob(f"{path.name}-*")]
    return path if not path.exists() else path.with_name(f"{path.name}-{len(taken)}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in KINDS:
        print("usage: environment.py run|dev, from the folder of the source", file=sys.stderr)
        return 2
    try:
        Environment(Path.cwd()).prepare(arguments[0])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: run the same command again, and it continues.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
