"""Whole stories of reviews inside and bodies outside, each ending with the trail as told."""

from domain.values import Actor
from tests.support.controls import APPROVER, HANDLER, money, named, policy
from tests.support.story import Story
from tests.unit.domain.test_stories import ADA, BY_PHONE, OMBUDSMAN, answered

REVIEWER = Actor(kind="staff", id=named("reviewer"), role="approver")
INSIDE = [{"kind": "internal"}, *OMBUDSMAN]
IMPLEMENTED = {"basis_code": "determination_implemented", "by": APPROVER}


def rejected(**decision: object) -> Story:
    """A complaint whose answer the complainant rejects."""
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld", **decision)
    story.do("reject_decision", **BY_PHONE)
    return story


def reviewed(story: Story, finding: str) -> None:
    """The second stage looks at it and answers."""
    for issue in story.present.open_issues:
        found = {"issue_id": issue.issue_id, "finding_code": finding}
        story.do("record_finding", by=REVIEWER, **found)
    story.do("propose_decision", by=REVIEWER)
    second = Actor(kind="staff", id=named("second approver"), role="approver")
    story.do("approve_decision", by=second)
    story.do("send_response", by=second, kind="final", recourse=OMBUDSMAN)


def test_rejected_to_the_ombudsman_remitted_and_decided_anew() -> None:
    story = rejected()
    story.do("register_referral", body_code="ombudsman")
    assert story.present.state == "EXTERNAL"
    assert story.refuses("close", **IMPLEMENTED) == "ReferralPending"
    story.do("record_determination", result_code="remitted", is_binding=True)
    assert story.refuses("close", **IMPLEMENTED) == "StillRemitted"
    story.approved("set_aside_decision", by=APPROVER, ground_code="remitted")
    assert (story.present.stage, story.present.round) == (1, 2)
    answered(story, finding="upheld")
    story.do("accept_decision", **BY_PHONE)
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.told()[-11:] == [
        "DecisionRejected",
        "ExternalReferralRegistered",
        "ExternalDeterminationReceived",
        "DecisionSetAside",
        "InvestigationOpened",
        "FindingRecorded",
        "DecisionProposed",
        "DecisionApproved",
        "ResponseSent",
        "DecisionAccepted",
        "ComplaintClosed",
    ]


def test_two_outside_bodies_at_once() -> None:
    story = rejected()
    story.do("register_referral", body_code="ombudsman")
    story.do("register_referral", body_code="regulator", referred_by="body")
    first, second = story.present.referrals
    assert story.refuses("return_referral", ground_code="no_jurisdiction") == "WhichReferral"
    story.do("return_referral", referral_id=second, ground_code="no_jurisdiction")
    assert (story.present.state, story.present.is_external) == ("EXTERNAL", True)
    story.do("record_determination", referral_id=first, result_code="not_upheld")
    assert (story.present.state, story.present.is_external) == ("EXTERNAL", False)
    story.do("close", **IMPLEMENTED)
    assert story.told()[-5:] == [
        "ExternalReferralRegistered",
        "ExternalReferralRegistered",
        "ExternalReferralReturned",
        "ExternalDeterminationReceived",
        "ComplaintClosed",
    ]


def test_went_to_the_ombudsman_early() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    story.do("register_referral", body_code="ombudsman")
    assert (story.present.state, story.present.is_external) == ("ASSESSED", True)
    answered(story, finding="not_upheld")
    assert (story.present.state, story.present.is_external) == ("RESPONDED", True)
    story.do("return_referral", ground_code="premature")
    assert (story.present.state, story.present.is_external) == ("RESPONDED", False)
    story.wait(weeks=5)
    story.do("close", basis_code="no_reply")
    story.do("register_referral", body_code="ombudsman", is_premature=True)
    assert (story.present.state, story.present.is_external) == ("EXTERNAL", True)
    story.do("return_referral", ground_code="premature")
    assert (story.present.state, story.present.is_external) == ("DISPUTED", False)
    story.do("request_review")
    assert (story.present.state, story.present.stage) == ("REVIEW", 2)
    assert story.told()[-4:] == [
        "ComplaintClosed",
        "ExternalReferralRegistered",
        "ExternalReferralReturned",
        "InternalReviewRequested",
    ]


def test_given_back_unanswered_the_time_to_reply_went_on() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld")
    story.do("register_referral", body_code="ombudsman")
    story.do("return_referral", ground_code="withdrawn")
    assert story.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    story.wait(weeks=5)
    story.do("close", basis_code="no_reply")
    assert story.present.state == "CLOSED"


def test_reopened_after_months_for_the_second_stage() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld")
    story.wait(weeks=5)
    story.do("close", basis_code="no_reply")
    story.wait(weeks=40)
    asked = {"ground_code": "complainant_dissatisfied"}
    assert story.refuses("reopen", **asked) == "ReopenWindowPassed"
    story.do("reopen", by=APPROVER, **asked)
    assert (story.present.state, story.present.stage) == ("DISPUTED", 1)
    story.do("request_review", grounds="I asked for the recording.")
    assert story.refuses("record_finding", finding_code="upheld") == "ReviewerTookPart"
    reviewed(story, "upheld")
    assert (story.present.state, story.present.answered_stage) == ("RESPONDED", 2)
    story.do("accept_decision", **BY_PHONE)
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.told()[-8:] == [
        "ComplaintReopened",
        "InternalReviewRequested",
        "FindingRecorded",
        "DecisionProposed",
        "DecisionApproved",
        "ResponseSent",
        "DecisionAccepted",
        "ComplaintClosed",
    ]


def test_review_requested_and_dropped() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld")
    story.do("offer_recourse", recourse=INSIDE)
    decision = story.present.decision
    story.do("request_review")
    spent = {"basis_code": "recourse_exhausted", "by": APPROVER}
    assert story.refuses("close", **spent) == "NotDisputed"
    story.do("withdraw_review")
    assert (story.present.state, story.present.stage, story.present.round) == ("DISPUTED", 1, 1)
    assert story.present.decision == decision
    assert story.refuses("close", **spent) == "RecourseNotSpent"
    story.do("decline_recourse", kind="external", **BY_PHONE)
    story.do("close", **spent)
    assert story.told()[-5:] == [
        "RecourseOffered",
        "InternalReviewRequested",
        "InternalReviewWithdrawn",
        "RecourseDeclined",
        "ComplaintClosed",
    ]


def test_a_determination_is_implemented() -> None:
    story = rejected()
    story.do("register_referral", body_code="ombudsman", body_reference="O/26/1")
    directions = [{"kind_code": "apology"}, {"kind_code": "refund", "money": money("90.00")}]
    story.do("record_determination", result_code="upheld", is_binding=True, directions=directions)
    story.do("answer_determination", answer_code="accepted")
    assert story.refuses("close", **IMPLEMENTED) == "DirectionsOutstanding"
    (action,) = story.present.actions
    story.do("complete_action", action_id=action)
    (owed,) = story.present.owed
    assert story.refuses("close", **IMPLEMENTED) == "DirectionsOutstanding"
    story.do("fulfil_remedy", remedy_id=owed.remedy_id)
    story.do("fail_remedy", by=APPROVER, remedy_id=owed.remedy_id, ground_code="payment_returned")
    assert story.refuses("close", **IMPLEMENTED) == "DirectionsOutstanding"
    story.do("fulfil_remedy", remedy_id=owed.remedy_id)
    assert story.refuses("close", **{**IMPLEMENTED, "by": HANDLER}) == "NotAnApprover"
    story.do("close", **IMPLEMENTED)
    assert story.present.state == "CLOSED"
    assert story.told()[-11:] == [
        "ExternalReferralRegistered",
        "ExternalDeterminationReceived",
        "ActionPlanned",
        "RemedyOffered",
        "DeterminationAnswered",
        "RemedyAccepted",
        "ActionCompleted",
        "RemedyFulfilled",
        "RemedyFailed",
        "RemedyFulfilled",
        "ComplaintClosed",
    ]


def test_withdrawn_and_continued_internally_until_it_worked() -> None:
    story = Story(policy=policy(effect_window_days=30))
    story.do("log", narrative="x", complainant=ADA)
    goes_on = {"is_continued_internally": True, **BY_PHONE}
    assert story.refuses("withdraw", **goes_on) == "NothingContinues"
    story.do("plan_action", by=APPROVER, kind_code="preventive", owner=HANDLER.id)
    (action,) = story.present.actions
    story.do("withdraw", **goes_on)
    story.do("complete_action", action_id=action)
    judged = {"action_id": action, "verdict_code": "effective", "method_code": "sample"}
    assert story.refuses("verify_effect", **judged) == "OwnerVerifies"
    assert story.refuses("verify_effect", by=APPROVER, **judged) == "EffectNotKnownYet"
    story.wait(days=31)
    story.do("verify_effect", by=APPROVER, **judged)
    assert story.told()[-4:] == [
        "ActionPlanned",
        "ComplaintWithdrawn",
        "ActionCompleted",
        "ActionEffectVerified",
    ]
