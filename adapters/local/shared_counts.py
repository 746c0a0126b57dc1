"""Numbers that sister processes count together: each adds to a row of its own, all read all."""

from collections.abc import Iterator
from contextlib import contextmanager
from mmap import PAGESIZE, mmap
from tempfile import TemporaryFile

NUMBERS = PAGESIZE // 8
"""In one row, which is a page, so that no two processes write to the same."""


class SharedCounts:
    """Numbers from zero on in the memory that a parent handed over, or in our own.

    number: whose row is ours, from 1 on; whoever comes after one that ended goes on with its row.
    """

    def __init__(self, memory: int | None = None, *, number: int = 1) -> None:
        self.number = number
        held = bytearray(PAGESIZE) if memory is None else mmap(memory, 0)
        self._numbers = memoryview(held).cast("d")
        self._first = 0 if memory is None else NUMBERS * (number - 1)

    def add(self, place: int, amount: float) -> None:
        """Add to one number of our row."""
        self._numbers[self._first + place] += amount

    def sums(self, length: int) -> list[float]:
        """The first numbers, of all rows together."""
        return [sum(self._numbers[place::NUMBERS]) for place in range(length)]


@contextmanager
def memory_for(processes: int) -> Iterator[int]:
    """The descriptor of memory with a row for each, as long as the block lasts."""
    with TemporaryFile() as file:
        file.truncate(PAGESIZE * processes)
        yield file.fileno()
