"""A data folder that the servers' account can reach, and Kafka's jars with their AOT cache."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.local.aot_cache import make_aot_cache
from adapters.local.jars import default_cache, fetch_jars


@pytest.fixture
def folder() -> Iterator[Path]:
    """One for each test."""
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """The cluster in it is made once: making one takes longer than most of what is asked of it."""
    with open_folder() as path:
        yield path


@contextmanager
def open_folder() -> Iterator[Path]:
    """Under /tmp and open to pass through: as root, pytest's own is closed to the servers."""
    path = Path(tempfile.mkdtemp(prefix="plaint-test-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def jars() -> Path:
    cache = default_cache()
    fetch_jars(cache, repository=None, on_progress=lambda done, total: None)
    make_aot_cache(cache)
    return cache
