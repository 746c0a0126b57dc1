"""Whether a replay came as far as the archive goes, and whether what came can be opened."""

import psycopg

from adapters.local import cluster_copy
from adapters.local.archive import segment_number
from adapters.local.children import ServerFailed
from adapters.local.folder import DataFolder
from adapters.local.postgres_server import PostgresAddress
from adapters.postgres.rewrapping import wrapped_by
from adapters.secrets import read_secrets
from domain.errors import ErrorCategory


class NotReached(ServerFailed):
    """The log was not replayed as far as the archive goes."""


class KeysMissing(Exception):
    """The archive goes on past a rotation whose key the backup cannot have."""

    category = ErrorCategory.UNFIT


def must_open(restored: DataFolder, server: PostgresAddress) -> None:
    """Refuse a record whose keys nobody could unwrap. Raises KeysMissing."""
    known = {kek.id for kek in read_secrets(restored.secrets).keks}
    with psycopg.connect(server.dsn("plaint_keys"), autocommit=True) as connection:
        missing = {name: n for name, n in wrapped_by(connection).items() if name not in known}
    if missing:
        named = ", ".join(f"{name}: {n}" for name, n in sorted(missing.items()))
        raise KeysMissing(
            f"keys are wrapped by key-encryption keys that the backup lacks ({named}), for they "
            "were made after it, and nothing personal would open any more: name the folder "
            "`secrets` as it was last with --secrets DIR, or restore to a moment before "
            "`plaint secrets rotate keys` with --until TIME"
        )


def must_have_reached(growing: DataFolder, last_wal: str) -> None:
    """See by the new timeline's history where the replay ended. Raises NotReached."""
    histories = sorted((growing.postgres / "data" / "pg_wal").glob("*.history"))
    lines = histories[-1].read_text().split("\n") if histories else []
    ends = [line.split("\t")[1] for line in lines if line.count("\t") >= 2]
    reached = cluster_copy.position(ends[-1]) // cluster_copy.SEGMENT if ends else -1
    if reached < segment_number(last_wal):
        raise NotReached(
            f"the replay ended at {ends[-1] if ends else 'nothing'}, before the archive's last "
            f"file {last_wal}: see {growing.postgres / 'log' / 'postgres.log'}; a file before it "
            "is damaged, or of another server"
        )
