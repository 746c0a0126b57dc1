"""Kafka's jars, each named with its digest in jars.txt, fetched once into a cache of the project.

As a command (`python -m adapters.local.jars`) it fills the cache before anything needs it.
"""

import argparse
import fcntl
import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jgo.maven import MavenContext
from requests import RequestException
from requests.exceptions import SSLError

from domain.errors import ErrorCategory

TRIES = 3
TIME_OUT = 20
MANIFEST = Path(__file__).with_name("jars.txt")
SOURCE_TREE = Path(__file__).parents[2]


class JarsMissing(Exception):
    """Kafka's jars are not here and could not be fetched; the message names the ways out."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True)
class Jar:
    """One line of the manifest."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    def is_whole(self, file: Path) -> bool:
        return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def manifest() -> list[Jar]:
    """Every jar of Apache Kafka 4.3.1 and the binding that lets it write a log."""
    found = []
    for line in MANIFEST.read_text().splitlines():
        coordinate, sha256 = line.split()
        group, artifact, version = coordinate.split(":")
        found.append(Jar(group, artifact, version, sha256))
    return found


def default_cache() -> Path:
    """`.cache/jars` of the source tree, or a folder of the home where there is no tree."""
    if (SOURCE_TREE / "pyproject.toml").exists():
        return SOURCE_TREE / ".cache" / "jars"
    return Path.home() / ".cache" / "plaint" / "jars"


def fetch_jars(
    cache: Path, *, repository: str | None, on_progress: Callable[[int, int], None]
) -> list[Path]:
    """The verified jars, in the manifest's order; what is missing or broken is fetched, one by one.

    `repository` is another Maven repository than Maven Central; the digests hold all the same.
    `on_progress` gets how many jars are there, of how many, after each fetched one. Raises
    JarsMissing.
    """
    jars = manifest()
    missing = [jar for jar in jars if not jar.is_whole(cache / jar.name)]
    if missing:
        with only_one(cache):
            for number, jar in enumerate(missing, len(jars) - len(missing) + 1):
                fetch(jar, cache, repository)
                on_progress(number, len(jars))
    return [cache / jar.name for jar in jars]


def fetch(jar: Jar, cache: Path, repository: str | None) -> None:
    """Fetched under another name and renamed when it is what the manifest says."""
    if jar.is_whole(cache / jar.name):
        return
    growing = cache / "fetching"
    reasons = []
    for _ in range(TRIES):
        shutil.rmtree(growing, ignore_errors=True)
        try:
            file = download(jar, growing, repository)
        except (RequestException, RuntimeError, OSError) as error:
            reasons.append(why(error))
            continue
        if jar.is_whole(file):
            file.replace(cache / jar.name)
            shutil.rmtree(growing)
            return
        reasons.append("what came is not what the manifest names")
    raise JarsMissing(
        f"{jar.group}:{jar.artifact}:{jar.version} of Kafka could not be fetched in {TRIES} tries "
        f"({reasons[-1]}): run without Kafka (--kafka off), name a broker in "
        "PLAINT_KAFKA_BOOTSTRAP_SERVERS, or a reachable repository in PLAINT_MAVEN_REPOSITORY."
    )


def why(error: Exception) -> str:
    if isinstance(error, SSLError):
        return f"{error}; for a proxy with its own certificate set REQUESTS_CA_BUNDLE to the file"
    return str(error)


def download(jar: Jar, folder: Path, repository: str | None) -> Path:
    remotes = None if repository is None else {"named": repository.rstrip("/")}
    context = MavenContext(
        repo_cache=folder, local_repos=[], remote_repos=remotes, timeout=TIME_OUT
    )
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    return component.artifact().resolve()


@contextmanager
def only_one(cache: Path) -> Iterator[None]:
    """Two commands may start on an empty cache at once: the second waits."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def show_progress(fetched: int, total: int) -> None:
    """One line that counts, on a terminal; one line at the end elsewhere."""
    if sys.stderr.isatty():
        print(f"\rKafka: {fetched} of {total} jars", end="", file=sys.stderr, flush=True)
    if fetched == total:
        print(f"\rKafka: {total} jars are here.", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m adapters.local.jars", description=__doc__)
    parser.add_argument("--cache", type=Path, default=default_cache(), metavar="DIR")
    parser.add_argument("--repository", default="", metavar="URL", help="instead of Maven Central")
    arguments = parser.parse_args()
    try:
        fetch_jars(
            arguments.cache, repository=arguments.repository or None, on_progress=show_progress
        )
    except JarsMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
