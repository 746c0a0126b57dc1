"""The same bytes through the stock ``eventsourcing`` application, driven as it documents."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

THREADS = 4
AT_A_TIME = 50


class StockComplaint(Aggregate):
    """An aggregate whose first event carries as many octets as ours."""

    @event("Received")
    def __init__(self, body: str) -> None:
        self.body = body

    @event("Noted")
    def note(self, body: str) -> None:
        """One event more."""
        self.body = body


class StockComplaints(Application[UUID]):
    """The library's own PostgreSQL recorder, with its default settings."""


def stock_commands_a_second(dsn: str, body: str, seconds: float) -> float:
    """New aggregates saved one by one by a few threads; more threads are slower."""
    application = StockComplaints(env=environment(dsn))
    end = time.perf_counter() + seconds

    def save_until_end(_number: int) -> int:
        saved = 0
        while time.perf_counter() < end:
            application.save(StockComplaint(body=body))
            saved += 1
        return saved

    with ThreadPoolExecutor(THREADS) as pool:
        saved = sum(pool.map(save_until_end, range(THREADS)))
    application.close()
    return saved / seconds


def store_all(dsn: str, bodies: Iterable[tuple[UUID, str]]) -> None:
    """Events with these bodies, each of the aggregate that stands for this complaint."""
    application, known = StockComplaints(env=environment(dsn)), dict[UUID, StockComplaint]()
    for complaint_id, body in bodies:
        if complaint_id in known:
            known[complaint_id].note(body)
        else:
            known[complaint_id] = StockComplaint(body=body)
    aggregates = [*known.values()]
    # Of very many at once the library sends all before it reads an answer, and then hangs.
    for first in range(0, len(aggregates), AT_A_TIME):
        application.save(*aggregates[first : first + AT_A_TIME])
    application.close()


def environment(dsn: str) -> dict[str, str]:
    """The library's settings for a server."""
    parts = conninfo_to_dict(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts["port"]),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts["password"]),
    }
