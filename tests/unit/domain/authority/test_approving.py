"""4.7, 4.12: one person asks, another approves by acting; until then nothing has happened."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint import events as e
from domain.complaint.authority.approval_requests import AskedAlready
from domain.complaint.authority.approvals import ApprovesOwnAct
from domain.complaint.authority.approving import NothingToApprove, NotTheirRequest, WhichRequest
from domain.complaint.authority.events import Argument
from domain.complaint.authority.separation import GroundMissing, NotAnApprover, TooSoonAlone
from domain.registry import COMMANDS
from domain.values import Actor
from services.api.field_errors import faults_of
from tests.support.controls import (
    APPROVER,
    ASSESSED,
    HANDLER,
    RECEIVED,
    SECOND_APPROVER,
    event_id,
    named,
)
from tests.support.given import given
from tests.support.people import MANAGEMENT, REVIEWER
from tests.support.two_people import ELSEWHERE, MISTYPED, asked, correction, told


def test_the_first_persons_command_is_recorded_as_a_request_and_changes_nothing() -> None:
    outcome = given(RECEIVED).when("declare_out_of_scope", explanation="Not our van.", **ELSEWHERE)
    request = outcome.then(e.ApprovalRequested).the(e.ApprovalRequested)
    assert (request.act_code, request.ground_code) == ("declare_out_of_scope", "not_ours")
    assert request.approving_roles == ("approver",)
    assert outcome.complaint.state == "RECEIVED"


def test_what_the_act_says_is_kept_in_the_classes_of_its_fields() -> None:
    outcome = given(RECEIVED).when("declare_out_of_scope", explanation="Not our van.", **ELSEWHERE)
    request = outcome.the(e.ApprovalRequested)
    assert request.arguments == (
        Argument(name="signpost_code", value="parcel_service"),
        Argument(name="explanation", class_code="P3"),
    )
    assert request.text == (Argument(name="explanation", value="Not our van."),)


@pytest.mark.parametrize(
    ("event", "field", "sealed_in"),
    [(1, "narrative", "text"), (1, "complainant", "identity"), (2, "vulnerability", "special")],
)
def test_what_is_said_to_be_right_is_sealed_as_the_field_that_it_corrects(
    event: int, field: str, sealed_in: str
) -> None:
    asking = {**MISTYPED, "target_event_id": event_id(event), "field": field, "right": "Grace"}
    outcome = given(RECEIVED, ASSESSED).when("correct_record", **asking)
    request = outcome.the(e.ApprovalRequested)
    assert getattr(request, sealed_in) == (Argument(name="right", value="Grace"),)
    assert "Grace" not in str(request.arguments)


def test_the_second_persons_act_makes_the_first_ones_happen() -> None:
    outcome = given(RECEIVED).approved("declare_out_of_scope", explanation="No.", **ELSEWHERE)
    declined = outcome.the(e.ComplaintDeclaredOutOfScope)
    assert (declined.approved_by, declined.separation) == (SECOND_APPROVER.id, "independent")
    assert (declined.signpost_code, declined.explanation) == ("parcel_service", "No.")
    request = outcome.complaint.approvals[declined.approval_id or named("none")]
    assert (request.author, request.status) == (HANDLER.id, "granted")
    assert outcome.complaint.state == "OUT_OF_SCOPE"


@pytest.mark.parametrize("by", [HANDLER, REVIEWER, MANAGEMENT], ids=lambda one: one.role)
def test_only_a_role_that_approves_by_the_policy_grants_or_refuses(by: Any) -> None:
    story = told()
    story.do("declare_out_of_scope", by=APPROVER, **ELSEWHERE)
    assert story.refuses("grant_approval", by=by) == NotAnApprover.__name__
    assert story.refuses("refuse_approval", by=by, ground_code="no") == NotAnApprover.__name__


def test_management_approves_what_is_about_due_dates_too() -> None:
    story = told()
    running = next(one for one in story.present.deadlines.values() if one.status == "running")
    deadline_id = running.fact.deadline_id
    story.do("cancel_deadline", deadline_id=deadline_id, error_code="not_owed")
    story.do("grant_approval", by=MANAGEMENT)
    assert story.present.deadlines[deadline_id].status == "cancelled"


def test_nobody_approves_what_they_asked_for_in_whatever_role() -> None:
    story = told()
    story.do("declare_out_of_scope", by=APPROVER, **ELSEWHERE)
    assert story.refuses("grant_approval", by=APPROVER) == ApprovesOwnAct.__name__
    as_approver = HANDLER.model_copy(update={"role": "approver"})
    other = told()
    other.do("declare_out_of_scope", by=HANDLER, **ELSEWHERE)
    assert other.refuses("grant_approval", by=as_approver) == ApprovesOwnAct.__name__


def test_nobody_approves_the_correction_of_what_they_recorded_themselves() -> None:
    story = told()
    story.do("correct_record", by=APPROVER, **correction(story))
    author_of_the_receipt = HANDLER.model_copy(update={"role": "approver"})
    assert story.refuses("grant_approval", by=author_of_the_receipt) == ApprovesOwnAct.__name__
    story.do("grant_approval", by=SECOND_APPROVER)
    assert story.present.channel_code == "letter"


def test_who_works_alone_does_it_at_once_and_it_is_marked() -> None:
    alone = told(approve="waived", approver_roles=("handler",), ground_code="one_person")
    alone.do("declare_out_of_scope", **ELSEWHERE)
    events = [one.event for one in alone.events]
    (declined,) = [one for one in events if isinstance(one, e.ComplaintDeclaredOutOfScope)]
    assert (declined.separation, declined.separation_ground_code) == ("relaxed", "one_person")
    assert (declined.approved_by, declined.approval_id) == (HANDLER.id, None)


def test_where_a_policy_gives_no_ground_for_relaxing_whoever_does_it_gives_one() -> None:
    alone = told(approve="waived", approver_roles=("handler",), ground_code=None)
    alone.do("declare_out_of_scope", **ELSEWHERE)
    assert asked(alone).status == "open"
    assert alone.refuses("grant_approval") == GroundMissing.__name__
    alone.do("grant_approval", ground_code="holidays")
    assert alone.present.state == "OUT_OF_SCOPE"


def test_after_some_hours_the_author_approves_where_the_policy_lets_them() -> None:
    late = told(approve="self_after_hours", hours=24, ground_code="small_team")
    late.do("declare_out_of_scope", by=APPROVER, **ELSEWHERE)
    assert late.refuses("grant_approval", by=APPROVER) == TooSoonAlone.__name__
    late.wait(hours=24)
    late.do("grant_approval", by=APPROVER)
    assert late.present.state == "OUT_OF_SCOPE"


@pytest.mark.parametrize("name", ["correct_record", "close", "add_note", "set_aside_decision"])
def test_approved_by_is_not_typed_in(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        COMMANDS[name].model.model_validate({**MISTYPED, "approved_by": str(APPROVER.id)})
    details = [fault.detail for fault in faults_of(refused.value, frozenset({"approved_by"}))]
    assert any("approve it themselves with grant_approval" in detail for detail in details)


def test_a_body_of_json_may_hold_lists_and_ids() -> None:
    """Read strictly, JSON knows neither; a validator before the fields would refuse both."""
    body = {
        "recourse": [{"kind": "external", "body_code": "ombudsman"}],
        "settles_event_ids": [str(APPROVER.id)],
    }
    COMMANDS["offer_recourse"].model.model_validate_json(json.dumps(body), strict=True)


def test_what_is_refused_does_not_happen_and_is_asked_for_anew() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    story.do("refuse_approval", by=APPROVER, ground_code="is_ours", explanation="Our van.")
    assert (asked(story).status, story.present.state) == ("refused", "RECEIVED")
    assert story.refuses("grant_approval", by=APPROVER) == NothingToApprove.__name__
    story.do("declare_out_of_scope", **ELSEWHERE)
    assert asked(story).status == "open"


def test_only_whoever_asked_takes_the_request_back() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    refused = story.refuses("withdraw_approval_request", by=APPROVER, ground_code="no")
    assert refused == NotTheirRequest.__name__
    story.do("withdraw_approval_request", ground_code="mistake")
    assert asked(story).status == "withdrawn"


def test_the_same_is_asked_for_once_at_a_time_and_one_of_several_is_named() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    first = asked(story).approval_id
    assert story.refuses("declare_out_of_scope", **ELSEWHERE) == AskedAlready.__name__
    story.do("correct_record", by=APPROVER, **correction(story))
    assert story.refuses("grant_approval", by=SECOND_APPROVER) == WhichRequest.__name__
    story.do("grant_approval", by=SECOND_APPROVER, approval_id=first)
    assert story.present.state == "OUT_OF_SCOPE"


def test_who_asked_takes_it_back_and_does_not_refuse_it_in_another_role() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    mine = Actor(kind="staff", id=HANDLER.id, role="approver")
    assert story.refuses("refuse_approval", by=mine, ground_code="x") == ApprovesOwnAct.__name__
    story.do("withdraw_approval_request", by=mine, ground_code="asked_too_soon")
    assert asked(story).status == "withdrawn"


def test_what_is_asked_of_an_issue_lapses_once_that_is_split_off() -> None:
    story = told()
    first = next(iter(story.present.issues))
    story.do("add_issue", category_code="delay")
    second = list(story.present.issues)[-1]
    for issue_id in (first, second):
        story.do("declare_issue_out_of_scope", issue_id=issue_id, **ELSEWHERE)
    story.do("split_complaint", issue_ids=[second])
    statuses = [each.status for each in story.present.approvals.values()]
    assert statuses == ["open", "lapsed"]
