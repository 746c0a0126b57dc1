"""Where a text stands in clear: raw files, dumps, topics, logs."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kafka import TopicPartition

from adapters.kafka.clients import Kafka
from tests.bench.pgbench import programs


def in_files(folder: Path, words: Iterable[str]) -> set[str]:
    """The words that stand in a file, or in any below a folder, whatever the file is.

    Servers make, rename and remove files and folders meanwhile: what has come is searched as well.
    """
    wanted = {word: word.encode() for word in words}
    found: set[str] = set()
    known: set[Path] = set()
    while new := set(files_below(folder)) - known:
        known |= new
        for path in new:
            with suppress(FileNotFoundError):
                octets = path.read_bytes()
                found |= {word for word, raw in wanted.items() if raw in octets}
    return found


def files_below(folder: Path) -> Iterator[Path]:
    """A file itself, or every file below a folder; a folder that is gone holds none."""
    if folder.is_file():
        yield folder
    for parent, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(parent, name)).is_file())


def places(folder: Path) -> Iterator[Path]:
    """What lies in a data folder; of the servers, what lies in theirs.

    A note that is being replaced lies there twice for a moment.
    """
    for entry in folder.iterdir():
        if entry.name in ("postgres", "kafka"):
            yield from places(entry)
        else:
            yield entry.with_name(entry.name.removesuffix(".part"))


def in_dump(dsn: str, words: Iterable[str]) -> set[str]:
    """The words that stand in what pg_dump makes of a database, bytea columns read as text too."""
    command = [str(programs() / "pg_dump"), "--no-owner", "--dbname", dsn]
    environment = {**os.environ, "LD_LIBRARY_PATH": ""}
    dump = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    return {word for word in words if word.encode() in dump or word.encode().hex().encode() in dump}


def in_topic(bootstrap_servers: str, topic: str, words: Iterable[str]) -> set[str]:
    """The words that stand in any key, value or header of a topic."""
    reader = Kafka(bootstrap_servers).consumer()
    try:
        return _in_records(reader, topic, list(words))
    finally:
        reader.close()


def _in_records(reader: Any, topic: str, words: list[str]) -> set[str]:
    places = [TopicPartition(topic, number) for number in reader.partitions_for_topic(topic) or ()]
    reader.assign(places)
    reader.seek_to_beginning(*places)
    ends = reader.end_offsets(places)
    found: set[str] = set()
    while any(reader.position(place) < ends[place] for place in places):
        for records in reader.poll(timeout_ms=500).values():
            for record in records:
                headers = [_octets(header) for header in record.headers]
                whole = b"\n".join([record.key or b"", record.value or b"", *headers])
                found |= {word for word in words if word.encode() in whole}
    return found


def _octets(header: tuple[str, bytes]) -> bytes:
    return header[0].encode() + b"=" + header[1]
