"""A connection as the server opens it."""

import asyncio
import socket

import pytest
import uvicorn
from fastapi import FastAPI
from uvicorn.server import ServerState

from adapters.local.ports import hold_port
from services.api.connections import Connection

pytestmark = pytest.mark.anyio


async def test_the_body_of_an_answer_does_not_wait_until_its_head_is_acknowledged() -> None:
    state, listening = ServerState(), hold_port(None, None)
    config = uvicorn.Config(FastAPI(), lifespan="off", log_config=None)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(config, state, {}), sock=listening)
    _, writer = await asyncio.open_connection(*listening.getsockname())
    while not state.connections:
        await asyncio.sleep(0.01)
    (connection,) = state.connections
    line = connection.transport.get_extra_info("socket")
    assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    writer.close()
    server.close()
