"""Stories of answers: given, accepted, disputed, not received, changed at the last moment."""

from tests.stories.people import (
    ADA,
    APPROVER,
    BY_LETTER,
    BY_PHONE,
    OMBUDSMAN,
    PRIVACY_OFFICER,
    refund,
)
from tests.stories.registry import story
from tests.stories.steps import answer, carry_out, decide
from tests.stories.telling import World

THREE_ISSUES = [{"category_code": "delay"}, {"category_code": "damage"}, {"category_code": "price"}]


@story("Several issues, one disputed, two paid meanwhile")
def several_issues(world: World) -> None:
    """Each issue is found, answered and, where it is disputed, kept open by itself: what is
    accepted is paid while the rest is looked at again (7.7, 7.9)."""
    told = world.begin(
        "log", narrative="Late, broken, too dear", complainant=ADA, issues=THREE_ISSUES
    )
    answer(told, remedies=[refund("20.00"), refund("35.00")])
    third = list(told.complaint.issues)[2]
    told.do("reject_decision", issue_ids=[third], **BY_LETTER)
    for remedy in list(told.complaint.remedies):
        told.do("accept_remedy", remedy_id=remedy)
    carry_out(told)
    assert told.refuses("close", basis_code="recourse_exhausted", by=APPROVER) == "RecourseNotSpent"
    told.approved("set_aside_decision", by=APPROVER, ground_code="new_evidence")
    assert [issue.issue_no for issue in told.complaint.open_issues] == [3]
    answer(told, "partly_upheld", remedies=[refund("10.00")])
    told.do("accept_decision", **BY_PHONE)
    carry_out(told)
    told.do("close", basis_code="accepted_and_carried_out")
    assert (told.state, told.complaint.rounds) == ("CLOSED", (2,))


@story("Silent after the response")
def silent(world: World) -> None:
    """Nobody replies: the complaint waits for the whole reply window before it is closed (7.9)."""
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    answer(told, "not_upheld")
    assert told.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    world.wait(weeks=5)
    told.do("close", basis_code="no_reply")
    assert told.due("reply_window").startswith("lapsed")


@story("A refund on the spot, in one command")
def on_the_spot(world: World) -> None:
    """At the till: received, acknowledged, assessed, agreed, paid and closed at once (7.2)."""
    told = world.begin(
        "settle", narrative="Broken on arrival", complainant=ADA, remedies=[refund("20.00")]
    )
    assert told.state == "CLOSED"
    assert len({one.command_id for one in told.history}) == 1


@story("Promised and never delivered")
def never_delivered(world: World) -> None:
    """The complaint was closed with the promise tracked; the day passes, the complainant comes
    back, and the same complaint goes on (7.9, invariants 12 and 18)."""
    told = world.begin("log", narrative="The boiler is cold", complainant=ADA)
    answer(told, remedies=[{"kind_code": "repair", "due_on": "2026-04-15"}])
    told.do("accept_decision", **BY_PHONE)
    assert told.refuses("close", basis_code="accepted_and_carried_out") == "RemedyOutstanding"
    world.policies.publish(
        world.policies.policy.model_copy(update={"may_close_with_tracked_commitments": True})
    )
    told.do("close", basis_code="accepted_with_tracked_commitments")
    world.wait(days=300)
    assert told.due("remedy_due") == "missed 2026-04-15"
    told.do("record_contact", purpose_code="reopening", summary="Still cold")
    (awaiting,) = told.complaint.undecided
    told.do("reopen", ground_code="remedy_not_delivered", settles_event_ids=[awaiting])
    assert told.state == "ACCEPTED"
    carry_out(told)
    told.do("close", basis_code="accepted_and_carried_out")


@story("The letter came back")
def returned(world: World) -> None:
    """What did not arrive answered nobody: the decision stands, the response is due again, and
    the reply window does not run (7.3, 7.8)."""
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    answer(told)
    told.do(
        "report_failed_communication",
        target_event_id=told.event("ResponseSent"),
        failure_code="returned",
    )
    assert (told.state, told.due("response")[:7]) == ("DECIDED", "running")
    assert told.due("reply_window").startswith("cancelled")
    told.do("send_response", recourse=OMBUDSMAN, channel_code="email")
    assert told.state == "RESPONDED"


@story("The response went to the wrong person")
def wrong_person(world: World) -> None:
    """Somebody else read it: that is a failed communication and a breach, and the complainant is
    still to be answered (4.10, 7.8)."""
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    answer(told)
    told.do(
        "report_failed_communication",
        target_event_id=told.event("ResponseSent"),
        failure_code="wrong_recipient",
    )
    told.do(
        "record_breach",
        by=PRIVACY_OFFICER,
        class_codes=["P2", "P3"],
        persons_count=1,
        detail="A neighbour",
    )
    told.do("send_response", recourse=OMBUDSMAN)
    told.do("accept_decision", **BY_PHONE)
    told.do("close", basis_code="accepted_and_carried_out")


@story("New evidence while the decision is drafted")
def new_evidence(world: World) -> None:
    """The decision goes back to its author, the finding is made anew, and only what was approved
    last is sent (7.6, 7.7)."""
    told = world.begin("log", narrative="Nobody came", complainant=ADA)
    decide(told, "not_upheld")
    told.do("record_contact", purpose_code="new_information", summary="A photograph of the door")
    told.do("record_evidence", kind_code="photograph", source_kind="complainant")
    told.do("return_decision", ground_code="new_evidence", by=APPROVER)
    assert told.state == "INVESTIGATING"
    told.do("record_finding", finding_code="upheld")
    told.do("propose_decision", remedies=[refund("15.00")])
    assert told.refuses("send_response", recourse=OMBUDSMAN) == "DecisionNotApproved"
    told.do("approve_decision", by=APPROVER)
    told.do("send_response", recourse=OMBUDSMAN)


@story("Closed by mistake")
def by_mistake(world: World) -> None:
    """The wrong complaint was closed: it goes on where it stood, its due dates with it (7.9)."""
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    told.approved(
        "close", basis_code="discontinued", ground_code="complainant_unreachable", by=APPROVER
    )
    assert told.due("response").startswith("cancelled")
    told.do("reopen", ground_code="closed_in_error")
    assert told.state == "ASSESSED"
    assert told.due("response").startswith("running")
    answer(told)


@story("About our own complaint handling")
def own_handling(world: World) -> None:
    """A complaint about how a complaint was handled is a complaint (1), linked to the one that it
    is about, and somebody else handles it (4.7)."""
    first = world.begin("log", called="the first", narrative="The bill is wrong", complainant=ADA)
    answer(first)
    first.do("accept_decision", **BY_PHONE)
    told = world.begin(
        "log",
        called="the second",
        narrative="Nobody rang me back for weeks",
        complainant=ADA,
        subject_kind="complaint_handling",
        issues=[{"category_code": "complaint_handling"}],
    )
    told.do("link_complaint", other_id=first.complaint_id, link="about_handling_of")
    told.do("exclude_staff", ground_code="handled_before")
    assert told.refuses("open_investigation") == "NotFound"
