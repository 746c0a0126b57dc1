"""7.3, 7.9 Who withdraws from a merged complaint leaves with their points, wherever they say so."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.event import DomainEvent
from domain.values import Actor
from tests.support.ann_and_bob import BOBS, OF_ANN, OF_BOB, OWED, merging
from tests.support.answered_together import Answered
from tests.support.controls import HANDLER, WITHDRAWN, named
from tests.support.given import Given, Outcome, given
from tests.support.matter import Matter
from tests.support.merged import TARGET, merged

BY_PHONE: dict[str, Any] = {"means_code": "phone"}


ANNS = named("Ann's complaint")


def seen_from_bob() -> tuple[Given, UUID]:
    """Bob's complaint beside Ann's, which goes on in it, and who she is in it."""
    done = merging()
    own = [fact.event for fact in done.facts if fact.stream_id is None]
    there = [_from_another(event) for event in done.there(TARGET)]
    told = Given((OF_BOB, *there)).beside(ANNS, OF_ANN, *OWED, *own)
    return told, done.the(e.ComplainantJoined).party_id


def _from_another(event: DomainEvent) -> DomainEvent:
    if isinstance(event, e.DuplicateAbsorbed):
        issues = []
        for one in event.issues:
            assert one.moved_from is not None
            origin = one.moved_from.model_copy(update={"complaint_id": ANNS})
            issues.append(one.model_copy(update={"moved_from": origin}))
        return event.model_copy(update={"from_id": ANNS, "issues": tuple(issues)})
    known = getattr(event, "from_id", None)
    return event.model_copy(update={"from_id": ANNS}) if known else event


def through_their_own() -> tuple[Outcome, UUID]:
    merged = merging()
    ann = merged.the(e.ComplainantJoined).party_id
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    both = given(OF_ANN, *OWED, *own).beside(TARGET, OF_BOB, *merged.there(TARGET))
    return both.when("withdraw", **BY_PHONE), ann


def test_through_their_own_reference_nothing_is_left_to_decide() -> None:
    done, ann = through_their_own()
    there = done.other(TARGET)
    assert (done.complaint.state, done.complaint.needs_decision) == ("MERGED", False)
    assert there.parties[ann].has_left and not there.needs_decision
    assert [one.told.party_ids for one in there.open_issues] == [None]


def test_through_the_other_reference_the_same_comes_of_it() -> None:
    told, ann = seen_from_bob()
    done = told.when("withdraw", party_id=ann, **BY_PHONE)
    assert done.complaint.parties[ann].has_left and not done.complaint.needs_decision
    assert [one.told.party_ids for one in done.complaint.open_issues] == [None]
    assert not [one for one in done.complaint.deadlines.values() if one.is_open and one.fact.about]
    there = done.other(ANNS)
    assert (there.state, there.needs_decision) == ("MERGED", False)
    assert done.there(ANNS) == [WITHDRAWN.model_copy(update={"party_id": None})]


def test_once_both_have_withdrawn_it_is_withdrawn() -> None:
    told, ann = seen_from_bob()
    first = told.when("withdraw", party_id=ann, **BY_PHONE)
    assert not first.complaint.needs_decision
    own = [fact.event for fact in first.facts if fact.stream_id is None]
    anns = (OF_ANN, *OWED, merged(), *first.there(ANNS))
    after = Given((*told.past, *own)).beside(ANNS, *anns)
    second = after.when("withdraw", command="second", party_id=BOBS, **BY_PHONE)
    assert second.complaint.state == "WITHDRAWN"


def test_where_bob_withdraws_first_theirs_goes_on_by_itself() -> None:
    told, _ = seen_from_bob()
    done = told.when("withdraw", party_id=BOBS, **BY_PHONE)
    assert done.complaint.state == "WITHDRAWN"
    anns = done.other(ANNS)
    assert (anns.state, len(anns.open_issues)) == ("RECEIVED", len(OF_ANN.issues))


@pytest.mark.parametrize("way", ["unmerged", "Bob withdraws"])
def test_what_everybody_left_while_merged_is_withdrawn_once_it_goes_alone(way: str) -> None:
    office = Matter()
    office.merge()
    (ann,) = [each.party_id for each in office.bob.parties.values() if each.from_id]
    shown = office.shown(office.bobs)
    left: dict[str, Any] = {"party_id": ann, "ground_code": "left", "entered_from": shown}
    office.asked("remove_complainant", office.bobs, **left)
    if way == "unmerged":
        office.unmerge()
    else:
        office.asked("withdraw", office.bobs, party_id=office.bob.party_id, **BY_PHONE)
    assert office.ann.state == "WITHDRAWN"
    assert {one.fact.kind for one in office.ann.deadlines.values() if one.is_open} == {
        "reopen_window"
    }


@pytest.mark.parametrize("by_key", [True, False])
def test_where_both_were_answered_bob_leaves_with_his_points_and_hers_goes_on(by_key: bool) -> None:
    office = Answered()
    office.tell_both()
    bob, ann = office.bob.party_id, office.ann_there
    assert bob
    says = Actor(kind="party", id=bob, role="party") if by_key else HANDLER
    office.asked("withdraw", office.bobs, by=says, party_id=bob, **BY_PHONE)
    assert (office.bob.state, office.bob.needs_decision) == ("RESPONDED", False)
    assert office.bob.parties[bob].has_left
    assert {one.told.party_ids for one in office.bob.open_issues} == {(ann,)}
    office.asked("accept_decision", office.anns, by=office.herself, **BY_PHONE)
    office.asked("close", office.bobs, basis_code="accepted_and_carried_out")
    assert office.bob.state == "CLOSED"
