"""7.5: severity and safety decide what comes first."""

from domain.codes import UnknownCode
from domain.complaint.authority.separation import GroundMissing
from domain.complaint.events import (
    ApprovalRequested,
    ComplaintAssessed,
    DeadlineCancelled,
    DeadlineSet,
)
from domain.complaint.preconditions import HasEnded
from tests.support.controls import RECEIVED, UNTIL_ASSESSED, UNTIL_CLOSED, UNTIL_OPENED
from tests.support.given import given

SAFETY = ComplaintAssessed(
    severity_code="low", scale_version=1, is_safety=True, priority_code="urgent"
)


def test_severity_decides_the_priority() -> None:
    outcome = given(RECEIVED).when("assess", severity_code="high", is_safety=False)
    outcome.then(ComplaintAssessed)
    assert outcome.the(ComplaintAssessed).priority_code == "high"
    assert outcome.complaint.state == "ASSESSED"


def test_safety_comes_first_and_top_management_is_to_be_told() -> None:
    outcome = given(RECEIVED).when("assess", severity_code="low", is_safety=True)
    outcome.then(SAFETY, DeadlineSet)
    assert outcome.the(DeadlineSet).kind == "top_management_notice"
    assert outcome.complaint.is_safety


def test_safety_found_twice_is_told_once() -> None:
    again = {"severity_code": "high", "is_safety": True, "ground_code": "facts_changed"}
    given(RECEIVED, SAFETY).when("assess", **again).then(ComplaintAssessed)


def test_top_management_need_not_be_told_of_what_was_no_matter_of_safety() -> None:
    set_ = given(RECEIVED).when("assess", severity_code="low", is_safety=True).the(DeadlineSet)
    wrong = {"severity_code": "low", "is_safety": False, "ground_code": "was_wrong"}
    given(RECEIVED, SAFETY, set_).when("assess", **wrong).then(ApprovalRequested)
    outcome = given(RECEIVED, SAFETY, set_).approved("assess", **wrong)
    outcome.then(ComplaintAssessed, DeadlineCancelled)
    assert outcome.the(DeadlineCancelled).ground_code == "set_in_error"


def test_a_later_assessment_says_why() -> None:
    given(*UNTIL_ASSESSED).when("assess", severity_code="high", is_safety=False).refused(
        GroundMissing
    )


def test_a_later_assessment_leaves_the_state() -> None:
    outcome = given(*UNTIL_OPENED).when(
        "assess", severity_code="high", is_safety=False, ground_code="facts_changed"
    )
    assert outcome.complaint.state == "INVESTIGATING"


def test_severity_is_a_step_of_the_scale() -> None:
    given(RECEIVED).when("assess", severity_code="grim", is_safety=False).refused(UnknownCode)


def test_an_ended_complaint_is_not_assessed() -> None:
    given(*UNTIL_CLOSED).when("assess", severity_code="low", is_safety=False).refused(HasEnded)
