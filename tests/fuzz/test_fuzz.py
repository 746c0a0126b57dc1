"""The fuzz in short: what `make fuzz` does for minutes, in some seconds."""

import pytest

from tests.fuzz.__main__ import fuzzed
from tests.fuzz.serving import served
from tests.support.courses import TICKING
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

SECONDS, FEW = 15.0, 12
ENOUGH = 100


def test_no_answer_is_wrong(database: FreshDatabases) -> None:
    with served(database, TICKING) as api:
        tally = fuzzed(api, seed=7, each=FEW, seconds=SECONDS).tally
    assert not tally.told()
    assert tally.statuses.total() > ENOUGH and len(tally.succeeded) > 5
