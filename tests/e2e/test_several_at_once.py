"""Installations that are started at one instant: each has a port of its own and knows itself."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.e2e.installation import Running, fresh_folder
from tests.support.door import Door

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

SEVERAL = 3


@pytest.fixture
def started() -> Iterator[list[Running]]:
    with ExitStack() as stack:
        made = [
            Running(
                stack.enter_context(fresh_folder()), kafka="off", PLAINT_ORGANISATION=f"No. {n}"
            )
            for n in range(SEVERAL)
        ]
        for each in made:
            stack.callback(each.down)
            each.begin()
        for each in made:
            each.wait_until_it_serves()
        yield made


def test_each_serves_on_its_own_port_under_its_own_keys_and_says_so(started: list[Running]) -> None:
    ports = {each.note()["port"] for each in started}
    assert len(ports) == SEVERAL
    for each in started:
        said = re.search(r"Plaint serves on http://127\.0\.0\.1:(\d+)", each.said())
        assert said is not None and int(said[1]) == each.note()["port"]
        door = Door(each.note()["port"], each.first_keys())
        assert door.ask("/v1/queue").status == 200
        assert "api\tanswers" in each.run("status")
