"""A Plaint started as a user starts it, in a folder of its own, with ways to hurt it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from services.cli.app import make_app

START_SECONDS = 240.0
ACCOUNT = {"PLAINT_RUN_AS": "nobody"} if os.geteuid() == 0 else {}
FAST = {"PLAINT_REQUESTS_PER_SECOND": "0", "PLAINT_KEYLESS_REQUESTS_PER_SECOND": "0"}


class Running:
    """One ``plaint up`` over one data folder; it can be killed and started again."""

    def __init__(self, folder: Path, *, kafka: str = "on", **started_with: str) -> None:
        self.folder = folder
        self.kafka = kafka
        self.program = PLAINT
        self._started_with = started_with
        named = {k: v for k, v in started_with.items() if k in ACCOUNT}
        self._of_commands = {**environment(), **named}
        self.output = folder.parent / f"{folder.name}.out"
        self._process: subprocess.Popen[bytes] | None = None
        self._key = ""

    def up(self, *options: str) -> None:
        """Start it and wait until it says that it serves."""
        self.begin(*options)
        self.wait_until_it_serves()

    def begin(self, *options: str) -> None:
        """Start it and wait for nothing."""
        with self.output.open("wb") as out:
            self._process = subprocess.Popen(
                [*self.program, "up", "--data", str(self.folder), "--kafka", self.kafka, *options],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**environment(), **self._started_with},
            )

    def wait_until_it_serves(self) -> None:
        """Until it says so."""
        self.wait_until(lambda: "Plaint serves on" in self.said(), START_SECONDS)

    def said(self) -> str:
        """What the last start has printed so far."""
        return self.output.read_text()

    def run(self, *arguments: str, check: bool = True) -> str:
        """A command on this data folder, in this process, for one of its own would mostly import.

        Its standard output.
        """
        told = typed(["--data", str(self.folder), *arguments], self._of_commands)
        is_good = told.exit_code == 0 or not check
        assert is_good, f"{arguments}: {told.output}{told.exception!r}"
        return told.stdout

    def run_apart(self, *arguments: str, check: bool = True) -> str:
        """The same in a process of its own, which others need not wait for, and which may die."""
        done = subprocess.run(
            [*PLAINT, "--data", str(self.folder), *arguments],
            capture_output=True,
            text=True,
            env=self._of_commands,
        )
        assert not check or done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """A command that must not succeed; its standard error."""
        told = typed(["--data", str(self.folder), *arguments], self._of_commands)
        assert told.exit_code != 0, told.stdout
        return " ".join(told.stderr.split())

    def json(self, *arguments: str) -> Any:
        """What a command answers with ``--json``."""
        return json.loads(self.run(*arguments, "--json"))

    def views(self) -> list[dict[str, Any]]:
        """How far each view that is shown is, asked over HTTP; none while nobody answers."""
        self._key = self._key or str(self.json("key", "new", "--role", "auditor")["key"])
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.note()['port']}/v1/projections",
            headers={"Authorization": f"Bearer {self._key}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return [view for view in json.load(answer)["views"] if view["is_live"]]
        except urllib.error.URLError:
            return []

    def lags(self) -> list[int]:
        """How many events each view that is shown is behind; one while nobody answers."""
        return [int(view["head"]) - int(view["complete_upto"]) for view in self.views()] or [1]

    def first_keys(self) -> dict[str, str]:
        """The keys that its first start made, by role: it has no terminal to show them on."""
        lines = (self.folder / "secrets" / "first-keys").read_text().splitlines()
        return {role: key for role, key in (line.split() for line in lines)}

    def note(self) -> dict[str, Any]:
        """What ``run.json`` says: port, addresses, processes."""
        noted: dict[str, Any] = json.loads((self.folder / "run.json").read_text())
        return noted

    def part(self, name: str) -> int:
        """The process id of a part: api, relay, projections, tick."""
        return int(self.note()["parts"][name])

    def kill_everything(self) -> None:
        """kill -9 of the supervisor, every part and both servers, as a power cut would."""
        for pid in processes_below(self.folder):
            kill_if_there(pid)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.wait_until(lambda: not processes_below(self.folder), 30.0)

    def down(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(90)

    def wait_until(self, is_so: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait for something to become true, or fail with what Plaint printed."""
        deadline = time.monotonic() + seconds
        while not is_so():
            ended = self._process is not None and self._process.poll() is not None
            assert time.monotonic() < deadline, f"waited {seconds} s: {self.said()[-2000:]}"
            assert not ended or is_so(), f"plaint has ended: {self.said()[-2000:]}"
            time.sleep(0.1)


def typed(words: list[str], environment: Mapping[str, str]) -> Result:
    """What comes of a command that is typed in this environment and no other."""
    theirs = {name: environment.get(name) for name in {*os.environ, *environment}}
    return CliRunner().invoke(make_app(), words, env=theirs)


PLAINT = [sys.executable, "-m", "services.cli"]


def environment() -> dict[str, str]:
    """A user's: no Java, no PostgreSQL on the path; settings for tests, which ask without a pause.

    Root's servers run as an account that is there: no test run shall leave one behind.
    """
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PLAINT_")}
    return {
        **plain,
        "PATH": "/usr/bin:/bin",
        "PYTHONUTF8": "1",
        "COLUMNS": "120",
        **FAST,
        **ACCOUNT,
    }


def kill_if_there(pid: int) -> None:
    """kill -9 of a process that may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def processes_below(folder: Path) -> list[int]:
    """Every process whose command line or environment names the data folder, but not ourselves."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if str(folder).encode() in told and b"pytest" not in told.split(b"\0")[0]:
            found.append(int(entry.name))
    return found


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A data folder that the servers' account can reach; it goes at the end."""
    parent = Path(tempfile.mkdtemp(prefix="plaint-e2e-", dir="/tmp"))
    parent.chmod(0o711)
    try:
        yield parent / "data"
    finally:
        for pid in processes_below(parent):
            kill_if_there(pid)
        shutil.rmtree(parent, ignore_errors=True)
