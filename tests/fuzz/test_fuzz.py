"""The fuzz in short: what `make fuzz` does for minutes, in some seconds."""

import pytest

from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.serving import served
from tests.fuzz.tallying import Tally
from tests.fuzz.world import World
from tests.support.courses import TICKING
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

SECONDS, FEW = 15.0, 12
ENOUGH = 100


def test_no_answer_is_wrong(database: FreshDatabases) -> None:
    with served(database, TICKING) as api:
        fuzz = Fuzz(api, World(api, TICKING), tally := Tally(), seed=7, each=FEW)
        fuzz.run(SECONDS)
    assert not tally.told()
    assert tally.statuses.total() > ENOUGH and len(tally.succeeded) > 5
