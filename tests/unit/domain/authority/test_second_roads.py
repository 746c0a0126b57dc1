"""4.7, 4.12: what takes two people takes two by every road to the same effect."""

from dataclasses import replace
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.corrections.own_commands import ExclusionStands, OwnCommand
from domain.complaint.parties.access import IsExcluded
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    HANDLER,
    OTHER_HANDLER,
    PRIVACY_OFFICER,
    RECEIVED,
    SECOND_APPROVER,
    UNTIL_FOUND,
    context,
    event_id,
    named,
    offered,
)
from tests.support.given import given
from tests.support.people import MANAGEMENT
from tests.support.story import Story
from tests.support.two_people import told

AUDITOR = named("auditor")
ERROR = e.StaffExcluded(staff=OTHER_HANDLER.id, ground_code="related")
LIFTED: dict[str, Any] = {
    "target_event_id": event_id(2),
    "field": "staff",
    "ground_code": "wrong_person",
    "by": PRIVACY_OFFICER,
}


def test_another_body_takes_over_only_with_an_approval() -> None:
    to_body = {"to_kind": "other_body", "body_code": "acme", "ground_code": "not_ours"}
    story = told()
    story.do("forward", **to_body)
    assert story.present.is_open
    story.do("grant_approval", by=APPROVER)
    assert story.present.state == "OUT_OF_SCOPE"


def test_a_matter_of_safety_is_not_taken_back_by_one_person() -> None:
    story = told()
    story.do("assess", severity_code="high", is_safety=True)
    wrong = {"severity_code": "low", "is_safety": False, "ground_code": "was_wrong"}
    story.do("assess", vulnerability="ill", rationale="It was the other model.", **wrong)
    assert story.present.is_safety
    assert story.deadlines()["top_management_notice"] == "running"
    assessed = story.do("grant_approval", by=APPROVER)[0].event
    assert isinstance(assessed, e.ComplaintAssessed)
    assert (assessed.vulnerability, assessed.rationale) == ("ill", "It was the other model.")
    assert story.deadlines()["top_management_notice"] == "cancelled"
    assert story.refuses("assess", severity_code="low", is_safety=False) == "GroundMissing"


def exclude(staff: Any, *roles: str, by: Actor = MANAGEMENT) -> list[str]:
    """What comes of excluding somebody who has keys of these roles."""
    kind = COMMANDS["exclude_staff"]
    present = replace(context(by=by), staff_roles={staff: frozenset(roles)})
    command = kind.model(staff=staff, ground_code="related")
    return [one.event.TYPE for one in kind(given(RECEIVED).complaint, command, present)]


@pytest.mark.parametrize("role", ["auditor", "privacy_officer", "top_management"])
def test_nobody_alone_keeps_out_who_checks_the_others(role: str) -> None:
    assert exclude(AUDITOR, role) == ["ApprovalRequested"]
    assert exclude(AUDITOR, "handler", role) == ["ApprovalRequested"]
    assert exclude(AUDITOR, "handler") == ["StaffExcluded"]
    assert exclude(APPROVER.id, role, by=APPROVER) == ["StaffExcluded"]


def test_an_exclusion_made_in_error_is_lifted_by_two() -> None:
    lifting = given(RECEIVED, ERROR).approved("correct_record", **LIFTED)
    corrected = lifting.the(e.RecordCorrected)
    assert corrected.staff == OTHER_HANDLER.id
    assert not lifting.complaint.exclusions
    alone = given(RECEIVED, ERROR).when("correct_record", **LIFTED)
    assert alone.complaint.exclusions
    own = {**LIFTED, "by": OTHER_HANDLER}
    given(RECEIVED, ERROR).when("correct_record", **own).refused(IsExcluded)


@pytest.mark.parametrize(
    "asked", [{"right": str(HANDLER.id)}, {"field": "ground_code", "right": "involved"}]
)
def test_an_exclusion_is_not_set_right_by_halves(asked: dict[str, Any]) -> None:
    told_so = {**LIFTED, **asked}
    given(RECEIVED, ERROR).when("correct_record", **told_so).refused(ExclusionStands)


@pytest.mark.parametrize(
    ("past", "field", "right"),
    [
        ((RECEIVED, offered()), "money", "5.00"),
        ((RECEIVED, e.ComplaintAssigned(handler=HANDLER.id)), "handler", str(AUDITOR)),
        (UNTIL_FOUND, "finding_code", "not_upheld"),
    ],
)
def test_what_has_a_command_of_its_own_is_not_corrected_in_vain(
    past: tuple[Any, ...], field: str, right: str
) -> None:
    asked = {"target_event_id": event_id(len(past)), "field": field, "right": right}
    refused = given(*past).when("correct_record", ground_code="x", by=APPROVER, **asked)
    assert refused.refused(OwnCommand).instead.startswith("give ")


def test_what_an_excluded_person_asked_for_lapses_at_once() -> None:
    story = Story()
    story.do("receive", narrative="x", complainant={"name": "Ada"})
    story.do("declare_out_of_scope", ground_code="not_ours", signpost_code="court")
    lapsed = story.do("exclude_staff", by=MANAGEMENT, staff=HANDLER.id, ground_code="related")[
        -1
    ].event
    assert isinstance(lapsed, e.ApprovalLapsed)
    assert lapsed.ground_code == "author_excluded"
    assert story.refuses("grant_approval", by=SECOND_APPROVER) == "NothingToApprove"
