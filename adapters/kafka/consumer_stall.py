"""Whether a consumer still moves: records that exist and do not come are an error, not a pause."""

import time
from collections.abc import Mapping
from typing import Any

from kafka.errors import KafkaError
from kafka.structs import MemberState

ASK_MS = 10_000


class FeedStalled(RuntimeError):
    """There is more in the topic and it does not come: the worker must start again."""


class Watch:
    """Looks after one consumer."""

    def __init__(self, consumer: Any, *, stalled_after: float) -> None:
        self._consumer = consumer
        self._patience = stalled_after
        self._moved = self._joined = time.monotonic()

    def look(self, *, moved: bool) -> None:
        """To be told after each poll whether records came. Raises FeedStalled."""
        now = time.monotonic()
        if moved:
            self._moved = self._joined = now
            return
        state = self._consumer.group_metadata().state
        if state == MemberState.STABLE:
            self._joined = now
        elif now - self._joined > self._patience:
            raise FeedStalled(f"not in the group for {self._patience} s ({state}): start again")
        if now - self._moved > self._patience:
            self._ask()
            self._moved = now

    def same(self, ids: Mapping[str, str]) -> None:
        """Raises FeedStalled when a topic has been made anew, as far as the client has heard."""
        for topic, topic_id in ids.items():
            # The client is told with each round of metadata and has no public way to say it.
            heard = self._consumer._cluster.topic_id(topic)
            if heard is not None and str(heard) != topic_id:
                raise FeedStalled(f"topic {topic} was made anew ({heard}): start again")

    def _ask(self) -> None:
        behind = self._behind()
        if behind:
            raise FeedStalled(
                f"no record came for {self._patience} s although there are some "
                f"(ends by slice: {behind}): start again"
            )

    def _behind(self) -> dict[int, int]:
        mine = list(self._consumer.assignment())
        if not mine:
            return {}
        try:
            ends = self._consumer.end_offsets(mine, timeout_ms=ASK_MS)
            at = {each: self._consumer.position(each, timeout_ms=ASK_MS) for each in mine}
        except KafkaError as error:
            raise FeedStalled(f"Kafka does not answer ({error!r}): start again") from error
        return {
            each.partition: ends[each] for each in mine if at[each] is None or at[each] < ends[each]
        }
