"""7.2: what was done at once is recorded while the complaint is open."""

import pytest

from domain.complaint.events import ImmediateActionTaken
from domain.complaint.preconditions import HasEnded
from tests.support.controls import RECEIVED, UNTIL_CLOSED, UNTIL_RESPONDED
from tests.support.given import Past, given

ASKED = {"action_code": "taken_off_sale", "description": "Batch 7 is off the shelves."}


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_RESPONDED])
def test_it_is_recorded_and_changes_no_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("take_immediate_action", **ASKED)
    outcome.then(ImmediateActionTaken(**ASKED))
    assert outcome.complaint.state == given(*past).complaint.state


def test_it_is_refused_once_the_complaint_has_ended() -> None:
    given(*UNTIL_CLOSED).when("take_immediate_action", **ASKED).refused(HasEnded)
