"""Kafka's jars: what the manifest names, whatever the source and however often interrupted."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from adapters.local.jars import Jar, JarsMissing, fetch, fetch_jars, manifest

CONTENT = b"what the manifest names"
JAR = Jar("org.example", "thing", "1.0", hashlib.sha256(CONTENT).hexdigest())
NOWHERE = "http://127.0.0.1:9"  # the discard port, where nothing listens


class Repository(http.server.ThreadingHTTPServer):
    """A Maven repository of one folder, which counts what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), partial(Answer, directory=str(folder)))
        self.jar = folder / "org" / "example" / "thing" / "1.0" / JAR.name
        self.jar.parent.mkdir(parents=True)
        self.jar.write_bytes(CONTENT)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        assert isinstance(self.server, Repository)
        self.server.asked.append(self.path)


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    with Repository(tmp_path / "repository") as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    path = tmp_path / "cache"
    path.mkdir()
    return path


def test_the_manifest_names_46_jars_once_each_with_their_digest() -> None:
    jars = manifest()
    assert len(jars) == len({jar.name for jar in jars}) == 46
    assert all(len(bytes.fromhex(jar.sha256)) == 32 for jar in jars)
    assert "kafka_2.13-4.3.1.jar" in {jar.name for jar in jars}


def test_a_jar_is_fetched_once_and_then_nobody_is_asked(
    repository: Repository, cache: Path
) -> None:
    fetch(JAR, cache, repository.address + "/")
    asked = len(repository.asked)
    fetch(JAR, cache, repository.address)
    assert (cache / JAR.name).read_bytes() == CONTENT
    assert asked == len(repository.asked) > 0
    assert [file.name for file in cache.iterdir()] == [JAR.name]


def test_a_broken_jar_and_the_rest_of_an_interrupted_download_are_replaced(
    repository: Repository, cache: Path
) -> None:
    (cache / JAR.name).write_bytes(CONTENT[:5])
    half = cache / "fetching" / repository.jar.relative_to(repository.jar.parents[4])
    half.parent.mkdir(parents=True)
    half.write_bytes(CONTENT[:7])
    fetch(JAR, cache, repository.address)
    assert (cache / JAR.name).read_bytes() == CONTENT


def test_what_the_manifest_does_not_name_is_tried_three_times_and_never_kept(
    repository: Repository, cache: Path
) -> None:
    repository.jar.write_bytes(b"something else")
    with pytest.raises(JarsMissing, match=r"3 tries .*not what the manifest names"):
        fetch(JAR, cache, repository.address)
    assert sum(path.endswith(".jar") for path in repository.asked) == 3
    assert not (cache / JAR.name).exists()


def test_an_unreachable_repository_is_one_sentence_with_the_ways_out(cache: Path) -> None:
    with pytest.raises(JarsMissing) as refused:
        fetch_jars(cache, repository=NOWHERE, on_progress=lambda done, total: None)
    sentence = str(refused.value)
    assert "\n" not in sentence
    for way in ("--kafka off", "PLAINT_KAFKA_BOOTSTRAP_SERVERS", "PLAINT_MAVEN_REPOSITORY"):
        assert way in sentence


@pytest.mark.servers
def test_a_full_cache_needs_no_network(jars: Path) -> None:
    reported: list[int] = []
    found = fetch_jars(
        jars, repository=NOWHERE, on_progress=lambda done, total: reported.append(done)
    )
    assert len(found) == 46
    assert all(file.exists() for file in found)
    assert reported == []
