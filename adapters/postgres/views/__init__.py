"""Views in PostgreSQL: their tables, how far they are, and the questions asked of them."""

from adapters.postgres.views.store import PostgresViews

__all__ = ["PostgresViews"]
