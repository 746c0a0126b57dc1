"""The processes of the API: how each is called, and which of them a start has noted."""

from collections.abc import Mapping

API = "api"
PROCESSES = "api_processes"
"""The setting that says how many there are, as a start notes it for whoever looks later."""


def names(processes: int) -> tuple[str, ...]:
    """The part, the log and the heartbeat of each: ``api``, ``api-2`` and so on."""
    return (API, *(f"{API}-{number}" for number in range(2, processes + 1)))


def noted_pids(run: Mapping[str, object]) -> list[int]:
    """Of each that ``run.json`` names; it need not run any more."""
    parts = run.get("parts")
    found = parts.items() if isinstance(parts, dict) else ()
    return [pid for name, pid in found if name.split("-")[0] == API and isinstance(pid, int)]
