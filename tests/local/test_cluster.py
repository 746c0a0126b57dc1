"""Where a cluster of PostgreSQL may lie, and which one is left alone; nothing is started."""

from pathlib import Path

import pytest

from adapters.local.account import account_for
from adapters.local.children import ServerFailed
from adapters.local.cluster import Cluster
from adapters.local.postgres_server import can_hold_socket


def test_a_path_with_a_comma_cannot_name_a_socket() -> None:
    assert can_hold_socket(Path("/var/lib/plaint/postgres/socket"))
    assert not can_hold_socket(Path("/srv/a,b/postgres/socket"))


def test_data_of_another_major_release_is_refused_and_left_alone(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("15\n")
    cluster = Cluster(data, folder / "initdb.log")
    with pytest.raises(ServerFailed, match=r"is of PostgreSQL 15 and this Plaint brings 18"):
        cluster.make(folder, account_for(None), "unused")
    assert [each.name for each in data.iterdir()] == ["PG_VERSION"]
