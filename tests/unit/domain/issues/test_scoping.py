"""1 and 7.5: what is not for this process is declined with a reason, pointed elsewhere, counted."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.events import (
    ApprovalRequested,
    ComplaintDeclaredOutOfScope,
    DeadlineCancelled,
    IssueDeclaredOutOfScope,
    IssueWithdrawn,
)
from domain.complaint.investigation.investigating import AlreadyDecided
from domain.complaint.issues.scoping import SignpostMissing, TakenOn
from domain.complaint.issues.selecting import IssueNotOpen, NoSuchIssue, WhichIssue
from domain.complaint.preconditions import HasEnded
from tests.support.controls import (
    APPROVER,
    ASSESSED,
    HANDLER,
    ISSUE,
    RECEIVED,
    SECOND_APPROVER,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    deadline,
    named,
)
from tests.support.given import Past, given

ELSEWHERE: dict[str, Any] = {
    "ground_code": "not_ours",
    "signpost_code": "parcel_service",
    "by": APPROVER,
}
DROPPED = IssueWithdrawn(
    issue_id=SECOND_ISSUE, issue_no=2, means_code="phone", ground_code="complainant_wish"
)
COMMANDS = ("declare_out_of_scope", "declare_issue_out_of_scope")


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_ASSESSED, UNTIL_OPENED])
def test_a_complaint_is_declined_before_a_decision_is_proposed(past: tuple[Past, ...]) -> None:
    outcome = given(*past).approved("declare_out_of_scope", explanation="Not our van.", **ELSEWHERE)
    declined = outcome.the(ComplaintDeclaredOutOfScope)
    assert (declined.ground_code, declined.signpost_code) == ("not_ours", "parcel_service")
    assert declined.approved_by == SECOND_APPROVER.id
    assert outcome.complaint.state == "OUT_OF_SCOPE"
    ending = outcome.complaint.ending
    assert ending is not None and ending.from_state == given(*past).complaint.state


@pytest.mark.parametrize("name", COMMANDS)
def test_a_handler_asks_for_it_unless_they_work_alone(name: str) -> None:
    given(RECEIVED).when(name, **{**ELSEWHERE, "by": HANDLER}).then(ApprovalRequested)
    outcome = given(RECEIVED).under(SMALL).when(name, **{**ELSEWHERE, "by": HANDLER})
    assert outcome.complaint.state == "OUT_OF_SCOPE"


@pytest.mark.parametrize("name", COMMANDS)
def test_what_was_taken_on_is_not_declined_any_more(name: str) -> None:
    returned = given(*UNTIL_PROPOSED).when(name, **ELSEWHERE).refused(AlreadyDecided)
    assert returned.remedy == "return the decision first"
    for past in (UNTIL_RESPONDED, UNTIL_DISPUTED, UNTIL_ACCEPTED):
        assert "set the answer aside" in given(*past).when(name, **ELSEWHERE).refused(TakenOn).text
    given(*UNTIL_CLOSED).when(name, **ELSEWHERE).refused(HasEnded)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "ground",
    [
        *("outside_dispute", "employment", "not_ours"),
        *("time_barred", "already_decided", "legal_proceedings"),
    ],
)
def test_nobody_is_turned_away_without_being_told_where_to_turn(name: str, ground: str) -> None:
    asked = {"ground_code": ground, "by": APPROVER}
    given(RECEIVED).when(name, **asked).refused(SignpostMissing)
    outcome = given(RECEIVED).approved(name, signpost_code="none_available", **asked)
    assert outcome.complaint.state == "OUT_OF_SCOPE"


@pytest.mark.parametrize("name", COMMANDS)
def test_an_enquiry_that_was_taken_for_a_complaint_goes_its_way_without_a_signpost(
    name: str,
) -> None:
    outcome = given(RECEIVED).approved(name, ground_code="not_a_complaint", by=APPROVER)
    assert outcome.complaint.state == "OUT_OF_SCOPE"


def test_a_ground_is_one_of_the_list() -> None:
    with pytest.raises(ValidationError):
        given(RECEIVED).approved("declare_out_of_scope", ground_code="tiresome", by=APPROVER)


def test_declining_cancels_what_was_due() -> None:
    due = deadline("response")
    outcome = given(RECEIVED, due).approved("declare_out_of_scope", **ELSEWHERE)
    assert outcome.the(DeadlineCancelled).ground_code == "out_of_scope"
    last = given(RECEIVED, due).approved("declare_issue_out_of_scope", **ELSEWHERE)
    assert last.the(DeadlineCancelled).ground_code == "out_of_scope"


def test_one_issue_of_several_is_declined_and_the_complaint_goes_on() -> None:
    outcome = given(TWO_ISSUES, ASSESSED).approved(
        "declare_issue_out_of_scope", issue_id=SECOND_ISSUE, **ELSEWHERE
    )
    declined = outcome.the(IssueDeclaredOutOfScope)
    assert (declined.issue_no, declined.approved_by) == (2, SECOND_APPROVER.id)
    assert outcome.complaint.state == "ASSESSED"
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_the_last_open_issue_takes_the_complaint_with_it() -> None:
    outcome = given(TWO_ISSUES, ASSESSED, DROPPED).approved(
        "declare_issue_out_of_scope", **ELSEWHERE
    )
    assert outcome.complaint.state == "OUT_OF_SCOPE"
    statuses = [issue.status for issue in outcome.complaint.issues.values()]
    assert statuses == ["out_of_scope", "withdrawn"]


def test_which_issue_is_declined_is_said_and_it_is_open() -> None:
    asked = given(TWO_ISSUES)
    asked.approved("declare_issue_out_of_scope", **ELSEWHERE).refused(WhichIssue)
    elsewhere = {"issue_id": named("elsewhere"), **ELSEWHERE}
    asked.approved("declare_issue_out_of_scope", **elsewhere).refused(NoSuchIssue)
    dropped = {"issue_id": SECOND_ISSUE, **ELSEWHERE}
    given(TWO_ISSUES, DROPPED).approved("declare_issue_out_of_scope", **dropped).refused(
        IssueNotOpen
    )


def test_what_was_declined_is_open_again_once_the_scope_is_challenged() -> None:
    declined = given(TWO_ISSUES, DROPPED).approved("declare_out_of_scope", **ELSEWHERE).facts
    asked = given(TWO_ISSUES, DROPPED, *declined)
    outcome = asked.when("reopen", ground_code="scope_challenged", by=APPROVER)
    assert outcome.complaint.state == "RECEIVED"
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_a_declined_issue_out_of_its_place_changes_nothing() -> None:
    late = IssueDeclaredOutOfScope(issue_id=ISSUE, issue_no=1, ground_code="not_ours")
    whole = ComplaintDeclaredOutOfScope(ground_code="not_ours")
    assert given(*UNTIL_RESPONDED, late, whole).complaint.state == "RESPONDED"
    assert [issue.issue_no for issue in given(*UNTIL_RESPONDED, late).complaint.open_issues] == [1]
    unknown = late.model_copy(update={"issue_id": named("elsewhere")})
    assert given(RECEIVED, unknown).complaint.state == "RECEIVED"
