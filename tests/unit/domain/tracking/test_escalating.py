"""7.3: a higher level takes a complaint up, and the levels only rise."""

import pytest
from pydantic import ValidationError

from domain.complaint.events import ComplaintEscalated
from domain.complaint.preconditions import HasEnded
from domain.complaint.tracking.escalating import LevelNotHigher
from tests.support.controls import APPROVER, RECEIVED, UNTIL_CLOSED, UNTIL_RESPONDED
from tests.support.given import given

TO_SECOND = ComplaintEscalated(from_level=0, to_level=2, ground_code="severity")


def test_it_goes_to_the_next_level_unless_told() -> None:
    outcome = given(RECEIVED).when("escalate", ground_code="safety")
    outcome.then(ComplaintEscalated(from_level=0, to_level=1, ground_code="safety"))
    assert outcome.complaint.escalation_level == 1
    told = given(*UNTIL_RESPONDED, TO_SECOND).when(
        "escalate", by=APPROVER, to_level=4, ground_code="complainant"
    )
    told.then(ComplaintEscalated(from_level=2, to_level=4, ground_code="complainant"))


@pytest.mark.parametrize("level", [1, 2])
def test_levels_rise(level: int) -> None:
    past = given(RECEIVED, TO_SECOND)
    past.when("escalate", to_level=level, ground_code="repeat").refused(LevelNotHigher)
    lower = ComplaintEscalated(from_level=0, to_level=level, ground_code="repeat")
    assert given(RECEIVED, TO_SECOND, lower).complaint.escalation_level == 2


def test_only_an_open_complaint_is_escalated_and_with_a_ground() -> None:
    given(*UNTIL_CLOSED).when("escalate", ground_code="repeat").refused(HasEnded)
    with pytest.raises(ValidationError, match="ground_code"):
        given(RECEIVED).when("escalate")


def test_nothing_is_above_the_highest_level() -> None:
    high = ComplaintEscalated(from_level=0, to_level=99, ground_code="authority")
    given(RECEIVED, high).when("escalate", ground_code="authority").refused(LevelNotHigher)
