"""A connection that is closed before its request was read: what still comes is dropped first."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

REST_OCTETS = 64 * 1024 * 1024
"""How much of a request that was answered is read and dropped: more than any that is taken."""
REST_SECONDS = 5.0
"""How long; a line that still brings something then, or is held open, is cut."""


class LingeringTransport:
    """A transport that closes in two steps where the other side may still be sending.

    Closed at once, with octets of theirs unread, it would be reset, and the answer lost with it:
    a proxy would tell 502 instead of 413 (RFC 9112, 9.6). So our side ends after the answer, theirs
    is read without a look at it, and whichever comes first ends the connection: their own end,
    REST_SECONDS, or REST_OCTETS.
    """

    def __init__(self, transport: asyncio.Transport, is_sending: Callable[[], bool]) -> None:
        self._transport = transport
        self._is_sending = is_sending
        self._left = 0
        self._until: asyncio.TimerHandle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    @property
    def is_lingering(self) -> bool:
        """Whether what comes is dropped."""
        return self._until is not None

    def is_closing(self) -> bool:
        """Whether nothing more is said here."""
        return self.is_lingering or self._transport.is_closing()

    def close(self) -> None:
        """End our side, and the whole unless the other side is sending; said again, the whole."""
        if not self.is_closing() and self._is_sending():
            self.linger()
        else:
            self.cut()

    def linger(self) -> None:
        """End our side, and drop what comes for a while."""
        if self.is_closing():
            return
        self._left = REST_OCTETS
        self._until = asyncio.get_running_loop().call_later(REST_SECONDS, self.cut)
        with suppress(OSError):
            self._transport.write_eof()
        self._transport.resume_reading()

    def drop(self, data: bytes) -> None:
        """Take what came after our end."""
        self._left -= len(data)
        if self._left < 0:
            self.cut()

    def cut(self) -> None:
        """End both sides."""
        if self._until is not None:
            self._until.cancel()
        self._transport.close()
