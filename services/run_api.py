"""A process that serves the API: one asyncio loop with the group-commit writer in it."""

import argparse
import asyncio
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
import uvicorn

from adapters import logs
from adapters.local.ports import hold_port
from adapters.local.shared_counts import SharedCounts
from adapters.settings import Settings, read_settings
from services.api.admission import LARGEST_HEADERS
from services.api.app import create_app
from services.api.connections import IDLE_SECONDS, Connection
from services.gc_tuning import collect_rarely
from services.wiring import installation

DEFAULT_PORT = 8420
FINISH_SECONDS = 10
SETTLE_SECONDS = 0.1
AT_ONCE = 1
"""How many connections a process takes before it looks at those that it has.

With more the first to wake would take all that wait, and its sisters idle.
"""

logger = structlog.get_logger(__name__)


class Listening(socket.socket):
    """A socket that listens already, perhaps for sisters as well."""

    def listen(self, backlog: int = AT_ONCE, /) -> None:
        """Leave it as it is: the loop would shorten its queue to what it takes at once."""


class Server(uvicorn.Server):
    """A server whose signals are ours, so that the record is closed after the last answer."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, then end those that there are, each after its answer.

        What was taken in this very moment becomes a connection only now: the library would miss
        it, and it would go on until its time is over and then be broken off.
        """
        for server in self.servers:
            server.close()
        await asyncio.sleep(SETTLE_SECONDS)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the library would end the process before we have closed."""
        yield


async def serve(settings: Settings, listening: socket.socket, counts: SharedCounts) -> None:
    """Serve until SIGTERM or SIGINT; what has begun is finished first, at most for ten seconds.

    A second signal ends it at once. listening: the socket to serve on, perhaps with sisters.
    """
    async with installation(settings) as open_installation:
        app = create_app(open_installation, counts)
        config = uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            http=Connection,
            backlog=AT_ONCE,
            ws="none",
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=FINISH_SECONDS,
        )
        server = Server(config)
        _stop_on_signals(server)
        address, port, *_ = listening.getsockname()
        logger.info("api.serving", address=address, port=port)
        watching = asyncio.create_task(app.state.watch.go_on())
        await server.serve(sockets=[listening])
        watching.cancel()
    logger.info("api.stopped")


def _stop_on_signals(server: uvicorn.Server) -> None:
    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve what the environment's settings name. Raises PortTaken."""
    parser = argparse.ArgumentParser(prog="python -m services.run_api", description=__doc__)
    about = "the descriptor of a listening socket to serve on, instead of PLAINT_PORT"
    parser.add_argument("--socket", type=int, metavar="FD", help=about)
    about = "the descriptor of the memory in which all processes of the API count"
    parser.add_argument("--counts", type=int, metavar="FD", help=about)
    about = "which of them this is, from 1 on"
    parser.add_argument("--number", type=int, default=1, metavar="N", help=about)
    handed = parser.parse_args(arguments)
    settings = read_settings()
    logs.configure_process(settings.log_level)
    collect_rarely()
    if handed.socket is None:
        held = hold_port(settings.port or DEFAULT_PORT, None, host=settings.host)
        handed.socket = held.detach()
    listening = Listening(fileno=handed.socket)
    counts = SharedCounts(handed.counts, number=handed.number)
    asyncio.run(serve(settings, listening, counts))


if __name__ == "__main__":
    main()
