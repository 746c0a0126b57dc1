"""7.9: a complaint may be withdrawn, and ends with what was running."""

from domain.agreeing import NothingContinues
from domain.events import ComplaintWithdrawn, DeadlineCancelled, DeadlineSet
from tests.support.controls import RECEIVED, UNTIL_CLOSED, deadline
from tests.support.given import given

BY_PHONE = {"means_code": "phone"}


def test_a_withdrawn_complaint_ends_with_what_was_running() -> None:
    outcome = given(RECEIVED, deadline("response")).when("withdraw", **BY_PHONE)
    outcome.then(ComplaintWithdrawn, DeadlineCancelled, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "withdrawn"
    assert outcome.the(DeadlineSet).kind == "reopen_window"
    assert outcome.complaint.state == "WITHDRAWN"


def test_a_withdrawal_after_the_end_awaits_a_decision() -> None:
    outcome = given(*UNTIL_CLOSED).when("withdraw", **BY_PHONE)
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("CLOSED", True)


def test_what_goes_on_internally_is_recorded_somewhere() -> None:
    asked = {"is_continued_internally": True, **BY_PHONE}
    given(RECEIVED).when("withdraw", **asked).refused(NothingContinues)
