"""The numbered steps of a schema: what there is to apply, what was applied, and applying it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from adapters.postgres.roles import OWNER
from domain.errors import ErrorCategory

RECORD = Path(__file__).parent / "schema"
KEYS = Path(__file__).parent / "schema_keys"

LOCK = 7704
LEDGER = """
CREATE TABLE IF NOT EXISTS schema_version (
    number     integer PRIMARY KEY,
    name       text NOT NULL,
    sha256     text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)"""


class SchemaDiffers(RuntimeError):
    """The database was made by other files than those of this version."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of a schema."""

    number: int
    name: str
    sql: str
    sha256: str


def migrations(folder: Path) -> list[Migration]:
    """The steps in a folder, in order. Raises ValueError if the numbers are not 1, 2, 3 …"""
    steps = []
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql")):
        sql = path.read_text("utf-8")
        digest = hashlib.sha256(sql.encode()).hexdigest()
        steps.append(Migration(int(path.name[:4]), path.stem, sql, digest))
    if not steps or [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"steps must be numbered 1, 2, 3 … ({folder}): name the files so")
    return steps


def pending(connection: psycopg.Connection[Any], folder: Path) -> list[Migration]:
    """The steps that this database still lacks; any role of Plaint may ask.

    Raises SchemaDiffers if a step was applied that this version does not have or has otherwise.
    """
    steps = {step.number: step for step in migrations(folder)}
    if connection.execute("SELECT to_regclass('schema_version')").fetchone() != (None,):
        applied = connection.execute("SELECT number, name, sha256 FROM schema_version")
        for number, name, sha256 in applied.fetchall():
            step = steps.pop(number, None)
            if step is None or step.sha256 != sha256:
                raise SchemaDiffers(
                    f"the database has a step that this version does not know ({number}, {name}): "
                    "run the version that made it, or a later one"
                )
    return list(steps.values())


def migrate(connection: psycopg.Connection[Any], folder: Path) -> list[str]:
    """Applies what is pending, all of it or nothing, and gives the names of the steps applied.

    connection: of an administrator who may act as plaint_owner. Safe to run from several places
    at once: the second waits and finds nothing left to do.
    """
    with connection.transaction():
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute(LEDGER)
        steps = pending(connection, folder)
        for step in steps:
            connection.execute(step.sql.encode())
            connection.execute(
                "INSERT INTO schema_version (number, name, sha256) VALUES (%s, %s, %s)",
                [step.number, step.name, step.sha256],
            )
    return [step.name for step in steps]


def script(folder: Path) -> str:
    """The same as text, for an administrator who applies it to a new database by hand."""
    parts = ["BEGIN;", f"SET LOCAL ROLE {OWNER};", f"{LEDGER.strip()};"]
    for step in migrations(folder):
        parts += [
            f"-- {step.name}",
            step.sql.strip(),
            "INSERT INTO schema_version (number, name, sha256) "  # noqa: S608 - our own files
            f"VALUES ({step.number}, '{step.name}', '{step.sha256}');",
        ]
    return "\n".join([*parts, "COMMIT;"])
