"""TCP ports of this machine: which are free, and one held from choosing to serving."""

import errno
import socket
import time

from domain.errors import ErrorCategory

LOOPBACK = "127.0.0.1"
BACKLOG = 2048


class PortTaken(Exception):
    """A port that was asked for is in use; the message says which."""

    category = ErrorCategory.UNAVAILABLE


class NoSuchHost(PortTaken):
    """This machine does not have the address that was to be served on."""


def is_free(port: int) -> bool:
    """Whether a server could listen there now, on the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def hold_port(requested: int | None, last: int | None, *, host: str = LOOPBACK) -> socket.socket:
    """A socket that listens on `requested`, or else on `last` if it is free, or else on any port.

    Who has the socket has the port, so it may be handed to a child. Raises PortTaken when the one
    that was asked for is in use, NoSuchHost for an address that this machine does not have.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET

    def held(port: int) -> socket.socket:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)

    try:
        return held(requested or last or 0)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise NoSuchHost(
                f"PLAINT_HOST is {host}, which this machine does not have: use one of its own, "
                "or 0.0.0.0 for all"
            ) from None
        if requested is not None:
            raise taken(requested) from None
        return held(0)


def must_be_free(requested: int | None, *, host: str = LOOPBACK, seconds: float = 0.0) -> None:
    """Before much is started for it. seconds: how long whoever has the port may take to end.

    Raises what hold_port raises.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            hold_port(requested, None, host=host).close()
            return
        except PortTaken as error:
            if isinstance(error, NoSuchHost) or time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def taken(port: int) -> PortTaken:
    """The refusal of a port that was asked for."""
    return PortTaken(
        f"Port {port} is in use: stop what listens there (`ss -ltnp`), or give another."
    )


def choose_port(requested: int | None, last: int | None, *, not_this: int | None = None) -> int:
    """`requested` if given, else the `last` one if it is still free, else any.

    Raises PortTaken when the one that was asked for is in use.
    """
    if requested is not None:
        if not is_free(requested):
            raise taken(requested)
        return requested
    if last is not None and last != not_this and is_free(last):
        return last
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port != not_this:
            return port
