"""A small memory of keys already opened, which forgets by number and by age."""

import time
from collections import OrderedDict
from typing import Generic, TypeVar

Name = TypeVar("Name")


class Remembered(Generic[Name]):
    """At most ``most`` keys, each for at most ``age`` seconds."""

    def __init__(self, most: int, age: float) -> None:
        self._most, self._age = most, age
        self._keys: OrderedDict[Name, tuple[float, bytes]] = OrderedDict()

    def get(self, name: Name) -> bytes | None:
        """The key, None if it was never put or is forgotten."""
        since, key = self._keys.get(name, (0.0, None))
        if key is not None and time.monotonic() - since > self._age:
            del self._keys[name]
            return None
        return key

    def put(self, name: Name, key: bytes) -> None:
        """Keeps the key; the one put longest ago goes when there are too many."""
        self._keys[name] = (time.monotonic(), key)
        self._keys.move_to_end(name)
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)

    def clear(self) -> None:
        """Forgets all."""
        self._keys.clear()
