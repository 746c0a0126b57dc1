"""The commands that wait for the record, and which of them may go there together."""

import asyncio
from collections import deque
from dataclasses import dataclass

from adapters.record import Append, Appended


@dataclass(slots=True, eq=False)
class Waiting:
    """One command and the caller who waits for its outcome."""

    command: Append
    octets: int
    answer: asyncio.Future[Appended]

    def names(self) -> set[object]:
        """What no two commands that go together may share: streams, claims and the id."""
        streams = (stream.stream_id for stream in self.command.streams)
        return {self.command.command_id, *streams, *self.command.claims}

    def tell(self, outcome: Appended | Exception) -> None:
        """Answers the caller, if he is still there."""
        if self.answer.done():
            return
        if isinstance(outcome, Appended):
            self.answer.set_result(outcome)
        else:
            self.answer.set_exception(outcome)


class Batch:
    """What goes in one call.

    names: those that must not come in, because they are being stored by another call.
    """

    def __init__(self, names: set[object], *, most_commands: int, octets: int) -> None:
        self.taken: list[Waiting] = []
        self._names = names
        self._most_commands = most_commands
        self._octets_left = octets

    def gather(self, queue: deque[Waiting]) -> list[Waiting]:
        """Takes what may come now, first come, first served; the rest stays in its order."""
        later: list[Waiting] = []
        while queue and len(self.taken) < self._most_commands > len(later):
            waiting = queue.popleft()
            if not waiting.answer.done() and not self._take(waiting):
                later.append(waiting)
        queue.extendleft(reversed(later))
        return self.taken

    def _take(self, waiting: Waiting) -> bool:
        names = waiting.names()
        fits = not self.taken or waiting.octets <= self._octets_left
        free = self._names.isdisjoint(names)
        # Also of those that stay: what comes after them shall not overtake them.
        self._names |= names
        if fits and free:
            self._octets_left -= waiting.octets
            self.taken.append(waiting)
        return fits and free
