"""4.7: an exclusion protects a complaint, and locks nobody out who could lift it (4.12)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.authority.separation import NotAnApprover, NotTheirRole
from domain.complaint.events import ComplaintMerged, StaffExcluded
from domain.complaint.linking.merging import NobodyWouldJudge
from domain.complaint.parties.access import is_excluded
from domain.decision_context import NewEvent
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    HANDLER,
    POLICY,
    RECEIVED,
    SECOND_APPROVER,
    context,
    named,
    policy,
)
from tests.support.given import Outcome, Past, given
from tests.support.merged import TARGET, THERE
from tests.support.people import MANAGEMENT
from tests.support.two_people import told

REVIEWER, CHIEF = named("reviewer"), named("chief")
TOP = Actor(kind="staff", id=CHIEF, role="top_management")
OFFICE: Mapping[UUID, str] = {
    HANDLER.id: "handler",
    APPROVER.id: "approver",
    SECOND_APPROVER.id: "approver",
    REVIEWER: "reviewer",
    MANAGEMENT.id: "management_representative",
    CHIEF: "top_management",
}


def excluded(
    staff: UUID, *past: Past, by: Actor = MANAGEMENT, without: tuple[UUID, ...] = ()
) -> list[NewEvent]:
    """What comes of excluding somebody from a complaint with this past, in this office."""
    roles = {one: frozenset({role}) for one, role in OFFICE.items() if one not in without}
    kind = COMMANDS["exclude_staff"]
    command = kind.model(staff=staff, ground_code="complained_about")
    present = replace(context(by=by), staff_roles=roles)
    return kind(given(RECEIVED, *past).complaint, command, present)


def exclude(staff: UUID, *past: Past, **how: Any) -> str:
    return excluded(staff, *past, **how)[0].event.TYPE


def out(staff: UUID) -> StaffExcluded:
    return StaffExcluded(staff=staff, ground_code="complained_about")


def test_one_of_two_approvers_is_excluded_by_one_person_and_the_last_is_not() -> None:
    assert exclude(APPROVER.id) == "StaffExcluded"
    assert exclude(APPROVER.id, out(SECOND_APPROVER.id)) == "ApprovalRequested"
    assert exclude(APPROVER.id, without=(SECOND_APPROVER.id,)) == "ApprovalRequested"


def test_whoever_acts_is_nobody_who_is_left_for_they_do_not_lift_what_they_recorded() -> None:
    assert exclude(SECOND_APPROVER.id, by=APPROVER) == "ApprovalRequested"


def test_an_approver_can_review_so_the_only_reviewer_goes_and_not_the_last_to_review() -> None:
    assert exclude(REVIEWER) == "StaffExcluded"
    approvers = out(APPROVER.id), out(SECOND_APPROVER.id)
    assert exclude(REVIEWER, *approvers) == "ApprovalRequested"


def test_a_handler_who_is_complained_about_goes_at_once_also_as_the_last() -> None:
    assert exclude(HANDLER.id) == "StaffExcluded"


def test_everybody_excludes_themselves() -> None:
    assert exclude(APPROVER.id, out(SECOND_APPROVER.id), by=APPROVER) == "StaffExcluded"


def test_the_representative_who_is_complained_about_is_excluded_by_top_management() -> None:
    assert exclude(MANAGEMENT.id, by=TOP) == "StaffExcluded"
    with pytest.raises(NotTheirRole):
        exclude(MANAGEMENT.id, by=HANDLER)


@pytest.mark.parametrize("by", [TOP, APPROVER])
def test_who_keeps_out_the_last_is_top_management_or_whoever_is_meant(by: Actor) -> None:
    past = out(SECOND_APPROVER.id)
    (waits,) = excluded(APPROVER.id, past)
    asked = given(RECEIVED, past, replace(waits, actor=MANAGEMENT))
    assert not is_excluded(asked.complaint, APPROVER.id)
    assert is_excluded(asked.when("grant_approval", by=by).complaint, APPROVER.id)


def test_top_management_approves_nothing_else() -> None:
    story = told()
    story.do("declare_out_of_scope", ground_code="not_ours", signpost_code="court")
    assert story.refuses("grant_approval", by=TOP) == NotAnApprover.__name__


def merged(here: Past, there: Past, by: Actor = HANDLER, **rules: Any) -> Outcome:
    """What comes of merging two complaints of one person, each of which keeps somebody out."""
    roles = {one: frozenset({role}) for one, role in OFFICE.items()}
    separation = {**POLICY.separation.model_dump(), **rules}
    asked = given(RECEIVED, here).under(policy(separation=separation)).beside(TARGET, THERE, there)
    return asked.when("merge_complaint", by=by, into_id=TARGET, staff_roles=roles)


@pytest.mark.parametrize("by", [HANDLER, MANAGEMENT])
def test_no_merger_keeps_out_the_two_approvers_of_whom_each_complaint_keeps_out_one(
    by: Actor,
) -> None:
    one, other = out(APPROVER.id), out(SECOND_APPROVER.id)
    merged(one, other, by).refused(NobodyWouldJudge)
    merged(one, out(named("somebody else")), by).the(ComplaintMerged)
    merged(one, one, by).the(ComplaintMerged)


def test_who_merges_does_not_become_the_only_one_to_judge_unless_one_person_may() -> None:
    as_approver = HANDLER.model_copy(update={"id": SECOND_APPROVER.id})
    here, there = out(APPROVER.id), out(REVIEWER)
    merged(here, there, as_approver).refused(NobodyWouldJudge)
    alone = {"approve": "waived", "ground_code": "only_one", "approver_roles": ["handler"]}
    merged(here, there, as_approver, **alone).the(ComplaintMerged)
