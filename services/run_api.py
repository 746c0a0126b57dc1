"""The process that serves the API: one asyncio loop with the group-commit writer in it."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn

from adapters import logs
from adapters.local.ports import LOOPBACK
from adapters.settings import Settings, read_settings
from services.api.app import create_app
from services.api.threshold import LARGEST_HEADERS
from services.collecting import collect_rarely
from services.wiring import installation

DEFAULT_PORT = 8420
FINISH_SECONDS = 10

logger = structlog.get_logger(__name__)


class Server(uvicorn.Server):
    """A server whose signals are ours, so that the record is closed after the last answer."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the library would end the process before we have closed."""
        yield


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; what has begun is finished first, at most for ten seconds.

    A second signal ends it at once.
    """
    async with installation(settings) as open_installation:
        app = create_app(open_installation)
        config = uvicorn.Config(
            app,
            host=LOOPBACK,
            port=settings.port or DEFAULT_PORT,
            access_log=False,
            log_config=None,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            http="h11",
            ws="none",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=FINISH_SECONDS,
        )
        server = Server(config)
        _stop_on_signals(server)
        logger.info("api.serving", address=config.host, port=config.port)
        watching = asyncio.create_task(app.state.watch.go_on())
        await server.serve()
        watching.cancel()
    logger.info("api.stopped")


def _stop_on_signals(server: uvicorn.Server) -> None:
    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def main() -> None:
    """Serve what the environment's settings name."""
    settings = read_settings()
    logs.configure_process(settings.log_level)
    collect_rarely()
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
