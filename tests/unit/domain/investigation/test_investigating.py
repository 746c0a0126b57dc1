"""7.6: assessed first, then looked into, then found; for every open issue."""

from dataclasses import replace

import pytest

from domain.complaint.events import (
    DecisionRejected,
    DecisionSetAside,
    FindingRecorded,
    InvestigationOpened,
)
from domain.complaint.investigation.investigating import (
    AlreadyAnswered,
    AlreadyDecided,
    NotYetAssessed,
    NotYetInvestigated,
    RecordFinding,
    record_finding,
)
from domain.complaint.issues.selecting import IssueNotOpen, NoIssueOpen, WhichIssue
from domain.complaint.preconditions import HasEnded
from tests.support.controls import (
    APPROVER,
    ASSESSED,
    DECISION,
    ISSUE,
    OPENED,
    RECEIVED,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    context,
    found,
)
from tests.support.given import given


def test_an_investigation_follows_the_assessment() -> None:
    outcome = given(*UNTIL_ASSESSED).when("open_investigation").then(OPENED)
    assert outcome.complaint.state == "INVESTIGATING"
    given(RECEIVED).when("open_investigation").refused(NotYetAssessed)


def test_it_may_be_opened_again_for_somebody_else() -> None:
    outcome = given(*UNTIL_OPENED).when("open_investigation", investigator=APPROVER.id)
    assert outcome.the(InvestigationOpened).investigator == APPROVER.id


def test_once_a_decision_is_proposed_it_comes_back_first() -> None:
    given(*UNTIL_PROPOSED).when("open_investigation").refused(AlreadyDecided)
    given(*UNTIL_PROPOSED).when("record_finding", finding_code="upheld").refused(AlreadyDecided)


def test_once_answered_it_is_set_aside_first() -> None:
    given(*UNTIL_RESPONDED).when("open_investigation").refused(AlreadyAnswered)
    given(*UNTIL_RESPONDED).when("record_finding", finding_code="upheld").refused(AlreadyAnswered)


def test_nothing_is_looked_into_after_the_end() -> None:
    given(*UNTIL_CLOSED).when("open_investigation").refused(HasEnded)


def test_a_finding_is_of_the_present_stage_and_round() -> None:
    outcome = given(*UNTIL_OPENED).when("record_finding", finding_code="upheld")
    outcome.then(found())
    assert outcome.complaint.finding(ISSUE) == "upheld"


def test_a_later_finding_replaces_the_earlier() -> None:
    outcome = given(*UNTIL_FOUND).when("record_finding", finding_code="not_upheld")
    assert outcome.complaint.finding(ISSUE) == "not_upheld"


def test_a_finding_comes_after_an_investigation_unless_the_policy_waives_it() -> None:
    asked = given(*UNTIL_ASSESSED)
    asked.when("record_finding", finding_code="upheld").refused(NotYetInvestigated)
    asked.under(SMALL).when("record_finding", finding_code="upheld").then(FindingRecorded)


def test_a_finding_is_on_one_issue() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED)
    given(*past).when("record_finding", finding_code="upheld").refused(WhichIssue)
    outcome = given(*past).when("record_finding", finding_code="upheld", issue_id=SECOND_ISSUE)
    assert outcome.the(FindingRecorded).issue_no == 2


def test_what_is_settled_is_not_judged_again() -> None:
    past = (
        TWO_ISSUES,
        *UNTIL_RESPONDED[1:],
        DecisionRejected(decision_id=DECISION, means_code="phone", issue_ids=(SECOND_ISSUE,)),
        DecisionSetAside(ground_code="new_facts", approved_by=APPROVER.id),
    )
    given(*past).when("record_finding", issue_id=ISSUE, finding_code="upheld").refused(IssueNotOpen)


def test_where_nothing_is_open_nothing_is_judged() -> None:
    complaint = given(*UNTIL_OPENED).complaint
    settled = {ISSUE: replace(complaint.issues[ISSUE], status="settled")}
    with pytest.raises(NoIssueOpen):
        record_finding(
            replace(complaint, issues=settled), RecordFinding(finding_code="upheld"), context()
        )
