"""Clocks may go back: times in the record do not, and no command is refused or lost for it."""

from datetime import timedelta

import pytest

from tests.hunt import store_clock
from tests.hunt.findings import judge
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

ROUNDS = 6


def test_times_of_the_record_never_run_backwards(database: FreshDatabases) -> None:
    judge(store_clock.hunt(database, ROUNDS))


def test_a_clock_that_is_behind_works_on_what_another_has_just_received(
    database: FreshDatabases,
) -> None:
    judge(store_clock.hunt(database, ROUNDS, age=timedelta()))
