"""Streams looked at in several processes, with one count of how far all of them are."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, TypeVar
from uuid import UUID

from adapters.postgres.views.filling import ranges
from services.streaming.rebuilding import WORTH_A_PROCESS

LOOK_EVERY = 0.1
Advance = Callable[[int], None]
Part = tuple[UUID, UUID]
"""Streams by their ids: (after, last)."""
Found = TypeVar("Found")
_shared: Any = None


def count(number: int) -> None:
    """Tell the process that began all how many events more were looked at."""
    with _shared.get_lock():
        _shared.value += number


def in_parts(
    work: Callable[..., Found], *arguments: object, upto: int, processes: int, advance: Advance
) -> list[Found]:
    """What ``work`` finds in each part of all streams, each in a process of its own.

    work: takes the arguments, a part (after, last), and ``count`` unless told otherwise; it can be
    pickled. upto: how many events there are; few are no process worth. advance: hears of each.
    """
    if processes == 1 or upto < WORTH_A_PROCESS:
        return [work(*arguments, ranges(1)[0], advance)]
    context = get_context("spawn")
    counter, known = context.Value("q", 0), 0
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=_share, initargs=(counter,)
    ) as pool:
        futures = [pool.submit(work, *arguments, part, count) for part in ranges(processes)]
        pending: set[Future[Found]] = set(futures)
        while pending:
            pending = wait(pending, timeout=LOOK_EVERY).not_done
            advance(counter.value - known)
            known = counter.value
        return [each.result() for each in futures]


def _share(counter: Any) -> None:
    global _shared
    _shared = counter
