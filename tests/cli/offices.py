"""A keyboard whose API serves, and keys of other persons who ask it over HTTP."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.local.folder import DataFolder
from adapters.local.ports import choose_port
from adapters.settings import environment_for
from services.operations.own_api import asked_at, who_answers
from tests.cli.conftest import Keyboard

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Office:
    """A keyboard whose API serves, and a file with a key for each of some other persons."""

    keyboard: Keyboard
    keys: dict[str, Path]

    def types(self, role: str, *words: str, exit_code: int = 0) -> Any:
        return self.keyboard.types("--key", f"@{self.keys[role]}", *words, exit_code=exit_code)

    def json(self, role: str, *words: str) -> Any:
        return self.keyboard.json("--key", f"@{self.keys[role]}", *words)

    def new_key(self, name: str, *words: str) -> str:
        made = self.keyboard.json("key", "new", *words)
        self.keys[name] = self.folder.path / f"{name}.key"
        self.keys[name].touch(mode=0o600)
        self.keys[name].write_text(f"{made['key']}\n")
        return str(made["principal"])

    @property
    def folder(self) -> DataFolder:
        return DataFolder(Path(self.keyboard.environment["PLAINT_DATA"]))

    def proposed(self) -> str:
        """A complaint that is handled at the keyboard up to a proposed decision."""
        reference = str(self.keyboard.json("log", "--narrative", "It exploded")["reference"])
        self.keyboard.types("assign", reference)
        self.keyboard.types("open-investigation", reference)
        self.keyboard.types("record-finding", reference, "--finding", "not_upheld")
        self.keyboard.types("propose-decision", reference)
        return reference


@contextmanager
def serving(keyboard: Keyboard) -> Iterator[Office]:
    """The keyboard's installation with its API, which the run.json names."""
    made = Office(keyboard, {})
    port = choose_port(None, None)
    served = keyboard.settings.model_copy(update={"port": port})
    command = [sys.executable, "-m", "services.run_api"]
    with subprocess.Popen(command, cwd=ROOT, env=environment_for(served)) as api:
        made.folder.write_run({**made.folder.read_run(), "port": port, "parts": {"api": api.pid}})
        while who_answers(asked_at("127.0.0.1", port), "/livez", seconds=1) is None:
            time.sleep(0.1)
        yield made
        api.terminate()
