"""What any error means for whoever asked: its own category, or a library's by this table."""

from domain.errors import ErrorCategory

LIBRARIES = {
    "psycopg.OperationalError": ErrorCategory.UNAVAILABLE,
    "psycopg_pool.PoolTimeout": ErrorCategory.UNAVAILABLE,
    "kafka.errors.KafkaError": ErrorCategory.UNAVAILABLE,
    "builtins.TimeoutError": ErrorCategory.UNAVAILABLE,
    "builtins.ConnectionError": ErrorCategory.UNAVAILABLE,
    "pydantic_core._pydantic_core.ValidationError": ErrorCategory.UNFIT,
    "builtins.OSError": ErrorCategory.UNFIT,
}
"""By full name: no door waits for libraries that only another one uses."""


def category_of(error: Exception) -> ErrorCategory | None:
    """The category of an error; None for one that nobody foresaw."""
    own = getattr(error, "category", None)
    if isinstance(own, ErrorCategory):
        return own
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    return next((LIBRARIES[name] for name in names if name in LIBRARIES), None)
