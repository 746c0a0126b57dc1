"""How many commands came to the door of this process, what became of them, how long they took."""

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from time import monotonic
from typing import Any

from starlette.responses import Response

from services.api.error_mapping import problem_of
from services.api.problems import Refused
from services.commands.not_stored import TooContended, VersionMoved

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
RESULTS = ("done", "repeated", "refused", "conflict", "invalid", "unavailable", "failed")
REPEATED = "Idempotency-Replayed"

Endpoint = Callable[..., Awaitable[Response]]


@dataclass(slots=True)
class Tally:
    """Counts from the start of the process.

    took: how many commands took at most BUCKETS[i] seconds and more than the one before; the last
    is of all that took longer.
    """

    results: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(RESULTS, 0)))
    took: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0

    def add(self, result: str, seconds: float) -> None:
        """Count one command."""
        self.results[result] += 1
        self.took[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds

    def counting(self, endpoint: Endpoint) -> Endpoint:
        """The same endpoint of a command, counted."""

        @wraps(endpoint)
        async def counted(*positional: Any, **named: Any) -> Response:
            began = monotonic()
            result = "failed"
            try:
                response = await endpoint(*positional, **named)
                result = "repeated" if REPEATED in response.headers else "done"
                return response
            except asyncio.CancelledError:
                # The caller's time is over: the command may be stored all the same.
                result = "unavailable"
                raise
            except Exception as error:
                result = result_of(error)
                raise
            finally:
                self.add(result, monotonic() - began)

        return counted


def result_of(error: Exception) -> str:
    """What an error means for the command, as one of RESULTS."""
    if isinstance(error, VersionMoved | TooContended):
        return "conflict"
    problem = problem_of(error)
    if isinstance(problem, Refused):
        return "refused"
    if problem.kind.status == 503:
        return "unavailable"
    return "failed" if problem.kind.status == 500 else "invalid"
