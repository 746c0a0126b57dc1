"""How many commands came to this door, what became of them, how long they took."""

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from time import monotonic
from typing import Any

from starlette.responses import Response

from adapters.local.shared_counts import SharedCounts
from services.api.error_mapping import problem_of
from services.api.problems import Refused
from services.commands.not_stored import TooContended, VersionMoved

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
RESULTS = ("done", "repeated", "refused", "conflict", "invalid", "unavailable", "failed")
SECONDS = len(RESULTS) + len(BUCKETS) + 1
"""The place of the time among the counts: after the results and the buckets."""
REPEATED = "Idempotency-Replayed"

Endpoint = Callable[..., Awaitable[Response]]


class Tally:
    """Counts of all processes of the API since they were started together."""

    def __init__(self, counts: SharedCounts) -> None:
        self._counts = counts

    @property
    def results(self) -> Mapping[str, float]:
        """How many commands came to what."""
        return dict(zip(RESULTS, self._counts.sums(SECONDS), strict=False))

    @property
    def took(self) -> Sequence[float]:
        """How many commands took at most BUCKETS[i] seconds and more than the one before.

        The last is of all that took longer.
        """
        return self._counts.sums(SECONDS)[len(RESULTS) :]

    @property
    def seconds(self) -> float:
        """How long all commands took together."""
        return self._counts.sums(SECONDS + 1)[SECONDS]

    def add(self, result: str, seconds: float) -> None:
        """Count one command."""
        self._counts.add(RESULTS.index(result), 1)
        self._counts.add(len(RESULTS) + bisect_left(BUCKETS, seconds), 1)
        self._counts.add(SECONDS, seconds)

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
