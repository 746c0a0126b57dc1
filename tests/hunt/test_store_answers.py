"""T2 in numbers: whoever loses the answer repeats the question and is never told a conflict."""

import pytest

from tests.hunt import store_answers
from tests.hunt.findings import judge
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

ANSWERS = 40
ROUNDS = 20


def test_t2_no_answer_that_is_lost_after_the_commit_is_told_as_a_conflict(
    database: FreshDatabases,
) -> None:
    judge(store_answers.hunt_swallowed(database, ANSWERS))


def test_t2_no_back_end_that_dies_in_the_queue_makes_a_conflict(database: FreshDatabases) -> None:
    judge(store_answers.hunt_in_queue(database, ROUNDS))
