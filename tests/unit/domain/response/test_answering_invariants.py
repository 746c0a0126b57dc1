"""The invariants of assessing, deciding and answering, each for the whole way."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.codes import UnknownCode
from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.authority.separation import GroundMissing
from domain.complaint.events import (
    ComplaintForwarded,
    DeadlineMet,
    DeadlineSet,
    DecisionApproved,
    DecisionProposed,
    DecisionReturned,
    DecisionSetAside,
    IssueDeclaredOutOfScope,
    IssueFinding,
    IssueWithdrawn,
    ProposedRemedy,
    RemedyOffered,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.investigation.investigating import NotYetAssessed, NotYetInvestigated
from domain.complaint.response.approving import DecisionSuperseded, NoDecisionProposed
from domain.complaint.response.deciding import FindingMissing
from domain.complaint.response.responding import DecisionNotApproved, RecourseNotNamed
from domain.policy import Policy
from domain.registry import COMMANDS
from tests.support.controls import (
    AGREED,
    APPROVED,
    APPROVER,
    ASSESSED,
    AUTHOR_AS_APPROVER,
    DECISION,
    ISSUE,
    OPENED,
    RECEIVED,
    REMEDY,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    deadline,
    found,
    money,
    named,
    offered,
    policy,
    proposed,
)
from tests.support.given import Past, given

COURT: dict[str, Any] = {"recourse": [{"kind": "court"}]}
UPHELD = {"finding_code": "upheld"}
ASIDE = DecisionSetAside(ground_code="new_facts", approved_by=APPROVER.id)
SECOND = {"issue_id": SECOND_ISSUE, "issue_no": 2}
NOT_OPEN: dict[str, Past] = {
    "agreed": ResolutionAgreed(
        agreement_id=named("agreement"),
        stage=1,
        round=1,
        issues=(IssueFinding(**SECOND, finding_code="upheld"),),
        means_code="phone",
    ),
    "withdrawn": IssueWithdrawn(**SECOND, means_code="phone", ground_code="complainant_wish"),
    "out of scope": IssueDeclaredOutOfScope(**SECOND, ground_code="not_ours"),
    "forwarded": ComplaintForwarded(
        to_kind="other_body", body_code="bank", issue_ids=(SECOND_ISSUE,), ground_code="not_ours"
    ),
}
LIMITED: Policy = policy(
    authority=[
        {"rule_id": role, "role": role, "limits": [{"amount": amount, "currency": "GBP"}]}
        for role, amount in (("handler", "100.00"), ("approver", "150.00"))
    ]
)


def refund(amount: str) -> ProposedRemedy:
    """A refund as a decision proposes it."""
    return ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money(amount))


def test_invariant_6_assessment_comes_before_investigation() -> None:
    for name, fields in (
        ("open_investigation", {}),
        ("record_finding", UPHELD),
        ("propose_decision", {}),
    ):
        for under in (policy(), SMALL):
            refused = given(RECEIVED).under(under).when(name, **fields).refused(NotYetAssessed)
            assert (refused.clause, refused.remedy) == ("7.5", "assess the complaint first")
    unopened = given(*UNTIL_ASSESSED).when("record_finding", **UPHELD).refused(NotYetInvestigated)
    assert (unopened.clause, unopened.remedy) == ("7.6", "open the investigation first")


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_ASSESSED, UNTIL_RESPONDED])
def test_invariant_6_safety_has_top_priority_and_top_management_is_to_be_told(
    past: tuple[Past, ...],
) -> None:
    asked = {"severity_code": "low", "is_safety": True, "ground_code": "facts_changed"}
    outcome = given(*past).when("assess", **asked)
    assert outcome.facts[0].event.model_dump()["priority_code"] == "urgent"
    notice = outcome.the(DeadlineSet)
    assert (notice.kind, notice.party) == ("top_management_notice", "organisation")
    assert notice.due_on.isoformat() == "2026-03-03"


def test_invariant_8_every_open_issue_has_a_finding_before_a_decision() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED, found())
    refused = given(*past).when("propose_decision").refused(FindingMissing)
    assert (refused.clause, refused.values["issue"]) == ("7.7", "2")
    assert refused.remedy == "record the missing findings first"
    again = given(*UNTIL_RESPONDED, ASIDE).when("propose_decision").refused(FindingMissing)
    assert again.values["round"] == "2"


@pytest.mark.parametrize("gone", NOT_OPEN.values(), ids=NOT_OPEN)
def test_invariant_8_what_is_not_open_is_neither_found_on_nor_addressed(gone: Past) -> None:
    past: tuple[Past, ...] = (TWO_ISSUES, ASSESSED, OPENED, found(), gone)
    decided = given(*past).when("propose_decision")
    assert [each.issue_no for each in decided.the(DecisionProposed).issues] == [1]
    sent = given(*past, proposed(), APPROVED).when("send_response", **COURT)
    assert sent.the(ResponseSent).issue_ids == (ISSUE,)


def test_invariant_8_what_was_accepted_by_not_being_disputed_is_not_decided_again() -> None:
    rejected = given(TWO_ISSUES, *UNTIL_RESPONDED[1:]).when(
        "reject_decision", issue_ids=[SECOND_ISSUE], means_code="phone"
    )
    past: tuple[Past, ...] = (TWO_ISSUES, *UNTIL_RESPONDED[1:], *rejected.facts, ASIDE)
    there = given(*past, found(number=2, round_=2))
    decided = there.when("propose_decision").the(DecisionProposed)
    assert [each.issue_no for each in decided.issues] == [2]


def test_invariant_9_a_response_rests_on_an_approved_decision() -> None:
    given(*UNTIL_FOUND).when("send_response", **COURT).refused(NoDecisionProposed)
    refused = given(*UNTIL_PROPOSED).when("send_response", **COURT).refused(DecisionNotApproved)
    assert (refused.clause, refused.remedy) == ("7.8", "have the decision approved first")


def test_invariant_9_an_approval_counts_no_more_once_the_decision_is_superseded() -> None:
    newer = proposed(decision_id=named("newer"))
    for superseding in ((newer,), (newer, APPROVED)):
        there = given(*UNTIL_APPROVED, *superseding)
        there.when("send_response", **COURT).refused(DecisionNotApproved)
    old = {"decision_id": DECISION, "by": APPROVER}
    given(*UNTIL_APPROVED, newer).when("approve_decision", **old).refused(DecisionSuperseded)
    returned = DecisionReturned(decision_id=DECISION, ground_code="unclear")
    given(*UNTIL_APPROVED, returned).when("send_response", **COURT).refused(NoDecisionProposed)


def test_invariant_9_authority_is_measured_on_the_sum_and_not_on_each_offer() -> None:
    approved = (*UNTIL_FOUND, proposed(refund("80.00")), APPROVED)
    twenty = {"kind_code": "refund", "money": money("20.00")}
    more = {"kind_code": "refund", "money": money("20.01")}
    given(*approved).under(LIMITED).when("offer_remedy", **twenty).then(RemedyOffered)
    refused = given(*approved).under(LIMITED).when("offer_remedy", **more).refused(BeyondAuthority)
    assert (refused.clause, refused.values["sums"]) == ("7.7", "100.01 GBP")
    past = (*UNTIL_FOUND, offered(money=money("80.00")), proposed(refund("80.00")))
    asked = given(*past).under(LIMITED).when("approve_decision", by=APPROVER)
    assert asked.refused(BeyondAuthority).values["sums"] == "160.00 GBP"
    within = (*UNTIL_FOUND, offered(money=money("70.00")), proposed(refund("80.00")))
    given(*within).under(LIMITED).when("approve_decision", by=APPROVER).then(DecisionApproved)


def test_invariant_9_an_offer_that_was_made_with_the_response_counts_once() -> None:
    decided = (*UNTIL_FOUND, proposed(refund("80.00")), APPROVED)
    there = given(*decided, offered(money=money("80.00"), source_code="decision"))
    twenty = {"kind_code": "refund", "money": money("20.00")}
    there.under(LIMITED).when("offer_remedy", **twenty).then(RemedyOffered)


def test_invariant_10_a_response_names_recourse() -> None:
    refused = given(*UNTIL_APPROVED).when("send_response").refused(RecourseNotNamed)
    assert refused.clause == "7.8" and "none_available" in refused.remedy
    none = {"recourse": [{"kind": "none_available"}]}
    assert given(*UNTIL_APPROVED).when("send_response", **none).the(ResponseSent).recourse


def test_invariant_10_a_response_meets_an_acknowledgement_that_was_never_sent() -> None:
    due = deadline("acknowledgement")
    past = (RECEIVED, due, *UNTIL_APPROVED[1:])
    outcome = given(*past).when("send_response", **COURT)
    assert outcome.the(DeadlineMet).deadline_id == due.deadline_id
    assert outcome.complaint.is_acknowledged


def test_invariants_8_to_10_do_not_bind_a_written_confirmation() -> None:
    outcome = given(RECEIVED, AGREED).when("send_response", kind="written_confirmation")
    sent = outcome.the(ResponseSent)
    assert (sent.decision_id, sent.recourse, sent.issue_ids) == (None, (), (ISSUE,))
    assert outcome.complaint.state == "ACCEPTED"


def test_invariant_22_severity_channels_and_remedies_stand_in_their_lists() -> None:
    for past, name, fields in (
        ((RECEIVED,), "assess", {"severity_code": "grim", "is_safety": False}),
        ((RECEIVED,), "acknowledge", {"channel_code": "pigeon"}),
        ((RECEIVED,), "seek_remedy", {"kinds": ["magic"]}),
        ((RECEIVED,), "offer_remedy", {"kind_code": "magic"}),
        (UNTIL_FOUND, "propose_decision", {"remedies": [{"kind_code": "magic"}]}),
        (UNTIL_APPROVED, "send_response", {"channel_code": "pigeon", **COURT}),
    ):
        refused = given(*past).when(name, **fields).refused(UnknownCode)
        assert refused.values["version"] == "1" and refused.values["known"]


def test_invariant_23_declining_dropping_and_setting_aside_need_a_ground() -> None:
    for name in ("declare_out_of_scope", "declare_issue_out_of_scope", "set_aside_decision"):
        with pytest.raises(ValidationError, match="ground_code"):
            COMMANDS[name].model()
    dropped = given(TWO_ISSUES).when("withdraw_issue", issue_id=SECOND_ISSUE, means_code="phone")
    assert dropped.the(IssueWithdrawn).ground_code == "complainant_wish"


def test_invariant_23_relaxing_and_assessing_again_need_a_ground() -> None:
    alone = policy(separation={"approve": "waived"})
    asked = given(*UNTIL_PROPOSED).under(alone)
    refused = asked.when("approve_decision", by=AUTHOR_AS_APPROVER).refused(GroundMissing)
    assert (refused.clause, refused.remedy) == ("4.12", "give a ground_code")
    again = given(*UNTIL_ASSESSED).when("assess", severity_code="high", is_safety=False)
    assert "was_wrong or facts_changed" in again.refused(GroundMissing).remedy
