"""This machine talking to itself: without it neither Kafka nor the API can be reached."""

import fcntl
import socket
import struct
from collections.abc import Callable
from contextlib import closing

from adapters.local.ports import LOOPBACK
from domain.errors import ErrorCategory

SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914  # netdevice(7)
UP_AND_RUNNING = 0x1 | 0x40
INTERFACE = struct.Struct("16sh14x")


SENTENCE = (
    f"this machine cannot reach itself at {LOOPBACK}: bring its loopback interface up "
    "(`ip link set lo up`)"
)


class NoLoopback(Exception):
    """The machine cannot reach itself; the message says what to do."""

    category = ErrorCategory.UNAVAILABLE


def answers() -> bool:
    """Whether a connection to ourselves comes about."""
    try:
        with (
            closing(socket.create_server((LOOPBACK, 0))) as server,
            closing(socket.create_connection(server.getsockname(), timeout=2)),
        ):
            return True
    except OSError:
        return False


def bring_up() -> None:
    """Bring the loopback interface up, as root may. Raises OSError."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as any_socket:
        answer = fcntl.ioctl(any_socket, SIOCGIFFLAGS, INTERFACE.pack(b"lo", 0))
        flags: int = INTERFACE.unpack(answer)[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, INTERFACE.pack(b"lo", flags | UP_AND_RUNNING))


def ensure_loopback(
    *, is_up: Callable[[], bool] = answers, bring_up: Callable[[], None] = bring_up
) -> bool:
    """Have the loopback interface up; True if it was down and was brought up (root may).

    A fresh network namespace (``unshare -n``) has it down. Raises NoLoopback.
    """
    if is_up():
        return False
    try:
        bring_up()
    except OSError as error:
        raise NoLoopback(SENTENCE) from error
    if not is_up():
        raise NoLoopback(SENTENCE)
    return True
