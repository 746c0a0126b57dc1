"""7.7: a decision covers every open issue, and somebody else approves it."""

from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.authority.separation import (
    ApproverIsAuthor,
    GroundMissing,
    NotAnApprover,
    TooSoonAlone,
)
from domain.complaint.events import (
    DecisionApproved,
    DecisionProposed,
    DecisionReturned,
    DecisionSetAside,
    ProposedRemedy,
)
from domain.complaint.investigation.investigating import (
    AlreadyAnswered,
    NotYetAssessed,
    NotYetInvestigated,
)
from domain.complaint.issues.selecting import NoSuchIssue
from domain.complaint.preconditions import HasEnded
from domain.complaint.remedies.remedy_rules import NothingPaid, PromisedTooEarly
from domain.complaint.response.approving import (
    AlreadyApproved,
    DecisionSuperseded,
    NoDecisionProposed,
)
from domain.complaint.response.deciding import FindingMissing
from tests.support.controls import (
    APPROVER,
    ASSESSED,
    AUTHOR_AS_APPROVER,
    DECISION,
    HANDLER,
    ISSUE,
    OPENED,
    OTHER_HANDLER,
    PROPOSED,
    RECEIVED,
    REMEDY,
    SMALL,
    TWO_ISSUES,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    at,
    found,
    money,
    named,
    policy,
    proposed,
)
from tests.support.given import given

REFUND = ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money("150.00"))


def test_a_decision_takes_the_stance_that_the_finding_suggests() -> None:
    outcome = given(*UNTIL_FOUND).when("propose_decision").then(DecisionProposed)
    (stance,) = outcome.the(DecisionProposed).issues
    assert (stance.finding_code, stance.stance) == ("upheld", "accepted")
    assert outcome.complaint.state == "DECIDED"


def test_another_stance_may_be_taken() -> None:
    told = [{"issue_id": ISSUE, "stance": "redress_without_admission"}]
    outcome = given(*UNTIL_FOUND).when("propose_decision", stances=told)
    assert outcome.the(DecisionProposed).issues[0].stance == "redress_without_admission"


def test_a_stance_is_on_an_issue_of_the_complaint() -> None:
    told = [{"issue_id": named("elsewhere"), "stance": "accepted"}]
    given(*UNTIL_FOUND).when("propose_decision", stances=told).refused(NoSuchIssue)


def test_every_open_issue_needs_a_finding() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED, found())
    assert given(*past).when("propose_decision").refused(FindingMissing).values["issue"] == "2"
    given(*past, found(number=2)).when("propose_decision").then(DecisionProposed)


def test_a_finding_of_an_earlier_round_does_not_count() -> None:
    aside = DecisionSetAside(ground_code="new_facts", approved_by=APPROVER.id)
    given(*UNTIL_RESPONDED, aside).when("propose_decision").refused(FindingMissing)


def test_assessment_and_investigation_come_first() -> None:
    given(RECEIVED).when("propose_decision").refused(NotYetAssessed)
    given(*UNTIL_ASSESSED).when("propose_decision").refused(NotYetInvestigated)


def test_what_is_answered_is_not_decided_again() -> None:
    given(*UNTIL_RESPONDED).when("propose_decision").refused(AlreadyAnswered)
    given(*UNTIL_CLOSED).when("propose_decision").refused(HasEnded)


def test_a_new_proposal_supersedes_the_one_before_and_its_approval() -> None:
    outcome = given(*UNTIL_APPROVED).when("propose_decision")
    assert outcome.the(DecisionProposed).supersedes == DECISION
    decision = outcome.complaint.decision
    assert decision is not None and decision.approver is None


def test_remedies_are_promised_for_a_day_to_come_and_for_more_than_nothing() -> None:
    late = [{"kind_code": "repair", "due_on": "2026-03-01"}]
    given(*UNTIL_FOUND).when("propose_decision", remedies=late).refused(PromisedTooEarly)
    today = [{"kind_code": "repair", "due_on": "2026-03-02"}]
    given(*UNTIL_FOUND).when("propose_decision", remedies=today).then(DecisionProposed)
    for amount in ("0.00", "-5.00"):
        nothing = [{"kind_code": "refund", "money": {"amount": amount, "currency": "GBP"}}]
        given(*UNTIL_FOUND).when("propose_decision", remedies=nothing).refused(NothingPaid)


def test_an_approver_who_is_not_the_author_approves() -> None:
    outcome = given(*UNTIL_PROPOSED).when("approve_decision", by=APPROVER)
    outcome.then(
        DecisionApproved(
            decision_id=DECISION,
            authority_rule_id="approver_unlimited",
            separation="independent",
        )
    )
    assert outcome.complaint.state == "DECIDED"


def test_nobody_approves_their_own_decision() -> None:
    for author in (HANDLER, AUTHOR_AS_APPROVER):
        refusal = given(*UNTIL_PROPOSED).when("approve_decision", by=author)
        assert refusal.refused(ApproverIsAuthor).clause == "4.7"


def test_another_handler_is_no_approver() -> None:
    given(*UNTIL_PROPOSED).when("approve_decision", by=OTHER_HANDLER).refused(NotAnApprover)


def test_where_it_is_waived_the_author_approves_and_that_is_recorded() -> None:
    outcome = given(*UNTIL_PROPOSED).under(SMALL).when("approve_decision")
    approved = outcome.the(DecisionApproved)
    assert (approved.separation, approved.ground_code) == ("relaxed", "one_person_organisation")


def test_a_relaxation_needs_a_ground() -> None:
    alone = policy(separation={"approve": "waived"})
    asked = given(*UNTIL_PROPOSED).under(alone)
    asked.when("approve_decision", by=AUTHOR_AS_APPROVER).refused(GroundMissing)
    outcome = asked.when("approve_decision", by=AUTHOR_AS_APPROVER, ground_code="holiday")
    assert outcome.the(DecisionApproved).ground_code == "holiday"


def test_the_policy_may_let_the_author_approve_after_some_hours() -> None:
    later = policy(
        separation={"approve": "self_after_hours", "hours": 24, "ground_code": "slept_over_it"}
    )
    asked = given(*UNTIL_PROPOSED).under(later)
    asked.when("approve_decision", by=AUTHOR_AS_APPROVER, now=at(hours=23)).refused(TooSoonAlone)
    outcome = asked.when("approve_decision", by=AUTHOR_AS_APPROVER, now=at(hours=25))
    assert outcome.the(DecisionApproved).separation == "relaxed"


def test_an_approver_grants_within_the_authority_of_the_policy() -> None:
    limited = policy(
        authority=[
            {
                "rule_id": "limits",
                "role": "approver",
                "limits": [{"amount": "100.00", "currency": "GBP"}],
            }
        ]
    )
    past = (*UNTIL_FOUND, proposed(REFUND))
    refusal = given(*past).under(limited).when("approve_decision", by=APPROVER)
    assert refusal.refused(BeyondAuthority).values["sums"] == "150.00 GBP"


def test_a_decision_is_approved_once() -> None:
    given(*UNTIL_APPROVED).when("approve_decision", by=APPROVER).refused(AlreadyApproved)


def test_only_the_present_decision_is_approved_or_returned() -> None:
    other = {"decision_id": named("other"), "by": APPROVER}
    given(*UNTIL_PROPOSED).when("approve_decision", **other).refused(DecisionSuperseded)
    given(*UNTIL_FOUND).when("approve_decision", by=APPROVER).refused(NoDecisionProposed)
    asked = {"ground_code": "unclear", "by": APPROVER}
    given(*UNTIL_FOUND).when("return_decision", **asked).refused(NoDecisionProposed)


def test_a_returned_decision_goes_back_to_where_the_attempt_was() -> None:
    outcome = given(*UNTIL_APPROVED).when("return_decision", by=APPROVER, ground_code="unclear")
    outcome.then(DecisionReturned(decision_id=DECISION, ground_code="unclear"))
    assert outcome.complaint.state == "INVESTIGATING"
    assert outcome.complaint.decision is None


def test_a_decision_from_the_assessment_is_returned_to_an_investigation() -> None:
    past = (*UNTIL_ASSESSED, found(), PROPOSED)
    outcome = given(*past).when("return_decision", by=APPROVER, ground_code="unclear")
    assert outcome.complaint.state == "INVESTIGATING"


def test_an_author_takes_the_own_decision_back_and_nobody_elses() -> None:
    given(*UNTIL_PROPOSED).when("return_decision", ground_code="new_facts").then(DecisionReturned)
    given(*UNTIL_PROPOSED).when(
        "return_decision", by=OTHER_HANDLER, ground_code="new_facts"
    ).refused(NotAnApprover)
