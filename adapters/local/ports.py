"""Which TCP ports of this machine's loopback are free."""

import socket

LOOPBACK = "127.0.0.1"


class PortTaken(Exception):
    """A port that was asked for is in use; the message says which."""


def is_free(port: int) -> bool:
    """Whether a server could listen there now, on the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_port(asked: int | None, last: int | None, *, not_this: int | None = None) -> int:
    """`asked` if given, else the `last` one if it is still free, else any.

    Raises PortTaken when the one that was asked for is in use.
    """
    if asked is not None:
        if not is_free(asked):
            raise PortTaken(
                f"Port {asked} is in use: stop what listens there (`ss -ltnp`), or give another."
            )
        return asked
    if last is not None and last != not_this and is_free(last):
        return last
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port != not_this:
            return port
