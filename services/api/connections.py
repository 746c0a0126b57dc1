"""One connection: bounded in number and in how long it may idle; its errors are problems too."""

import asyncio
import socket
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from adapters.clock import random_id
from services.api.lingering import LingeringTransport
from services.api.middleware import ALWAYS
from services.api.problems import BAD_REQUEST, TOO_SLOW, UNAVAILABLE, Problem, answer

MOST = 512
"""Connections at a time; a process may usually hold open 1,024 files."""
LINGERING = 64
"""How many more may hear that there are too many before they are cut."""
IDLE_SECONDS = 30
"""How long a connection may wait for another request."""
HEAD_SECONDS = 10.0
"""How long the head of a request may take, and a body that nobody reads any more."""
CLOSING = {"Connection": "close"}


class Connection(H11Protocol):
    """The library's protocol, with a time for what it would wait for without end."""

    _until: asyncio.TimerHandle | None = None
    _line: LingeringTransport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Serve it, unless there are too many."""
        self._line = LingeringTransport(transport, self._is_unread)
        super().connection_made(cast(asyncio.Transport, self._line))
        # Else the body of an answer waits until the other side has acknowledged its head: 40 ms.
        line: socket.socket = transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > MOST:
            again = CLOSING | {"Retry-After": "2"}
            detail = f"{MOST} connections are open, more are not taken"
            self._end(Problem(UNAVAILABLE, detail, instead="try again", headers=again))
        self._mind()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._line.is_lingering:
            self._line.drop(data)
            return
        super().data_received(data)
        self._mind()

    def on_response_complete(self) -> None:
        """Await the next request."""
        super().on_response_complete()
        self._mind()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._line.cut()
        super().connection_lost(exc)
        self._mind()

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP, and end."""
        detail = "this is no HTTP/1.1 as RFC 9112 has it"
        again = "send one well-formed request"
        self._end(Problem(BAD_REQUEST, detail, instead=again, headers=CLOSING))

    def _mind(self) -> None:
        if not self._is_owing():
            if self._until is not None:
                self._until.cancel()
                self._until = None
        elif self._until is None:
            self._until = self.loop.call_later(HEAD_SECONDS, self._late)

    def _is_owing(self) -> bool:
        """Whether it is the other side's turn to go on with what it began, or to begin at all."""
        if self.transport.is_closing() or not (self.cycle is None or self.cycle.response_complete):
            return False
        has_begun = self.conn.their_state is not h11.IDLE or bool(self.conn.trailing_data[0])
        return has_begun or self.cycle is None

    def _is_unread(self) -> bool:
        """Whether the body of a request that was answered is still on its way."""
        return self.conn.their_state is h11.SEND_BODY

    def _late(self) -> None:
        self._until = None
        if self.conn.trailing_data[0]:
            detail = f"the head of the request took longer than {HEAD_SECONDS:.0f} seconds"
            again = "send it again over a better line"
            self._end(Problem(TOO_SLOW, detail, instead=again, headers=CLOSING))
        self._line.cut()

    def _end(self, problem: Problem) -> None:
        """Close, after the problem was told where no answer has begun."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = answer(problem, correlation_id := str(random_id()))
            response.headers.update(ALWAYS | {"X-Correlation-Id": correlation_id})
            said: tuple[Any, ...] = (
                h11.Response(status_code=response.status_code, headers=response.raw_headers),
                h11.Data(data=bytes(response.body)),
                h11.EndOfMessage(),
            )
            for event in said:
                self.transport.write(self.conn.send(event) or b"")
        if len(self.connections) <= MOST + LINGERING:
            self._line.linger()
        else:
            self._line.cut()
