"""Answers for whether this machine can run Plaint, before anything is fetched.

The Makefile has asked for the version of Python by then, in words that an old one can read.
"""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

GLIBC = (2, 28)  # what the wheel with PostgreSQL is built for
DISK_FIRST = 1_500_000_000  # environment, caches, and room for the first data
DISK_LATER = 300_000_000
MEMORY = 1_800_000_000  # what a machine sold as 2 GB leaves to its user
OF_AN_API = 200_000_000  # what each further process of the API takes
MACHINES = {"x86_64", "aarch64", "arm64"}


def refusals(tree: Path, apis: int = 1) -> Iterator[str]:
    """One sentence for each thing that is in the way, with what to do about it."""
    yield from system_refusals()
    yield from tree_refusals(tree)
    yield from disk_refusals(tree)
    memory = memory_limit(Path("/proc/meminfo"), Path("/sys/fs/cgroup"))
    yield from memory_refusals(memory, apis)


def system_refusals() -> Iterator[str]:
    if os.name != "posix":
        yield "Plaint runs on Linux and macOS: on Windows use WSL 2."
        return
    if platform.machine() not in MACHINES:
        yield (
            f"There is no PostgreSQL and no Java to fetch for {platform.machine()}: "
            "use an x86_64 or arm64 machine."
        )
    if sys.platform == "linux" and (found := glibc_version()) < GLIBC:
        yield glibc_refusal(found)


def glibc_version() -> tuple[int, ...]:
    """Of the running C library; (0,) where it is another one, as on Alpine."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (ValueError, OSError):
        return (0,)
    numbers = version.split(".")
    return tuple(int(n) for n in numbers if n.isdigit()) if name == "glibc" else (0,)


def glibc_refusal(found: tuple[int, ...]) -> str:
    what = (
        "a C library that is not glibc" if found == (0,) else "glibc " + ".".join(map(str, found))
    )
    return (
        f"This system has {what} and the PostgreSQL that Plaint brings needs glibc 2.28: use "
        "Debian 10, Ubuntu 20.04, RHEL 8 or newer, or a server of yours, named in "
        "PLAINT_DATABASE_URL."
    )


def tree_refusals(tree: Path) -> Iterator[str]:
    if ":" in str(tree):
        yield f"The path {tree} has a ':', which separates paths for Java: move the folder."
    if not os.access(tree, os.W_OK):
        yield f"You may not write to {tree}, where .venv goes: copy it to a folder of yours."


def disk_refusals(tree: Path) -> Iterator[str]:
    needed = DISK_LATER if (tree / ".venv").exists() else DISK_FIRST
    free = shutil.disk_usage(tree).free
    if free < needed:
        yield (
            f"{free / 1e9:.1f} GB are free where {tree} is and {needed / 1e9:.1f} GB are needed: "
            "make room, or move the folder to a larger disk."
        )


def memory_refusals(memory: int | None, apis: int = 1) -> Iterator[str]:
    more = OF_AN_API * (apis - 1)
    if memory is not None and memory < MEMORY + more:
        fewer = f", or unset PLAINT_API_PROCESSES, which is {apis}" if apis > 1 else ""
        yield (
            f"This machine gives {memory / 1e9:.1f} GB of memory and PostgreSQL, Kafka and Plaint "
            f"need {(2e9 + more) / 1e9:.3g} GB together: give the machine or the container more"
            f"{fewer}."
        )


def memory_limit(meminfo: Path, cgroup: Path) -> int | None:
    """The machine's, or the container's where that is less; None where neither is told."""
    found = []
    if meminfo.exists():
        first = meminfo.read_text().split("\n", 1)[0]
        found.append(int(first.split()[1]) * 1024)
    for limit in (cgroup / "memory.max", cgroup / "memory" / "memory.limit_in_bytes"):
        if limit.exists() and (text := limit.read_text().strip()).isdigit():
            found.append(int(text))
    return min(found, default=None)


def main() -> None:
    # What is no number is refused when Plaint starts.
    apis = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdecimal() else 1
    found = list(refusals(Path.cwd(), apis))
    for sentence in found:
        print(sentence, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
