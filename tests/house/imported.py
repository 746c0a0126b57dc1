"""Which modules a Python program imports, told by the interpreter itself."""

import os
import subprocess
import sys
from collections.abc import Mapping

COMMAND_LINE = ("-m", "services.cli")
HEAVY = frozenset(
    [
        "cryptography",
        "domain.registry",
        "fastapi",
        "holidays",
        "jgo",
        "jinja2",
        "kafka",
        "prometheus_client",
        "psycopg",
        "pydantic",
        "requests",
        "services.wiring",
        "uvicorn",
    ]
)


def imported_by(
    *words: str, environment: Mapping[str, str] | None = None, exit_code: int = 0
) -> set[str]:
    """The modules of a program that ends with this code."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
    )
    assert done.returncode == exit_code, done.stderr
    lines = done.stderr.splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}
