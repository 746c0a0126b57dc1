"""Nobody waits for a frozen writer: its turn is held inside the server alone."""

import pytest

from tests.hunt import store_frozen
from tests.hunt.findings import judge
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

STOPS = 9


def test_others_go_on_while_a_writer_is_frozen_in_its_turn(database: FreshDatabases) -> None:
    judge(store_frozen.hunt(database, STOPS))
