"""Whole stories through the public commands, each ending with the trail as told."""

from tests.support.controls import APPROVER, OTHER_HANDLER, SMALL, money
from tests.support.story import Story

ADA = {"name": "Ada", "email": "ada@example.org"}
OMBUDSMAN = [{"kind": "external", "body_code": "ombudsman"}]
REFUND = [{"kind_code": "refund", "money": money("20.00")}]
BY_PHONE = {"means_code": "phone"}


def decided(story: Story, *, finding: str = "upheld", remedies: object = ()) -> None:
    """From the assessment to an approved decision, on every open issue."""
    story.do("open_investigation")
    for issue in story.present.open_issues:
        story.do("record_finding", issue_id=issue.issue_id, finding_code=finding)
    story.do("propose_decision", remedies=remedies)
    story.do("approve_decision", by=APPROVER)


def answered(story: Story, **decision: object) -> None:
    """From the assessment to the response."""
    decided(story, **decision)  # type: ignore[arg-type]
    story.do("send_response", recourse=OMBUDSMAN)


def test_from_receipt_to_closed() -> None:
    story = Story()
    story.do("receive", narrative="The parcel came late.", complainant=ADA)
    story.do("assign")
    story.do("acknowledge")
    story.do("assess", severity_code="low", is_safety=False)
    answered(story, remedies=REFUND)
    story.do("accept_decision", **BY_PHONE)
    assert story.refuses("close", basis_code="accepted_and_carried_out") == "RemedyOutstanding"
    (owed,) = story.present.owed
    story.do("fulfil_remedy", remedy_id=owed.remedy_id)
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.told() == [
        "ComplaintReceived",
        "ComplaintAssigned",
        "ComplaintAcknowledged",
        "ComplaintAssessed",
        "InvestigationOpened",
        "FindingRecorded",
        "DecisionProposed",
        "DecisionApproved",
        "RemedyOffered",
        "ResponseSent",
        "DecisionAccepted",
        "RemedyAccepted",
        "RemedyFulfilled",
        "ComplaintClosed",
    ]
    assert story.deadlines() == {
        "acknowledgement": "met",
        "response": "met",
        "periodic_update": "met",
        "reply_window": "met",
        "remedy_due": "met",
        "reopen_window": "running",
    }


def test_silent_after_the_response() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story)
    assert story.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    story.wait(weeks=5)
    story.do("close", basis_code="no_reply")
    assert story.present.state == "CLOSED"
    assert story.deadlines()["reply_window"] == "lapsed"


def test_rejected_it_stays_open_until_recourse_is_spent() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld")
    story.do("reject_decision", **BY_PHONE)
    assert (story.present.state, story.present.is_open) == ("DISPUTED", True)
    asked = {"basis_code": "recourse_exhausted", "by": APPROVER}
    assert story.refuses("close", **asked) == "RecourseNotSpent"
    story.do("decline_recourse", kind="external", **BY_PHONE)
    story.do("close", **asked)
    assert story.told()[-3:] == ["DecisionRejected", "RecourseDeclined", "ComplaintClosed"]


def test_rejected_set_aside_and_answered_anew() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, finding="not_upheld")
    story.do("reject_decision", **BY_PHONE)
    story.approved("set_aside_decision", by=APPROVER, ground_code="new_evidence")
    assert story.refuses("propose_decision") == "FindingMissing"
    answered(story)
    story.do("accept_decision", **BY_PHONE)
    assert story.present.rounds == (2,)
    assert story.present.state == "ACCEPTED"
    assert [each.decision_id for each in story.present.answers] != [None, None]


def test_a_refund_on_the_spot_is_one_command() -> None:
    story = Story()
    story.do("settle", narrative="Broken on arrival", complainant=ADA, remedies=REFUND)
    assert story.commands == 1
    assert story.told() == [
        "ComplaintReceived",
        "ComplaintAcknowledged",
        "ComplaintAssessed",
        "RemedyOffered",
        "ResolutionAgreed",
        "RemedyFulfilled",
        "ComplaintClosed",
    ]
    assert len({one.command_id for one in story.events}) == 1


def test_one_person_answers_in_four_commands() -> None:
    story = Story(policy=SMALL)
    story.do("log", narrative="x", complainant=ADA)
    findings = [{"finding_code": "upheld"}]
    story.do("answer", findings=findings, recourse=OMBUDSMAN, text="We are sorry.")
    story.do("accept_decision", **BY_PHONE)
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.commands == 4
    approvals = [one for one in story.events if one.event.TYPE == "DecisionApproved"]
    assert approvals[0].event.model_dump()["separation"] == "relaxed"
    assert story.present.state == "CLOSED"


def test_several_issues_one_disputed_the_others_paid_meanwhile() -> None:
    story = Story()
    issues = [{"category_code": "delay"}, {"category_code": "damage"}, {"category_code": "invoice"}]
    story.do("log", narrative="x", complainant=ADA, issues=issues)
    remedies = [*REFUND, {"kind_code": "repair"}]
    answered(story, remedies=remedies)
    third = story.present.open_issues[2]
    story.do("reject_decision", issue_ids=[third.issue_id], **BY_PHONE)
    for remedy in list(story.present.remedies.values()):
        story.do("accept_remedy", remedy_id=remedy.remedy_id)
        story.do("fulfil_remedy", remedy_id=remedy.remedy_id)
    assert [issue.issue_no for issue in story.present.open_issues] == [3]
    assert story.present.state == "DISPUTED"
    story.approved("set_aside_decision", by=APPROVER, ground_code="new_evidence")
    answered(story)
    story.do("accept_decision", **BY_PHONE)
    story.do("close", basis_code="accepted_and_carried_out")
    assert not story.present.open_issues


def test_a_letter_that_came_back_is_sent_again() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    answered(story, remedies=REFUND)
    (response,) = [one for one in story.events if one.event.TYPE == "ResponseSent"]
    failed = {"target_event_id": response.event_id, "failure_code": "returned"}
    story.do("report_failed_communication", **failed)
    assert story.present.state == "DECIDED"
    assert story.deadlines()["reply_window"] == "cancelled"
    assert story.deadlines()["response"] == "running"
    story.do("send_response", recourse=OMBUDSMAN)
    assert story.told().count("RemedyOffered") == 1
    assert story.deadlines()["response"] == "met"
    assert story.present.is_answered


def test_acknowledged_in_time_and_entered_late() -> None:
    story = Story()
    story.do("receive", narrative="x", complainant=ADA)
    story.do("record_contact", direction="outbound", summary="Told that it arrived")
    told = story.events[-3]
    story.wait(days=10)
    assert story.deadlines()["acknowledgement"] == "missed"
    story.do("acknowledge", occurred=told.occurred, entered_from=told.event_id)
    (due,) = [
        each for each in story.present.deadlines.values() if each.fact.kind == "acknowledgement"
    ]
    assert (due.status, due.was_missed) == ("met", False)


def test_compensation_above_the_limit() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    big = {"kind_code": "compensation", "money": money("60.00")}
    story.do("offer_remedy", **big)
    assert story.refuses("offer_remedy", **big) == "BeyondAuthority"
    assert story.refuses("offer_remedy", by=OTHER_HANDLER, **big) == "BeyondAuthority"
    story.approved("offer_remedy", by=APPROVER, **big)
    rules = [
        one.event.model_dump()["authority_rule_id"]
        for one in story.events
        if one.event.TYPE == "RemedyOffered"
    ]
    assert rules == ["handler_limits", "approver_unlimited"]


def test_promised_and_never_delivered() -> None:
    story = Story(policy=SMALL)
    story.do("settle", narrative="x", complainant=ADA, remedies=REFUND, is_carried_out=False)
    story.do("close", basis_code="accepted_with_tracked_commitments")
    story.wait(weeks=6)
    assert story.deadlines()["remedy_due"] == "missed"
    story.do("reopen", ground_code="remedy_not_delivered")
    assert story.present.state == "ACCEPTED"
    (owed,) = story.present.owed
    story.do("fulfil_remedy", remedy_id=owed.remedy_id)
    story.do("close", basis_code="accepted_and_carried_out")
    late = [one.event for one in story.events if one.event.TYPE == "DeadlineMet"]
    assert late[-1].model_dump()["is_late"]


def test_closed_by_mistake() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    before = story.deadlines()
    story.approved("close", by=APPROVER, basis_code="discontinued", ground_code="no_address")
    story.wait(days=1)
    story.do("reopen", ground_code="closed_in_error")
    assert story.present.state == "ASSESSED"
    assert {**story.deadlines(), "reopen_window": ""} == {**before, "reopen_window": ""}


def test_new_evidence_while_the_decision_is_drafted() -> None:
    story = Story()
    story.do("log", narrative="x", complainant=ADA)
    decided(story, finding="not_upheld")
    story.do("record_contact", purpose_code="new_information", summary="A photograph")
    assert story.refuses("record_finding", finding_code="upheld") == "AlreadyDecided"
    story.do("return_decision", by=APPROVER, ground_code="new_evidence")
    story.do("record_finding", finding_code="upheld")
    story.do("propose_decision")
    story.do("approve_decision", by=APPROVER)
    assert story.refuses("send_response") == "RecourseNotNamed"
    story.do("send_response", recourse=OMBUDSMAN)
    assert story.present.state == "RESPONDED"


def test_anonymous_without_an_address() -> None:
    story = Story()
    story.do("log", narrative="The lift is dangerous.", is_safety=True, severity_code="critical")
    assert "ComplaintAcknowledged" not in story.told()
    assert story.present.party_id is None
    assert story.deadlines()["top_management_notice"] == "running"
    story.approved("close", by=APPROVER, basis_code="discontinued", ground_code="no_address")
    assert story.present.state == "CLOSED"
