"""A connection as the server opens it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from adapters.local.ports import hold_port
from services.api import lingering
from services.api.connections import Connection

pytestmark = pytest.mark.anyio


BODY = b"x" * 1024 * 1024
TOO_LARGE = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"


async def answered_unread(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers without having read the body, and ends the connection."""
    headers = [(b"content-length", b"4"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"much"})


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[tuple[ServerState, int]]:
    state, listening = ServerState(), hold_port(None, None)
    config = uvicorn.Config(app, lifespan="off", log_config=None)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(config, state, {}), sock=listening)
    yield state, listening.getsockname()[1]
    server.close()


async def answer_to(port: int, *pieces: bytes) -> bytes:
    """What is answered to whoever first sends everything and reads then, as proxies may."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01)
    answer = await reader.read()
    writer.close()
    return answer


async def test_whoever_goes_on_sending_hears_why_their_request_is_not_read() -> None:
    """A connection that is cut with octets unread is reset: a proxy tells 502 (RFC 9112, 9.6)."""
    async with served(answered_unread) as (state, port):
        answer = await answer_to(port, TOO_LARGE, *[BODY] * 8)
        assert answer.startswith(b"HTTP/1.1 413 ") and answer.endswith(b"much")
        no_http = await answer_to(port, b"no http\r\n\r\n", *[BODY] * 8)
        assert no_http.startswith(b"HTTP/1.1 400 ")
        while state.connections:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(("bound", "value"), [("REST_OCTETS", 4), ("REST_SECONDS", 0.2)])
async def test_it_is_cut_in_the_end(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: float
) -> None:
    """Whoever sends for ever, or holds the line open, has it for so long and no longer."""
    monkeypatch.setattr(lingering, bound, value)
    async with served(answered_unread) as (state, port):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(TOO_LARGE)
        while not state.connections:
            await asyncio.sleep(0.01)
        with suppress(ConnectionError):
            async with asyncio.timeout(5):
                while state.connections:
                    writer.write(b"x" * (bound == "REST_OCTETS"))
                    await asyncio.sleep(0.01)
        writer.close()
        assert not state.connections


async def test_the_body_of_an_answer_does_not_wait_until_its_head_is_acknowledged() -> None:
    async with served(FastAPI()) as (state, port):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        while not state.connections:
            await asyncio.sleep(0.01)
        (connection,) = state.connections
        line = connection.transport.get_extra_info("socket")
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
