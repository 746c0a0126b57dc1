"""How the suite is shared out: two workers with servers of their own, quick tests first.

Each worker is a process, so each has its own session's PostgreSQL and Kafka. A file stays with one
worker, for its fixtures' sake; the crowded ones all go to the same, so that no two of them run
beside each other. Plain ``pytest`` shares nothing out and only puts quick tests first.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

MOST = 2
OCTETS_OF_TWO = 6 * 10**9
LIMIT = Path("/sys/fs/cgroup/memory.max")
# Each starts a whole Plaint or more brokers, or stops and kills what it measures.
CROWDED = ("tests/e2e/", "tests/hunt/test_feeds.py", "tests/kafka/test_broker_failures.py")
LONG = ("tests/bench/", "tests/hunt/", "tests/kafka/", "tests/local/", "tests/store/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers where two cores and 6 GB are; else none, and this process runs all tests."""
    return workers(cores=cores(), octets=memory())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A scheduler that gives a whole file, or all crowded ones, to one worker."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "crowded" if nodeid.startswith(CROWDED) else nodeid.partition("::")[0]

    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts files without servers first, and those last that take little time each.

    So no worker is idle for long while the other works on the last file.
    """
    need_servers = {item.path for item in items if item.get_closest_marker("servers")}
    items.sort(key=lambda item: rank(item.nodeid) if item.path in need_servers else 0)


def rank(nodeid: str) -> int:
    """How late a test that needs servers begins, from 1."""
    return 1 if nodeid.startswith(CROWDED) else 2 if nodeid.startswith(LONG) else 3


def workers(*, cores: int, octets: int) -> int:
    """How many worker processes a machine bears; 0 for none beside this process."""
    return MOST if cores >= MOST and octets >= OCTETS_OF_TWO else 0


def cores() -> int:
    """How many this process may use."""
    with suppress(AttributeError):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory() -> int:
    """Octets of this machine, or of the container, if that has a limit."""
    octets = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = LIMIT.read_text().strip() if LIMIT.exists() else "max"
    return octets if limit == "max" else min(octets, int(limit))
