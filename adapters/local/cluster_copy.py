"""Physical copies of a cluster by PostgreSQL's own programs: taken, verified, read."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.local.archive import segment_name
from adapters.local.children import ServerFailed
from adapters.local.cluster import QUIET
from adapters.local.postgres_server import PostgresAddress

MANIFEST = "backup_manifest"
SEGMENT = 16 * 1024 * 1024
COUNTED = re.compile(rb"(\d+)/(\d+) kB")

Progress = Callable[[int, int], None]
"""Told how many octets of how many there are."""


class BackupDamaged(ServerFailed):
    """A copy is not what was written; the message names the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """The write-ahead log that a copy needs to be whole, on its timeline.

    first: the name of the segment that it begins in.
    """

    timeline: int
    start: str
    end: str

    @property
    def first(self) -> str:
        """The segment in which it begins."""
        return segment_name(f"{self.timeline:08X}", position(self.start) // SEGMENT)


def take(programs: Path, address: PostgresAddress, to: Path, progress: Progress) -> Span:
    """Copy a running cluster whole, with the log that makes the copy consistent.

    to: a folder that is not there yet. Raises ServerFailed with what pg_basebackup said.
    """
    options = ["--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256"]
    command = [str(programs / "pg_basebackup"), f"--pgdata={to}", *options]
    command += ["--progress", "--no-password"]
    # In the environment, for a command line can be read by everybody.
    where = {"PGHOST": address.host, "PGPORT": str(address.port), "PGUSER": address.superuser}
    secret = {"PGPASSWORD": address.password, "PGREQUIREAUTH": "scram-sha-256"}
    said = _run(command, {**QUIET, **where, **secret}, progress)
    if said is not None:
        raise ServerFailed(f"pg_basebackup could not copy the cluster: {said}")
    return span(to)


def verify(programs: Path, copy: Path) -> None:
    """Read all of a copy again and compare it with its own manifest. Raises BackupDamaged."""
    command = [str(programs / "pg_verifybackup"), "--quiet", str(copy)]
    result = subprocess.run(command, capture_output=True, text=True, env=QUIET, cwd="/")
    if result.returncode:
        raise BackupDamaged(
            f"the copy in {copy} is damaged ({' '.join(result.stderr.split())[:500]}): "
            "take another backup"
        )


def span(copy: Path) -> Span:
    """The log that a copy needs, as its manifest says. Raises BackupDamaged."""
    try:
        (needed,) = json.loads((copy / MANIFEST).read_text())["WAL-Ranges"]
        return Span(needed["Timeline"], needed["Start-LSN"], needed["End-LSN"])
    except (OSError, ValueError, KeyError) as error:
        raise BackupDamaged(f"{copy / MANIFEST} cannot be read ({error!r}): take another") from None


def position(lsn: str) -> int:
    """A place in the write-ahead log as a number."""
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def _run(command: list[str], environment: dict[str, str], progress: Progress) -> str | None:
    """What the program complained of, None when it succeeded."""
    said = b""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd="/"
    ) as program:
        stream = program.stderr
        assert stream is not None
        while block := os.read(stream.fileno(), 4096):
            said = (said + block)[-4000:]
            if counted := COUNTED.findall(block):
                copied, total = counted[-1]
                progress(int(copied) * 1024, int(total) * 1024)
    if program.returncode == 0:
        return None
    lines = [line for line in said.decode(errors="replace").splitlines() if "kB (" not in line]
    return " | ".join(lines)[-600:]
