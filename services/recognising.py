"""Which installation answers on a port of this machine: another's answer is not taken for ours."""

from contextlib import suppress
from http.client import HTTPException
from urllib.request import ProxyHandler, build_opener

from adapters.local.ports import LOOPBACK

INSTALLATION = "Plaint-Installation"
"""The header in which an API says, at ``/livez``, ``/readyz`` and ``/wellz``, whose it is."""


def who_answers(port: int, path: str, *, seconds: float) -> str | None:
    """The identity that the API there tells, empty for a program that tells none.

    None where nothing answers with success in time. No proxy of the environment is asked.
    """
    directly = build_opener(ProxyHandler({}))
    address = f"http://{LOOPBACK}:{port}{path}"
    with suppress(OSError, HTTPException), directly.open(address, timeout=seconds) as answer:
        return str(answer.headers.get(INSTALLATION, ""))
    return None
