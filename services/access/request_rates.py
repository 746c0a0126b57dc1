"""How many requests in a second one asker may make, whichever process of the API is asked."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Protocol

from adapters.postgres.request_grants import Grant

MOST_REMEMBERED = 4096
BATCHES = 5
"""In how many batches the processes take what an asker may do in a second, each one for itself.

What a process has taken and does not spend is lost for that second: at most a fifth in all.
"""


class Grants(Protocol):
    """Where grants are counted for all processes."""

    async def take(self, asker: str, *, batch: int, most: int) -> Grant:
        """Up to so many requests for an asker, of the most that it may make in one second."""


@dataclass(slots=True, eq=False)
class _Lease:
    left: int = 0
    is_last: bool = False
    until: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_decided(self) -> bool:
        return monotonic() < self.until and (self.left > 0 or self.is_last)


class RequestRates:
    """Spends grants; a process asks for more only once a batch is spent, or its second over.

    processes: how many take from the same grants.
    """

    def __init__(self, grants: Grants, *, processes: int = 1) -> None:
        self._grants = grants
        self._batches = BATCHES * processes
        self._leases: OrderedDict[str, _Lease] = OrderedDict()

    async def admits(self, asker: str, most: int) -> bool:
        """Whether one more request of this asker is within the most of a second; 0: any."""
        if most == 0:
            return True
        lease = self._leases.setdefault(asker, _Lease())
        self._leases.move_to_end(asker)
        if len(self._leases) > MOST_REMEMBERED:
            self._leases.popitem(last=False)
        if not lease.is_decided():
            async with lease.lock:
                if not lease.is_decided():
                    await self._renew(lease, asker, most)
        if lease.left == 0:
            return False
        lease.left -= 1
        return True

    async def _renew(self, lease: _Lease, asker: str, most: int) -> None:
        batch = max(1, most // self._batches)
        grant = await self._grants.take(asker, batch=batch, most=most)
        lease.left, lease.is_last = grant.requests, grant.requests < batch
        lease.until = monotonic() + grant.seconds


def network_of(address: str) -> str:
    """Whom an address stands for: itself, or with IPv6 the 64 bits that one subscriber is given."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
