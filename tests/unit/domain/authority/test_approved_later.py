"""4.12: what was asked for is decided anew when it is approved, and ends with the complaint."""

from domain.complaint import events as e
from domain.complaint.act_order import BeforeWhatItFollows
from domain.complaint.acts import Approvable
from domain.complaint.authority.acts_for_two import ACTS
from domain.complaint.authority.approval_requests import ContentGone
from domain.complaint.authority.lapsed_approvals import IN_ANY_STATE, OF_DEADLINES
from domain.complaint.preconditions import HasEnded
from domain.policy import Separation
from domain.privacy import P3, P4
from domain.registry import COMMANDS
from tests.support.controls import (
    APPROVER,
    HANDLER,
    POLICY,
    PRIVACY_OFFICER,
    RECEIVED,
    SECOND_APPROVER,
    event_id,
    when,
)
from tests.support.given import Given, given
from tests.support.people import MANAGEMENT
from tests.support.two_people import BY_PHONE, ELSEWHERE, asked, correction, told


def test_what_was_asked_for_is_decided_anew_on_the_complaint_as_it_is_by_then() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    for name in ("assess", "open_investigation", "record_finding", "propose_decision"):
        more = {"assess": {"severity_code": "low", "is_safety": False}}
        story.do(name, **more.get(name, {"finding_code": "upheld"} if "find" in name else {}))
    assert story.refuses("grant_approval", by=APPROVER) == "AlreadyDecided"
    assert asked(story).status == "open"
    story.do("return_decision", ground_code="not_ours")
    story.do("grant_approval", by=APPROVER)
    assert story.present.state == "OUT_OF_SCOPE"


def test_what_ends_the_complaint_ends_what_can_be_done_no_more_and_keeps_the_rest() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.do("correct_record", by=APPROVER, **correction(story))
    story.do("withdraw", **BY_PHONE)
    statuses = [each.status for each in story.present.approvals.values()]
    assert statuses == ["lapsed", "open"]
    story.do("grant_approval", by=SECOND_APPROVER)
    assert story.present.channel_code == "letter"
    assert story.refuses("declare_out_of_scope", **ELSEWHERE) == HasEnded.__name__


def test_erasure_ends_what_was_sealed_of_a_request_and_the_request_with_it() -> None:
    story = told()
    story.do("correct_record", **correction(story, field="narrative", right="Ada said so."))
    story.do("correct_record", by=APPROVER, **correction(story))
    story.do("withdraw", **BY_PHONE)
    story.do("request_erasure", legal_basis_code="right_to_erasure")
    erasure = next(iter(story.present.erasures))
    story.do("approve_erasure", by=APPROVER, request_id=erasure)
    story.do("erase_personal_data", by=PRIVACY_OFFICER, request_id=erasure)
    assert [each.status for each in story.present.approvals.values()] == ["lapsed", "open"]


def test_nobody_approves_what_they_cannot_read_any_more() -> None:
    request = given(RECEIVED).when("declare_out_of_scope", explanation="No.", **ELSEWHERE).facts[0]
    without = request.event.model_copy(update={"text": None})
    given(RECEIVED, without).when("grant_approval", by=APPROVER).refused(ContentGone)


def test_what_a_request_settles_is_settled_by_the_approval() -> None:
    request = given(RECEIVED).when("close", basis_code="discontinued", ground_code="no_address")
    again = Given((RECEIVED, request.the(e.ApprovalRequested)))
    refused = again.when("grant_approval", by=APPROVER, settles_event_ids=[event_id(1)])
    assert refused.refusal is not None and refused.refusal.code == "NothingToSettle"


def test_an_approval_lies_after_its_request_and_the_act_with_it() -> None:
    story = told()
    story.wait(days=3)
    story.do("declare_out_of_scope", **ELSEWHERE)
    early = story.refuses("grant_approval", by=APPROVER, occurred=when(days=1))
    assert early == BeforeWhatItFollows.__name__
    story.wait(days=1)
    declined = story.do("grant_approval", by=APPROVER)[0]
    assert declined.occurred.at == story.now


def test_what_somebody_asked_for_who_is_excluded_since_is_not_approved() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.do("exclude_staff", by=MANAGEMENT, staff=HANDLER.id, ground_code="related")
    assert asked(story).status == "lapsed"
    assert story.refuses("grant_approval", by=APPROVER) == "NothingToApprove"


def test_each_act_that_may_wait_marks_what_somebody_wrote_and_is_a_command() -> None:
    assert ACTS.keys() <= COMMANDS.keys()
    assert ACTS.keys() >= IN_ANY_STATE | OF_DEADLINES
    for act in ACTS.values():
        assert issubclass(act.model, Approvable)
        for name, field in act.model.model_fields.items():
            is_text = "max_length=60000" in str(field.annotation)
            assert not is_text or not {P3, P4}.isdisjoint(field.metadata) or name == "right"


def test_the_usual_policy_separates_and_that_of_one_person_does_not() -> None:
    assert POLICY.separation.approve == "required"
    assert Separation().approve == "required"
