"""A small HTTP client over raw sockets, kept alive: so that the server is what is measured."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
GOOD = re.compile(rb"HTTP/1\.1 20[01] ")


@dataclass(frozen=True, slots=True)
class Load:
    """What was answered within some time. latencies: of each answer in seconds, in order of size.

    rate: answers a second.
    """

    latencies: Sequence[float]
    rate: float

    def quantile(self, share: float) -> float:
        """The latency that this share of all answers did not exceed."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def request(method: str, path: str, *, key: str, body: bytes = b"") -> bytes:
    """The octets of a request."""
    head = (
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


async def load(port: int, octets: bytes, *, connections: int, seconds: float) -> Load:
    """The same request again and again over so many connections, one at a time on each."""
    start = time.perf_counter()
    end = start + seconds
    callers = [_caller(port, octets, end) for _ in range(connections)]
    latencies = sorted(one for each in await asyncio.gather(*callers) for one in each)
    return Load(latencies, len(latencies) / (time.perf_counter() - start))


async def _caller(port: int, octets: bytes, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    latencies = []
    while (begin := time.perf_counter()) < end:
        writer.write(octets)
        await _answer(reader)
        latencies.append(time.perf_counter() - begin)
    writer.close()
    return latencies


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    if not GOOD.match(head):
        raise RuntimeError(f"the API answered {head!r} {body!r}")
    return body
