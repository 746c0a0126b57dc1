"""``plaint down``: whatever serves a data folder is stopped, wherever it was started."""

import os
import signal
import time
from contextlib import suppress

from adapters.local.folder import DataFolder, FolderHeld
from adapters.local.jars import default_cache
from adapters.local.kafka_server import KafkaServer
from adapters.local.postgres_server import PostgresServer
from adapters.settings import Settings
from services import addresses


def down(settings: Settings, *, seconds: float = 60.0) -> bool:
    """Stop what serves a data folder, and servers left behind by a kill; False if nothing ran.

    Raises TimeoutError when it has not stopped in time.
    """
    folder = addresses.folder_of(settings)
    deadline = time.monotonic() + seconds
    was_running = False
    while time.monotonic() < deadline:
        try:
            with folder.hold():
                return _stop_leftovers(settings, folder) or was_running
        except FolderHeld:
            _ask_to_stop(folder, once=not was_running)
            was_running = True
            time.sleep(0.2)
    raise TimeoutError(f"{folder.path} is still in use after {seconds:.0f} s: see its log folder")


def _ask_to_stop(folder: DataFolder, *, once: bool) -> None:
    pid = folder.read_run().get("pid")
    if once and isinstance(pid, int):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def _stop_leftovers(settings: Settings, folder: DataFolder) -> bool:
    postgres = PostgresServer(folder.postgres, secrets=folder.secrets, run_as=settings.run_as)
    kafka = KafkaServer(folder.kafka, jars=default_cache(), run_as=settings.run_as)
    left = postgres.pid is not None or kafka.pid is not None
    postgres.stop()
    kafka.stop()
    return left
