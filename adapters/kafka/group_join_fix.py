"""Joining a group: what the group has answered counts, also when nobody was waiting for it."""

from typing import Any


def keep_answers(consumer: Any) -> None:
    """Let the consumer's next poll take an answer that came between two polls.

    kafka-python 3.0.12 forgets such an answer and joins once more (coordinator/base.py,
    join_group_async). That calls on all other members to join again, in whose work the next answer
    comes between two polls; two members were seen to go on so for more than half a minute.
    """
    coordinator = consumer._coordinator
    join = coordinator.join_group_async

    async def join_group_async(timeout_ms: float | None = None) -> bool:
        # In the client's own thread, like all that looks at the attempt.
        attempt = coordinator._join_task
        if attempt is not None and not isinstance(attempt, _Untaken):
            coordinator._join_task = _Untaken(attempt)
        joined: bool = await join(timeout_ms=timeout_ms)
        return joined

    coordinator.join_group_async = join_group_async


class _Untaken:
    """An attempt to join that counts as under way until its outcome has been taken."""

    is_done = False

    def __init__(self, attempt: Any) -> None:
        self.add_callback = attempt.add_callback
        self.add_errback = attempt.add_errback
        self._attempt = attempt

    def __await__(self) -> Any:
        return self._attempt.__await__()
