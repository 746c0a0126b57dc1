"""The one place that asks the time and draws random ids and octets."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID, uuid4

_STANDING: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Our present instant, aware, UTC, to the microsecond."""
    return _STANDING.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let our instant be this one while the block lasts, for the task that it is in alone.

    Only complaints that are made up are recorded so; the server says when they were stored.
    """
    before = _STANDING.set(moment)
    try:
        yield
    finally:
        _STANDING.reset(before)


def random_id() -> UUID:
    """A fresh random uuid (version 4)."""
    return uuid4()


def random_octets(size: int) -> bytes:
    """``size`` octets fit for keys and nonces."""
    return secrets.token_bytes(size)
