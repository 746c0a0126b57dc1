"""Which installation answers on a port of this machine: another's answer is not taken for ours."""

from contextlib import suppress
from http.client import HTTPException
from ipaddress import ip_address
from urllib.request import ProxyHandler, build_opener

INSTALLATION = "Plaint-Installation"
"""The header in which an API says, at ``/livez``, ``/readyz`` and ``/wellz``, whose it is."""


def host_asked(host: str) -> str:
    """The host at which this machine asks an API that serves on a host, which may mean any."""
    address = ip_address(host)
    if not address.is_unspecified:
        return str(address)
    return "127.0.0.1" if address.version == 4 else "::1"


def asked_at(host: str, port: int) -> str:
    """The address at which this machine asks an API that serves on a host and a port."""
    reachable = host_asked(host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def who_answers(address: str, path: str, *, seconds: float) -> str | None:
    """The identity that the API at an address tells, empty for a program that tells none.

    None where nothing answers with success in time. No proxy of the environment is asked.
    """
    directly = build_opener(ProxyHandler({}))
    with (
        suppress(OSError, HTTPException),
        directly.open(f"{address}{path}", timeout=seconds) as answer,
    ):
        return str(answer.headers.get(INSTALLATION, ""))
    return None
