"""Every Python process of a shifted run loads this: it makes faketime hold for all of them."""

import os
import select
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

OURS = {
    name: value
    for name, value in os.environ.items()
    if name.startswith("FAKETIME") or name in ("LD_PRELOAD", "NO_FAKE_STAT", "PYTHONPATH")
}


def _sleep(seconds: float, /) -> None:
    # libfaketime 0.9.10 spoils the absolute monotonic time to which time.sleep waits (EINVAL).
    select.select([], [], [], seconds)


def _open_to_all() -> None:
    # What faketime shares is its starter's; a server of another account could not open it.
    for name in os.environ.get("FAKETIME_SHARED", "").split():
        for file in (f"sem.{name[1:]}", name[1:]):
            with suppress(OSError):
                Path("/dev/shm", file).chmod(0o666)


_start: Any = subprocess.Popen.__init__


def _started(self: Any, *given: Any, env: Any = None, **more: Any) -> None:
    # Our servers are started with an environment of theirs.
    _start(self, *given, env=None if env is None else {**OURS, **env}, **more)


setattr(time, "sleep", _sleep)  # noqa: B010 - the type of a builtin
setattr(subprocess.Popen, "__init__", _started)  # noqa: B010 - its many signatures
_open_to_all()
