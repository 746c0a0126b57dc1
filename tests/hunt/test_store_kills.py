"""Nothing acknowledged is lost by a kill -9 or by want, on a server that is ours to end."""

from collections.abc import Iterator

import pytest

from adapters.local.postgres_server import PostgresServer
from tests.hunt import store_connections, store_kills, store_room
from tests.hunt.findings import judge
from tests.support.servers import Cluster, server_of_our_own

pytestmark = pytest.mark.servers

KILLS = 14
"""Each way to kill, once; the soak kills on."""
Ours = tuple[PostgresServer, Cluster]


@pytest.fixture(scope="module")
def ours() -> Iterator[Ours]:
    """A server and a cluster of databases in it."""
    with server_of_our_own() as (server, admin_dsn):
        yield server, Cluster(admin_dsn)


def test_nothing_is_lost_torn_or_doubled_by_any_kill(ours: Ours) -> None:
    judge(store_kills.hunt(*ours, KILLS))


def test_commands_that_find_no_room_are_refused_and_stored_later(ours: Ours) -> None:
    judge(store_room.hunt_tables(*ours, 1))
    judge(store_room.hunt_full_disk(*ours, 1))


def test_commands_wait_for_a_server_that_has_no_room_for_its_own_log(ours: Ours) -> None:
    judge(store_room.hunt_wal(*ours, 1))


@pytest.mark.server_timeouts
def test_commands_wait_for_connections_and_are_told_what_cancelled_them(ours: Ours) -> None:
    judge(store_connections.hunt(ours[1], 1))
