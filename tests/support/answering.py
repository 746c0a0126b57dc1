"""A small HTTP server that answers as the API of some installation."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from services.operations.own_api import INSTALLATION


@contextmanager
def http_of(identity: str, *, status: int = 200) -> Iterator[int]:
    """A server that says that it is this installation's; its port."""

    class Alive(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the library's
            self.send_response(status)
            self.send_header(INSTALLATION, identity)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Alive) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
