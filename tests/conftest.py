"""Fixtures for all tests; each server's lie in a module of their own under tests/support."""

import signal

import pytest
from hypothesis import HealthCheck, settings

# The same examples every day, so that a run says whether this tree is sound, and not whether chance
# found what no run before it had: that is what `make properties` is for, with forty times as many.
settings.register_profile(
    "everyday",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thousands",
    max_examples=2_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("everyday")

pytest_plugins = [
    "tests.support.workers",
    "tests.support.fix_postgres",
    "tests.support.fix_kafka",
]


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Ctrl-C means to the programs that tests start what it means at a terminal.

    A script's ``make test &`` is started with SIGINT ignored, and every child would inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests, marked ``anyio``, run on asyncio, as the product does."""
    return "asyncio"
