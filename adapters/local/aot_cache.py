"""Kafka's AOT cache: its classes, loaded and linked once, so that a node starts sooner.

Java comes without any such cache (JEP 483, JEP 514). As a command
(`python -m adapters.local.aot_cache`) it makes the cache before anything needs it.
"""

import shutil
import tempfile
from pathlib import Path

from adapters.local.jars import default_cache, only_one
from adapters.local.kafka_server import KafkaServer
from adapters.local.programs import aot_cache

STOP_SECONDS = 120.0


def make_aot_cache(jars: Path, *, run_as: str | None = None) -> None:
    """Start a node once, end it, and keep in `jars` what Java learned; nothing where it is kept.

    Takes some ten seconds and 70 MB. Raises what KafkaServer.start and .stop raise, and OSError.
    """
    kept = aot_cache(jars)
    with only_one(jars):
        if kept.exists():
            return
        folder = Path(tempfile.mkdtemp(prefix="plaint-kafka-"))
        folder.chmod(0o711)
        try:
            made = folder / "kafka" / "tmp" / kept.name
            learning = (f"-XX:AOTCacheOutput={made}",)
            node = KafkaServer(folder / "kafka", jars=jars, run_as=run_as, options=learning)
            try:
                node.start()
            finally:
                node.stop(STOP_SECONDS)
            growing = kept.with_suffix(".part")
            shutil.copyfile(made, growing)
            growing.rename(kept)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    make_aot_cache(default_cache())
