"""What the figures were measured on, as the machine says it."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path

import psycopg

from adapters.clock import now
from adapters.local.jars import MANIFEST
from tests.support.workers import cores, memory

GIB = 2**30
COMMAND = "make bench"


def machine(admin_dsn: str) -> Mapping[str, str]:
    """Each thing that a figure depends on, by its name."""
    with psycopg.connect(admin_dsn) as connection:
        postgres = connection.info.parameter_status("server_version")
    return {
        "CPU": _model(),
        "cores": f"{cores()} of {os.cpu_count()}",
        "memory": f"{memory() / GIB:.1f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": str(postgres),
        "Apache Kafka": _kafka(),
        "command": f"`{COMMAND}`",
        "date": now().date().isoformat(),
    }


def _model() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _kafka() -> str:
    jars = [line.split()[0].split(":") for line in MANIFEST.read_text().splitlines() if line]
    return next(version for _, artifact, version in jars if artifact == "kafka-server")
