"""The person at the keyboard, as the record's database keeps them: written once, never changed."""

from typing import Any
from uuid import UUID

import psycopg

KNOWN = "SELECT principal_id FROM operator"
WRITTEN = "INSERT INTO operator (principal_id) VALUES (%s) ON CONFLICT DO NOTHING"


def operator(connection: psycopg.Connection[Any], first: UUID) -> UUID:
    """Who it is; first: who it becomes where nobody is known yet, for good.

    connection: with autocommit. Of several that come at once, all get the same.
    """
    if (known := connection.execute(KNOWN).fetchone()) is None:
        connection.execute(WRITTEN, [first])
        known = connection.execute(KNOWN).fetchone()
    assert known is not None
    return UUID(str(known[0]))
