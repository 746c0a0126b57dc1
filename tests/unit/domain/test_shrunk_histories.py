"""Histories that once broke an invariant, as short as they could be made: each holds since."""

from typing import Any
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.deadlines.extension_limits import NotTold
from domain.complaint.issues.selecting import AnsweredElsewhere
from domain.complaint.linking.splitting import CameWithAnother
from domain.complaint.preconditions import HasEnded
from domain.complaint.remedies.remedy_rules import RemedyNotStanding
from domain.registry import COMMANDS
from tests.support.controls import (
    APPROVER,
    COMPLAINT,
    FULFILLED,
    HANDLER,
    RECEIVED,
    REMEDY,
    SMALL,
    TWO_ISSUES,
    UNTIL_ASSESSED,
    WITHDRAWN,
    at,
    deadline,
    issue,
    money,
    named,
    offered,
)
from tests.support.given import given
from tests.support.invariants import broken
from tests.support.merged import TARGET, THERE, absorbed, merged
from tests.support.office import Office

PHONE = {"means_code": "phone"}
MISSED = (
    deadline("response"),
    e.DeadlineMissed(deadline_id=named("response"), due_at=deadline("response").due_at),
)
OUTSIDE = e.ExternalReferralRegistered(
    referral_id=named("referral"),
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(issue().issue_id,),
    is_premature=True,
)
OUT_OF_SCOPE = e.ComplaintDeclaredOutOfScope(ground_code="not_ours")


def test_nothing_new_is_due_of_a_complaint_that_has_ended() -> None:
    asked = {"deadline_id": named("response"), "due_on": "2026-04-01"}
    ended = given(RECEIVED, *MISSED, WITHDRAWN)
    ended.when("set_new_target", **asked).refused(HasEnded)
    assert ended.may("set_new_target") == "HasEnded"
    given(RECEIVED, *MISSED).when("set_new_target", **asked).refused(NotTold)


def test_what_was_parted_from_a_complaint_is_not_opened_in_it_again() -> None:
    parted = e.ComplaintSplit(new_ids=(named("part"),), issue_ids=(issue(2).issue_id,))
    ended = given(TWO_ISSUES, parted, WITHDRAWN)
    reopened = ended.when("reopen", ground_code="new_evidence")
    assert reopened.the(e.ComplaintReopened).issue_ids == (issue(1).issue_id,)
    named_there = {"ground_code": "new_evidence", "issue_ids": [issue(2).issue_id]}
    ended.when("reopen", **named_there).refused(AnsweredElsewhere)
    for name in ("reject_decision", "request_review", "register_referral"):
        said = PHONE if name == "reject_decision" else {}
        body = {"body_code": "ombudsman"} if name == "register_referral" else said
        asked = {**body, "issue_ids": [issue(2).issue_id]}
        ended.when(name, **asked).refused(AnsweredElsewhere)


def test_a_history_that_opens_what_was_parted_leaves_it_where_it_went() -> None:
    parted = e.ComplaintSplit(new_ids=(named("part"),), issue_ids=(issue(2).issue_id,))
    again = e.ComplaintReopened(
        ground_code="new_evidence",
        reopen_no=1,
        issue_ids=(issue(1).issue_id, issue(2).issue_id),
        from_state="WITHDRAWN",
        resumes_in_state="RECEIVED",
    )
    complaint = given(TWO_ISSUES, parted, WITHDRAWN, again).complaint
    assert [each.issue_no for each in complaint.open_issues] == [1]


def test_an_issue_that_came_with_a_merged_complaint_is_not_parted_from_it() -> None:
    target = given(TWO_ISSUES, absorbed(issue(3)))
    split = target.when("split_complaint", issue_ids=[issue(3).issue_id])
    split.refused(CameWithAnother)
    only_theirs = given(
        RECEIVED,
        absorbed(issue(2), issue(3)),
        e.IssueWithdrawn(
            issue_id=issue(1).issue_id, issue_no=1, means_code="phone", ground_code="wish"
        ),
    )
    assert only_theirs.may("split_complaint") == "CameWithAnother"


def test_invariant_9_what_is_paid_is_not_granted_a_second_time_in_its_own_place() -> None:
    paid = given(*UNTIL_ASSESSED, offered(money=money("70.00")), FULFILLED)
    asked = {"kind_code": "compensation", "money": money("70.00"), "supersedes": REMEDY}
    paid.when("offer_remedy", **asked).refused(RemedyNotStanding)


def test_invariant_6_what_was_never_answered_is_not_accepted() -> None:
    outside = given(RECEIVED, OUT_OF_SCOPE, OUTSIDE).when("accept_decision", **PHONE)
    assert outside.complaint.state == "EXTERNAL"
    assert outside.complaint.needs_decision


def test_invariant_6_what_comes_back_from_outside_is_assessed_before_it_is_worked_on() -> None:
    outside = given(RECEIVED, OUT_OF_SCOPE, OUTSIDE)
    set_aside = outside.approved("set_aside_decision", by=APPROVER, ground_code="remitted")
    assert set_aside.complaint.state == "INVESTIGATING"
    assert set_aside.complaint.assessment is not None
    agreed = outside.when("agree_resolution", **PHONE)
    assert (agreed.complaint.state, agreed.complaint.assessment is None) == ("ACCEPTED", False)


def test_invariant_13_what_goes_on_here_does_not_go_on_where_it_was_merged() -> None:
    linked = e.ComplaintLinked(other_id=named("third"), link="related")
    merged_there = given(RECEIVED, linked, merged()).beside(
        TARGET,
        THERE,
        absorbed(),
        e.IssueWithdrawn(
            issue_id=issue(7).issue_id, issue_no=1, means_code="phone", ground_code="wish"
        ),
    )
    done = merged_there.when("withdraw", **PHONE, is_continued_internally=True, now=at(hours=2))
    (here, there) = done.all(e.ComplaintWithdrawn)
    assert (here.is_continued_internally, there.is_continued_internally) == (True, False)
    assert done.other(TARGET).state == "WITHDRAWN"
    assert done.other(None).merged_into == TARGET and COMPLAINT in done.other(TARGET).absorbed


def test_invariant_10_the_answer_to_one_leaves_what_is_due_to_who_came_with_another() -> None:
    """Bob is answered, and Ann, whose complaint was merged into his, is still to be told alone."""
    office = Office(policy=SMALL)

    def asked(name: str, of: UUID | None = None, **told: Any) -> UUID:
        kind = COMMANDS[name]
        given_ = kind.model.model_validate(told)
        return office.give(kind, given_, by=HANDLER, of=of).context.complaint_id

    anns = asked("receive", narrative="Late", complainant={"name": "Ann"})
    bobs = asked("log", narrative="Late too", complainant={"name": "Bob"})
    asked("merge_complaint", anns, into_id=bobs, ground_code="represented_group")
    (ann,) = [each.party_id for each in office.complaints[bobs].parties.values() if each.from_id]
    points = [
        {"issue_id": each, "finding_code": "upheld"} for each in office.complaints[bobs].issues
    ]
    recourse = [{"kind": "external", "body_code": "ombudsman"}]
    asked("answer", bobs, findings=points, recourse=recourse)
    still = [each for each in office.complaints[bobs].deadlines.values() if each.is_open]
    assert {each.fact.kind for each in still if each.fact.about} == {"acknowledgement", "response"}
    asked("send_response", bobs, to_party_id=ann, recourse=recourse)
    still = [each for each in office.complaints[bobs].deadlines.values() if each.is_open]
    assert not [each for each in still if each.fact.about and each.fact.party == "organisation"]
    assert list(broken(office)) == []
