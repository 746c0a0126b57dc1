"""A link to PostgreSQL that carries a question there, lets it be answered, and cuts the answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class SwallowingProxy:
    """Swallows the answer to each of the next questions that contain the marker, then hangs up."""

    def __init__(self, dsn: str) -> None:
        self._server = conninfo_to_dict(dsn)
        self.marker = b""
        self.to_swallow = 0
        self.swallowed = 0

    async def carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Serves one connection until either side, or the proxy, hangs up."""
        answers, server = await self._connect()
        doomed = asyncio.Event()
        there = asyncio.create_task(self._carry_there(client, server, doomed))
        home = asyncio.create_task(self._carry_home(answers, back, doomed))
        await asyncio.wait([there, home], return_when=asyncio.FIRST_COMPLETED)
        there.cancel()
        home.cancel()
        server.close()
        back.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, port = str(self._server["host"]), self._server["port"]
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, int(str(port)))

    async def _carry_there(
        self, client: asyncio.StreamReader, server: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        while question := await client.read(1 << 20):
            if self.to_swallow and self.marker in question:
                self.to_swallow -= 1
                doomed.set()
            server.write(question)
            await server.drain()

    async def _carry_home(
        self, answers: asyncio.StreamReader, back: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        while answer := await answers.read(1 << 20):
            if doomed.is_set():
                self.swallowed += 1
                return
            back.write(answer)
            await back.drain()


@asynccontextmanager
async def swallowing_proxy(dsn: str) -> AsyncIterator[tuple[SwallowingProxy, str]]:
    """The proxy and the connection string that leads through it."""
    proxy = SwallowingProxy(dsn)
    server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield proxy, make_conninfo(dsn, host="127.0.0.1", port=port)
    finally:
        server.close()
