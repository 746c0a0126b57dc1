"""Fixtures for all tests; each server's lie in a module of their own under tests/support."""

import pytest

pytest_plugins = ["tests.support.fix_postgres", "tests.support.fix_kafka"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests, marked ``anyio``, run on asyncio, as the product does."""
    return "asyncio"
