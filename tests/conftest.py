"""Fixtures for all tests; each server's lie in a module of their own under tests/support."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "everyday", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
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


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests, marked ``anyio``, run on asyncio, as the product does."""
    return "asyncio"
