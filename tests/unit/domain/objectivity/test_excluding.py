"""4.7: who is excluded neither handles, decides nor reviews a complaint (invariant 7)."""

from typing import Any

import pytest

from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintAssigned,
    ExclusionAccepted,
    NoteAdded,
    Recourse,
    RecourseOffered,
    StaffExcluded,
    UpdateSent,
)
from domain.complaint.objectivity.excluding import (
    AlreadyExcluded,
    ConflictNotWaived,
    NotExcluded,
    OutsideNotNamed,
)
from domain.complaint.parties.access import IsExcluded
from domain.errors import Refusal
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVED,
    APPROVER,
    HANDLER,
    OTHER_HANDLER,
    PARTY,
    PROPOSED,
    RECEIVED,
    SMALL,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    context,
    named,
)
from tests.support.given import Past, given
from tests.support.story import Story

OUTSIDE = Recourse(kind="external", body_code="ombudsman")
EXCLUDED = StaffExcluded(staff=HANDLER.id, ground_code="complained_about")
GOES_ON = ExclusionAccepted(
    staff=HANDLER.id, ground_code="no_one_else", safeguard_code="outside_review"
)
TOLD_OUTSIDE = ACKNOWLEDGED.model_copy(update={"recourse": (OUTSIDE,)})
OUTSIDERS = {"party", "representative", "subject_person", "system"}
OF_STAFF = [name for name, kind in COMMANDS.items() if not kind.begins and kind.roles - OUTSIDERS]
SAFEGUARD = {"safeguard_code": "outside_review"}


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_RESPONDED, UNTIL_CLOSED])
def test_a_handler_excludes_themselves_in_any_state(past: tuple[Past, ...]) -> None:
    assigned = ComplaintAssigned(handler=HANDLER.id)
    asked = {"ground_code": "related", "explanation": "my sister"}
    outcome = given(*past, assigned).when("exclude_staff", **asked)
    outcome.then(StaffExcluded(staff=HANDLER.id, **asked))
    assert outcome.complaint.handler is None
    assert not outcome.complaint.exclusions[HANDLER.id, None].is_accepted


def test_management_excludes_others_and_a_handler_does_not() -> None:
    asked = {"staff": OTHER_HANDLER.id, "ground_code": "related"}
    assigned = ComplaintAssigned(handler=HANDLER.id)
    outcome = given(RECEIVED, assigned).when("exclude_staff", by=APPROVER, **asked)
    assert outcome.complaint.handler == HANDLER.id
    given(RECEIVED).when("exclude_staff", **asked).refused(NotTheirRole)
    again = {"staff": HANDLER.id, "ground_code": "related", "by": APPROVER}
    given(RECEIVED, EXCLUDED).when("exclude_staff", **again).refused(AlreadyExcluded)
    accepted = given(RECEIVED, EXCLUDED, GOES_ON).when("exclude_staff", **again)
    assert not accepted.complaint.exclusions[HANDLER.id, None].is_accepted


@pytest.mark.parametrize("name", OF_STAFF)
@pytest.mark.parametrize("past", [UNTIL_ASSESSED, UNTIL_RESPONDED, (RECEIVED, WITHDRAWN)])
def test_invariant_7_no_command_of_any_kind_is_open_to_somebody_excluded(
    name: str, past: tuple[Past, ...]
) -> None:
    complaint = given(*past, EXCLUDED).complaint
    for role in sorted(COMMANDS[name].roles - OUTSIDERS):
        by = Actor(kind="staff", id=HANDLER.id, role=role)
        refusal = COMMANDS[name].refused(complaint, context(by=by))
        assert isinstance(refusal, IsExcluded), (name, role)
        assert refusal.values["staff"] == str(HANDLER.id)


def test_invariant_7_also_what_an_outsider_did_is_entered_by_somebody_else() -> None:
    asked = {"means_code": "phone"}
    past = (*UNTIL_RESPONDED, EXCLUDED)
    given(*past).when("accept_decision", **asked).refused(IsExcluded)
    assert given(*past).when("accept_decision", by=OTHER_HANDLER, **asked).facts


def test_invariant_7_composite_commands_are_refused_too() -> None:
    past = (*UNTIL_ASSESSED, EXCLUDED)
    recourse = [{"kind": "none_available"}]
    asked = {"findings": [{"finding_code": "upheld"}], "recourse": recourse}
    given(*past).under(SMALL).when("answer", **asked).refused(IsExcluded)
    given(*past).under(SMALL).when("settle_received").refused(IsExcluded)


def test_invariant_7_nobody_excluded_is_given_work() -> None:
    asked: dict[str, Any] = {"by": OTHER_HANDLER}
    past = (*UNTIL_ASSESSED, EXCLUDED)
    given(*past).when("assign", handler=HANDLER.id, **asked).refused(IsExcluded)
    given(*past).when("open_investigation", investigator=HANDLER.id, **asked).refused(IsExcluded)
    given(*past).when("assign", **asked).then(ComplaintAssigned)


def test_invariant_7_what_somebody_excluded_wrote_is_neither_approved_nor_sent() -> None:
    past = (*UNTIL_PROPOSED, EXCLUDED)
    given(*past).when("approve_decision", by=APPROVER).refused(IsExcluded)
    response = {"recourse": [{"kind": "none_available"}], "by": OTHER_HANDLER}
    given(*UNTIL_FOUND, PROPOSED, APPROVED, EXCLUDED).when("send_response", **response).refused(
        IsExcluded
    )
    returned = given(*past).when("return_decision", by=APPROVER, ground_code="conflict")
    assert returned.complaint.state == "INVESTIGATING"


def test_invariant_7_the_system_and_the_parties_are_not_staff() -> None:
    clock = Actor(kind="system", id=HANDLER.id, role="clock")
    complaint = given(RECEIVED, EXCLUDED).complaint
    assert not isinstance(
        COMMANDS["pass_deadline"].refused(complaint, context(by=clock)), IsExcluded
    )
    party = Actor(kind="party", id=PARTY, role="party")
    outcome = given(*UNTIL_RESPONDED, EXCLUDED).when(
        "accept_decision", by=party, means_code="portal"
    )
    assert outcome.complaint.state == "ACCEPTED"


def test_invariant_7_an_exclusion_is_accepted_only_where_the_policy_waives_the_duty() -> None:
    past = (RECEIVED, TOLD_OUTSIDE, EXCLUDED)
    given(*past).when("accept_exclusion", staff=HANDLER.id, by=APPROVER, **SAFEGUARD).refused(
        ConflictNotWaived
    )
    given(*past).when("accept_exclusion", **SAFEGUARD).refused(IsExcluded)
    outcome = given(*past).under(SMALL).when("accept_exclusion", **SAFEGUARD)
    outcome.then(GOES_ON)
    assert outcome.complaint.exclusions[HANDLER.id, None].is_accepted
    given(*past, GOES_ON).when("add_note", note="x").then(NoteAdded)


def test_invariant_7_a_conflict_goes_on_only_once_a_way_outside_was_named() -> None:
    silent = given(RECEIVED, ACKNOWLEDGED, EXCLUDED).under(SMALL)
    silent.when("accept_exclusion", **SAFEGUARD).refused(OutsideNotNamed)
    inside = ACKNOWLEDGED.model_copy(update={"recourse": (Recourse(kind="internal"),)})
    only_inside = given(RECEIVED, inside, EXCLUDED).under(SMALL)
    only_inside.when("accept_exclusion", **SAFEGUARD).refused(OutsideNotNamed)
    offered = RecourseOffered(recourse=(OUTSIDE,))
    given(RECEIVED, offered, EXCLUDED).under(SMALL).when("accept_exclusion", **SAFEGUARD).then(
        ExclusionAccepted
    )


@pytest.mark.parametrize("name", ["acknowledge", "send_update"])
def test_invariant_7_who_is_alone_can_still_name_a_way_outside_and_nothing_else(name: str) -> None:
    alone = given(RECEIVED, EXCLUDED).under(SMALL)
    alone.when(name).refused(OutsideNotNamed)
    outcome = alone.when(name, recourse=[{"kind": "external", "body_code": "ombudsman"}])
    told = outcome.facts[0].event
    assert isinstance(told, ComplaintAcknowledged | UpdateSent)
    assert outcome.complaint.is_outside_named
    alone.when("add_note", note="x").refused(IsExcluded)
    given(RECEIVED, EXCLUDED).when(name, recourse=[{"kind": "court"}]).refused(IsExcluded)


def test_there_is_an_exclusion_to_accept() -> None:
    past = given(RECEIVED, TOLD_OUTSIDE).under(SMALL)
    past.when("accept_exclusion", **SAFEGUARD).refused(NotExcluded)
    other = given(RECEIVED, TOLD_OUTSIDE, EXCLUDED).under(SMALL)
    other.when("accept_exclusion", staff=APPROVER.id, **SAFEGUARD).refused(NotExcluded)
    alone = Actor(kind="staff", id=named("auditor"), role="investigator")
    other.when("accept_exclusion", by=alone, staff=HANDLER.id, **SAFEGUARD).refused(NotTheirRole)


def test_accepting_an_exclusion_that_there_is_not_changes_nothing() -> None:
    assert given(RECEIVED, GOES_ON).complaint.exclusions == {}


def test_a_refusal_is_foretold() -> None:
    complaint = given(RECEIVED, EXCLUDED).complaint
    refusal: Refusal | None = COMMANDS["add_note"].refused(complaint, context())
    assert isinstance(refusal, IsExcluded)
    assert COMMANDS["add_note"].refused(complaint, context(by=OTHER_HANDLER)) is None


def test_story_about_the_handler() -> None:
    story = Story()
    story.do("receive", narrative="Mr Handler shouted.", complainant={"name": "Ada"})
    story.do("assign")
    story.do("exclude_staff", ground_code="complained_about")
    assert story.present.handler is None
    assert story.refuses("assess", severity_code="low", is_safety=False) == "IsExcluded"
    story.do("assign", by=OTHER_HANDLER)
    story.do("acknowledge", by=OTHER_HANDLER)
    story.do("assess", by=OTHER_HANDLER, severity_code="low", is_safety=False)
    story.do("open_investigation", by=OTHER_HANDLER)
    story.do("record_finding", by=OTHER_HANDLER, finding_code="upheld")
    story.do("propose_decision", by=OTHER_HANDLER)
    mine = Actor(kind="staff", id=HANDLER.id, role="approver")
    assert story.refuses("approve_decision", by=mine) == "IsExcluded"
    story.do("approve_decision", by=APPROVER)
    assert story.present.decision and story.present.decision.approver == APPROVER.id


def test_story_about_the_handler_in_a_one_person_firm() -> None:
    story = Story(policy=SMALL)
    story.do("receive", narrative="The owner was rude.", complainant={"name": "Ada"})
    story.do("exclude_staff", ground_code="complained_about")
    assert story.refuses("accept_exclusion", **SAFEGUARD) == "OutsideNotNamed"
    outside = [{"kind": "external", "body_code": "ombudsman"}]
    story.do("acknowledge", recourse=outside)
    story.do("accept_exclusion", **SAFEGUARD)
    story.do("assess", severity_code="low", is_safety=False)
    story.do("answer", findings=[{"finding_code": "upheld"}], recourse=outside)
    story.do("accept_decision", means_code="phone")
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.told()[:5] == [
        "ComplaintReceived",
        "StaffExcluded",
        "ComplaintAcknowledged",
        "ExclusionAccepted",
        "ComplaintAssessed",
    ]
    assert story.present.state == "CLOSED"
