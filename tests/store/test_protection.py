"""What the check holds the databases to is what their schemas make."""

from pathlib import Path

import pytest

from adapters.postgres.migrations import KEYS, RECORD
from adapters.postgres.protection import as_made, standing
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("schema", [RECORD, KEYS])
def test_what_is_written_down_is_what_the_schema_makes(
    database: FreshDatabases, schema: Path
) -> None:
    """Where a step changed it: write the lines of ``standing``, sorted, into the file."""
    with database.superuser(keys=schema is KEYS) as connection:
        assert standing(connection) == as_made(schema)
