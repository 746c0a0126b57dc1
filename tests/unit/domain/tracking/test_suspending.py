"""7.3: the handling stops and goes on; meanwhile nothing is opened, found, proposed or answered."""

from typing import Any

import pytest

from domain.complaint.events import ComplaintReopened, HandlingResumed, HandlingSuspended
from domain.complaint.preconditions import HasEnded
from domain.complaint.tracking.suspending import EndsBeforeItBegins, IsSuspended, NotSuspended
from tests.support.controls import (
    ISSUE,
    RECEIVED,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_OPENED,
    UNTIL_RESPONDED,
    WITHDRAWN,
)
from tests.support.given import Past, given
from tests.support.story import Story

POLICE = {"ground_code": "police_case"}
SUSPENDED = HandlingSuspended(ground_code="police_case")
REOPENED = ComplaintReopened(
    ground_code="closed_in_error",
    reopen_no=1,
    issue_ids=(ISSUE,),
    from_state="WITHDRAWN",
    resumes_in_state="RECEIVED",
)
RECOURSE = [{"kind": "none_available"}]


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_APPROVED, UNTIL_RESPONDED])
def test_an_open_complaint_is_suspended_and_resumed(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("suspend_handling", until_on="2026-03-09", **POLICE)
    assert outcome.the(HandlingSuspended).ground_code == "police_case"
    assert outcome.complaint.is_suspended
    assert outcome.complaint.state == given(*past).complaint.state
    resumed = given(*past, SUSPENDED).when("resume_handling", ground_code="case_over")
    assert resumed.facts[0].event == HandlingResumed(ground_code="case_over")
    assert not resumed.complaint.is_suspended


def test_it_is_suspended_once_and_only_what_is_suspended_is_resumed() -> None:
    given(RECEIVED, SUSPENDED).when("suspend_handling", **POLICE).refused(IsSuspended)
    given(RECEIVED).when("resume_handling").refused(NotSuspended)
    given(*UNTIL_CLOSED).when("suspend_handling", **POLICE).refused(HasEnded)
    given(*UNTIL_CLOSED).when("resume_handling").refused(HasEnded)
    past = {"until_on": "2026-03-01", **POLICE}
    given(RECEIVED).when("suspend_handling", **past).refused(EndsBeforeItBegins)


@pytest.mark.parametrize(
    ("past", "name", "asked"),
    [
        (UNTIL_ASSESSED, "open_investigation", {}),
        (UNTIL_OPENED, "record_finding", {"finding_code": "upheld"}),
        (UNTIL_FOUND, "propose_decision", {}),
        (UNTIL_APPROVED, "send_response", {"recourse": RECOURSE}),
    ],
)
def test_meanwhile_nothing_is_opened_found_proposed_or_answered(
    past: tuple[Past, ...], name: str, asked: dict[str, Any]
) -> None:
    assert given(*past).when(name, **asked).facts
    given(*past, SUSPENDED).when(name, **asked).refused(IsSuspended)
    assert given(*past, SUSPENDED, HandlingResumed()).when(name, **asked).facts


def test_meanwhile_what_others_do_and_contact_goes_on() -> None:
    past = given(*UNTIL_RESPONDED, SUSPENDED)
    assert past.when("accept_decision", means_code="phone").complaint.state == "ACCEPTED"
    assert past.when("send_update").facts
    assert past.when("record_contact").facts


def test_ending_ends_the_suspension_and_taking_up_again_does_not_bring_it_back() -> None:
    ended = given(RECEIVED, SUSPENDED, WITHDRAWN).complaint
    assert not ended.is_suspended
    assert not given(RECEIVED, SUSPENDED, WITHDRAWN, REOPENED).complaint.is_suspended
    assert not given(RECEIVED, WITHDRAWN, SUSPENDED).complaint.is_suspended


def test_story_police_case_work_stops_and_the_clock_does_not() -> None:
    story = Story()
    story.do("log", narrative="The driver hit my car.", complainant={"name": "Ada"})
    story.do("suspend_handling", **POLICE)
    story.wait(days=40)
    assert story.refuses("open_investigation") == "IsSuspended"
    assert story.deadlines()["response"] == "missed"
    story.do("resume_handling", ground_code="case_over")
    story.do("open_investigation")
    assert story.present.state == "INVESTIGATING"
