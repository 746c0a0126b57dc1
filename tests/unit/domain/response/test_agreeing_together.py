"""7.9: of several complainants each who must agrees to the answer, and any disputes it."""

import pytest

from domain.complaint.events import (
    ComplainantLeft,
    ComplaintReopened,
    ComplaintWithdrawn,
    DeadlineMet,
    DecisionAccepted,
    DecisionRejected,
    RemedyAccepted,
)
from domain.complaint.parties.joining import LeavingNotProved
from domain.complaint.response.agreeing import AcceptedAlready
from tests.support.controls import (
    ACCEPTED,
    AGREED,
    APPROVER,
    CLOSED,
    DECISION,
    ISSUE,
    OPENED,
    OTHER_HANDLER,
    PARTY,
    RECEIVED,
    REJECTED,
    REMEDY,
    REMEDY_ACCEPTED,
    RESPONDED,
    SMALL,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_RESPONDED,
    approved,
    deadline,
    event_id,
    found,
    offered,
    proposed,
    responded,
)
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR, authorised, joined
from tests.support.story import Story

BY_PHONE = {"means_code": "phone"}
THE_OTHER = {"party_id": SECOND_PARTY, **BY_PHONE}
OTHER_LEFT = ComplainantLeft(party_id=SECOND_PARTY, ground_code="left")
TOGETHER = (*UNTIL_APPROVED, JOINED, RESPONDED)


def test_one_of_two_accepts_and_nothing_is_settled_yet() -> None:
    window = deadline("reply_window", party="complainant")
    outcome = given(*TOGETHER, window).when("accept_decision", **BY_PHONE)
    outcome.then(
        DecisionAccepted(
            decision_id=DECISION,
            party_id=PARTY,
            means_code="phone",
            awaited_party_ids=(SECOND_PARTY,),
        )
    )
    complaint = outcome.complaint
    assert (complaint.state, complaint.needs_decision) == ("RESPONDED", False)
    assert complaint.open_issues and complaint.to_agree == (SECOND_PARTY,)


def test_when_the_other_accepts_too_the_answer_is_accepted_with_its_remedies() -> None:
    until = (UNTIL_APPROVED[0], JOINED, *UNTIL_APPROVED[1:])
    past = (*until, offered(source_code="decision"), responded(REMEDY))
    first = given(*past).when("accept_decision", **BY_PHONE).then(DecisionAccepted)
    assert not first.complaint.owed
    second = given(*past, ACCEPTED).when("accept_decision", **THE_OTHER)
    assert second.the(RemedyAccepted).party_id == SECOND_PARTY
    assert second.complaint.state == "ACCEPTED" and not second.complaint.open_issues


def test_a_representative_of_both_accepts_for_both() -> None:
    past = (*TOGETHER, AUTHORISED, authorised(party_id=SECOND_PARTY))
    outcome = given(*past).when("accept_decision", party_id=SOLICITOR, **BY_PHONE)
    assert outcome.complaint.state == "ACCEPTED"
    one = given(*TOGETHER, AUTHORISED).when("accept_decision", party_id=SOLICITOR, **BY_PHONE)
    assert one.the(DecisionAccepted).awaited_party_ids == (SECOND_PARTY,)
    assert one.complaint.state == "RESPONDED"


@pytest.mark.parametrize("past", [(joined(must_agree=False),), (JOINED, OTHER_LEFT)])
def test_who_need_not_agree_or_has_left_is_not_awaited(past: tuple[Past, ...]) -> None:
    outcome = given(*UNTIL_RESPONDED, *past).when("accept_decision", **BY_PHONE)
    assert outcome.complaint.state == "ACCEPTED"


def test_who_need_not_agree_settles_nothing_alone() -> None:
    past = (*UNTIL_RESPONDED, joined(must_agree=False))
    outcome = given(*past).when("accept_decision", **THE_OTHER)
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RESPONDED", False)


def test_a_rejection_by_one_of_them_disputes() -> None:
    outcome = given(*TOGETHER, ACCEPTED).when("reject_decision", **THE_OTHER)
    assert outcome.complaint.state == "DISPUTED"
    rejected = outcome.the(DecisionRejected)
    settled = given(*TOGETHER, ACCEPTED, rejected).when("accept_decision", **THE_OTHER)
    assert settled.complaint.state == "ACCEPTED", "the first had accepted and said nothing since"


def test_who_rejects_what_they_accepted_is_awaited_again() -> None:
    both = ACCEPTED.model_copy(update={"party_id": SECOND_PARTY})
    complaint = given(*TOGETHER, ACCEPTED, both, REJECTED).complaint
    assert (complaint.state, complaint.to_agree) == ("DISPUTED", (PARTY,))
    other = given(*TOGETHER, ACCEPTED, both, REJECTED).when("accept_decision", **THE_OTHER)
    assert other.complaint.state == "DISPUTED"


def test_a_new_answer_or_taking_up_again_asks_everybody_anew() -> None:
    set_aside = {"ground_code": "mistake"}
    again = (proposed(round_=2), approved(), responded(round_=2))
    past = (*TOGETHER, ACCEPTED)
    aside = given(*past).approved("set_aside_decision", by=APPROVER, **set_aside).facts[0].event
    complaint = given(*past, aside, OPENED, found(round_=2), *again).complaint
    assert (complaint.state, complaint.to_agree) == ("RESPONDED", (PARTY, SECOND_PARTY))
    agreed = given(*TOGETHER, ACCEPTED, AGREED).complaint
    assert (agreed.state, agreed.to_agree) == ("ACCEPTED", (PARTY, SECOND_PARTY))
    closed = (*TOGETHER, AGREED, ACCEPTED, CLOSED)
    reopened = given(*closed).when("reopen", ground_code="complainant_dissatisfied")
    assert reopened.complaint.to_agree == (PARTY, SECOND_PARTY)


def test_one_of_several_does_not_withdraw_the_complaint_of_the_others() -> None:
    outcome = given(RECEIVED, JOINED).when("withdraw", **BY_PHONE)
    assert outcome.the(ComplaintWithdrawn).others_remain
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RECEIVED", True)
    both = (AUTHORISED, authorised(party_id=SECOND_PARTY))
    together = given(RECEIVED, JOINED, *both).when("withdraw", party_id=SOLICITOR, **BY_PHONE)
    assert together.complaint.state == "WITHDRAWN"
    alone = given(RECEIVED, JOINED, OTHER_LEFT).when("withdraw", **BY_PHONE)
    assert alone.complaint.state == "WITHDRAWN"


def test_a_withdrawal_of_one_is_settled_by_their_leaving() -> None:
    one = ComplaintWithdrawn(
        party_id=PARTY,
        means_code="phone",
        ground_code="complainant_wish",
        is_continued_internally=False,
        others_remain=True,
    )
    past = (RECEIVED, JOINED, one)
    asked = {"party_id": PARTY, "ground_code": "left", "settles_event_ids": [event_id(3)]}
    given(*past).when("remove_complainant", **asked).refused(LeavingNotProved)
    outcome = given(*past).when("remove_complainant", by=OTHER_HANDLER, **asked)
    assert not outcome.complaint.needs_decision and outcome.complaint.is_open


def test_story_joint_holders_one_accepts() -> None:
    story = Story(policy=SMALL)
    story.do("receive", narrative="Our account was closed.", complainant={"name": "Ann"})
    story.do("join_complainant", complainant={"name": "Bob"})
    first, second = story.present.parties
    story.do("assess", severity_code="low", is_safety=False)
    recourse = [{"kind": "external", "body_code": "ombudsman"}]
    remedies = [{"kind_code": "apology"}]
    findings = [{"finding_code": "upheld"}]
    story.do("answer", findings=findings, recourse=recourse, remedies=remedies)
    story.do("accept_decision", party_id=first, **BY_PHONE)
    assert story.present.state == "RESPONDED"
    assert story.refuses("close", basis_code="accepted_and_carried_out") == "NotAccepted"
    story.do("accept_decision", party_id=second, **BY_PHONE)
    assert (story.present.state, len(story.present.owed)) == ("ACCEPTED", 1)
    assert story.deadlines()["reply_window"] == "met"


def test_the_window_of_both_is_met_by_the_last_of_them() -> None:
    window = deadline("reply_window", party="complainant")
    outcome = given(*TOGETHER, window, ACCEPTED).when("accept_decision", **THE_OTHER)
    outcome.then(DecisionAccepted, DeadlineMet)
    assert outcome.facts[0].on_behalf_of == SECOND_PARTY
    assert outcome.complaint.issues[ISSUE].status == "settled"


def test_what_was_accepted_is_not_agreed_on_once_more() -> None:
    reopened = ComplaintReopened(
        ground_code="remedy_not_delivered",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="CLOSED",
        resumes_in_state="ACCEPTED",
    )
    past = (*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED, CLOSED, reopened)
    assert given(*past).complaint.open_issues
    given(*past).when("agree_resolution", means_code="phone").refused(AcceptedAlready)
    assert given(*past).may("agree_resolution") == "AcceptedAlready"
