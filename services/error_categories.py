"""What any error means for whoever asked: its own category, or a library's by this table."""

import psycopg
import psycopg_pool
from kafka.errors import KafkaError
from pydantic import ValidationError

from domain.errors import ErrorCategory

LIBRARIES: dict[tuple[type[Exception], ...], ErrorCategory] = {
    (
        psycopg.OperationalError,
        psycopg_pool.PoolTimeout,
        KafkaError,
        TimeoutError,
        ConnectionError,
    ): ErrorCategory.UNAVAILABLE,
    (ValidationError, OSError): ErrorCategory.UNFIT,
}


def category_of(error: Exception) -> ErrorCategory | None:
    """The category of an error; None for one that nobody foresaw."""
    own = getattr(error, "category", None)
    if isinstance(own, ErrorCategory):
        return own
    return next((each for kinds, each in LIBRARIES.items() if isinstance(error, kinds)), None)
