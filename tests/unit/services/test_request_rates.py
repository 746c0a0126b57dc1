"""What an asker may do in a second is one count for all processes, taken by the batch."""

import asyncio
from collections import Counter

import pytest

from adapters.postgres.request_grants import Grant
from services.access.request_rates import BATCHES, RequestRates, network_of

pytestmark = pytest.mark.anyio

MOST = 50


class OneSecond:
    """Counts as the database does, in one second that lasts as long as it is told."""

    def __init__(self, seconds: float = 60.0) -> None:
        self.seconds = seconds
        self.granted: Counter[str] = Counter()
        self.asked = 0

    async def take(self, asker: str, *, batch: int, most: int) -> Grant:
        self.asked += 1
        before = self.granted[asker]
        await asyncio.sleep(0)
        self.granted[asker] += batch
        return Grant(max(0, min(batch, most - before)), self.seconds)


async def admitted(rates: RequestRates, requests: int, asker: str = "a", most: int = MOST) -> int:
    return sum(await asyncio.gather(*(rates.admits(asker, most) for _ in range(requests))))


async def test_of_too_many_as_many_are_admitted_as_may_be() -> None:
    second = OneSecond()
    assert await admitted(RequestRates(second), 3 * MOST) == MOST
    assert second.asked <= BATCHES + 1


async def test_processes_share_what_one_asker_may_do() -> None:
    second = OneSecond()
    processes = [RequestRates(second) for _ in range(3)]
    assert sum([await admitted(process, MOST) for process in processes]) == MOST


async def test_who_is_served_by_many_processes_in_turn_is_admitted_as_often() -> None:
    second = OneSecond()
    processes = [RequestRates(second, processes=10) for _ in range(10)]
    in_turn = [await admitted(processes[n % 10], 1) for n in range(3 * MOST)]
    assert (sum(in_turn[:MOST]), sum(in_turn)) == (MOST, MOST)


async def test_askers_do_not_take_from_each_other() -> None:
    rates = RequestRates(OneSecond())
    assert await admitted(rates, 2 * MOST, "a") == MOST
    assert await admitted(rates, 2 * MOST, "b") == MOST


async def test_the_next_second_begins_anew() -> None:
    second = OneSecond(seconds=0.0)
    assert await admitted(RequestRates(second), 1) == 1
    second.granted.clear()
    assert await admitted(RequestRates(second), 1) == 1


async def test_without_a_limit_nothing_is_counted() -> None:
    second = OneSecond()
    assert await admitted(RequestRates(second), 1_000, most=0) == 1_000
    assert second.asked == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_an_address_stands_for_what_one_subscriber_is_given(address: str, network: str) -> None:
    assert network_of(address) == network
