"""No reader ever misses an event, whatever writers, maintenance and killed connections do."""

import pytest

from tests.hunt import store_readers
from tests.hunt.findings import judge
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

EVENTS = 24_000


def test_no_reader_ever_misses_an_event(database: FreshDatabases) -> None:
    judge(store_readers.hunt(database, EVENTS))
