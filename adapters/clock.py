"""The one place that asks the time and draws random ids and octets."""

import secrets
from datetime import UTC, datetime
from uuid import UUID, uuid4


def now() -> datetime:
    """Our present instant, aware, UTC, to the microsecond."""
    return datetime.now(UTC)


def random_id() -> UUID:
    """A fresh random uuid (version 4)."""
    return uuid4()


def random_octets(size: int) -> bytes:
    """``size`` octets fit for keys and nonces."""
    return secrets.token_bytes(size)
