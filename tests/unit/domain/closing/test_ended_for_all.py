"""7.8, 7.9 What ends a complaint as a whole asks that everybody in it agreed or was told."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.closing.closing_bases import NotAllTold
from domain.complaint.response.agreeing import NotAllAgreed
from tests.support.ann_and_bob import (
    BOBS,
    OF_ANN,
    OF_BOB,
    RECOURSE,
    decided,
    merging,
    owed,
    target,
)
from tests.support.controls import APPROVER, ASSESSED, named
from tests.support.given import Given
from tests.support.merged import TARGET


def test_closing_asks_who_was_told_and_not_what_is_due() -> None:
    """Where nothing is due to them, they are still owed the answer."""
    merged = merging(OF_ANN)
    ann = merged.the(e.ComplainantJoined).party_id
    there = decided(Given((OF_BOB, *merged.there(TARGET))))
    first = there.when("send_response", recourse=RECOURSE)
    accepted = e.DecisionAccepted(decision_id=named("decision"), party_id=BOBS, means_code="phone")
    past = (*there.past, *first.facts, accepted, accepted.model_copy(update={"party_id": ann}))
    assert not owed(first, ann)
    Given(past).when("close", basis_code="accepted_and_carried_out").refused(NotAllTold)
    second = Given(past).when("send_response", recourse=RECOURSE, to_party_id=ann)
    done = Given((*past, *second.facts)).when("close", basis_code="accepted_and_carried_out")
    assert done.complaint.state == "CLOSED"


def test_an_agreement_with_bob_settles_his_points_and_leaves_theirs_due() -> None:
    told, ann = target()
    done = told.when("agree_resolution", means_code="phone")
    agreed = done.the(e.ResolutionAgreed)
    assert (agreed.party_ids, len(agreed.issues)) == ((BOBS,), 1)
    assert done.complaint.state != "ACCEPTED"
    assert [one.told.party_ids for one in done.complaint.open_issues] == [(ann,)]
    assert owed(done, ann) == {"acknowledgement", "response"}
    theirs = Given((*told.past, *done.facts)).when(
        "agree_resolution", command="theirs", means_code="phone", party_ids=[ann]
    )
    assert (theirs.complaint.state, owed(theirs, ann)) == ("ACCEPTED", set())
    past = (*told.past, *done.facts, *theirs.facts)
    assert Given(past).may("close") == ""


def test_bob_does_not_agree_for_them() -> None:
    told, ann = target()
    (theirs,) = [one for one in told.complaint.open_issues if one.told.party_ids]
    named_one = {"issue_id": theirs.issue_id, "finding_code": "resolved_without_finding"}
    asked = {"means_code": "phone", "issues": [named_one]}
    refusal = told.when("agree_resolution", **asked).refused(NotAllAgreed)
    assert refusal.values["waiting"].endswith(f" is {ann}"), "by the reference of her own"
    told.when("settle_received").refused(NotAllAgreed)
    done = told.when("settle_received", party_ids=[BOBS, ann])
    assert done.complaint.state == "CLOSED"


def test_a_joint_complainant_who_must_agree_is_asked_too() -> None:
    joint = e.ComplainantJoined(party_id=named("joint"), kind="person", must_agree=True)
    past = (OF_BOB, joint)
    Given(past).when("agree_resolution", means_code="phone").refused(NotAllAgreed)
    both = {"means_code": "phone", "party_ids": [BOBS, named("joint")]}
    assert Given(past).when("agree_resolution", **both).complaint.state == "ACCEPTED"
    left = e.ComplainantLeft(party_id=named("joint"), ground_code="left")
    done = Given((*past, left)).when("agree_resolution", means_code="phone")
    assert (done.complaint.state, done.the(e.ResolutionAgreed).party_ids) == ("ACCEPTED", None)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("close", {"basis_code": "discontinued", "ground_code": "no_cooperation"}),
        ("declare_out_of_scope", {"ground_code": "not_a_complaint"}),
    ],
)
def test_no_end_of_the_whole_takes_from_them_what_is_due(name: str, asked: dict[str, Any]) -> None:
    told, ann = target()
    told.when(name, by=APPROVER, **asked).refused(NotAllTold)
    left = e.ComplainantLeft(party_id=ann, ground_code="left")
    assert not Given((*told.past, left)).approved(name, by=APPROVER, **asked).complaint.is_open


def test_an_agreement_of_old_that_named_nobody_is_told_to_them_before_the_closing() -> None:
    told, ann = target()
    points = tuple(
        e.IssueFinding(
            issue_id=one.issue_id, issue_no=one.issue_no, finding_code="resolved_without_finding"
        )
        for one in told.complaint.open_issues
    )
    old = e.ResolutionAgreed(
        agreement_id=named("agreement"), stage=1, round=1, issues=points, means_code="phone"
    )
    past = (*told.past, ASSESSED, old)
    basis = {"basis_code": "accepted_and_carried_out"}
    Given(past).when("close", **basis).refused(NotAllTold)
    confirmed = Given(past).when("send_response", kind="written_confirmation", to_party_id=ann)
    assert Given((*past, *confirmed.facts)).when("close", **basis).complaint.state == "CLOSED"
