"""7.3, 7.4 Who need not agree is told nothing for those who must."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.clocks_told import begun, due, standing
from tests.support.controls import APPROVER, policy
from tests.support.matter import Matter
from tests.support.story import Story
from tests.unit.domain.tracking.test_each_is_informed import (
    CALL,
    LETTER,
    expected,
    extended,
    hears,
    refused_to,
    together,
)

MORE = {"rule_id": "more", "kinds": ["response"], "amount": 10, "unit": "working_days"}


def beside(**told: Any) -> tuple[Story, UUID, UUID]:
    """A complaint of one who must agree and another who need not."""
    return together(must_agree=False, **told)


@pytest.mark.parametrize("by", [LETTER, CALL])
def test_no_update_is_met_by_what_they_alone_heard(by: str) -> None:
    story, grace, joan = beside()
    before = standing(story.complaint, "periodic_update").fact.deadline_id
    hears(story, joan, by)
    assert standing(story.complaint, "periodic_update").fact.deadline_id == before
    hears(story, grace, by)
    assert story.present.deadlines[before].status == "met"


@pytest.mark.parametrize("by", [LETTER, CALL])
def test_no_day_is_put_off_by_what_they_alone_heard(by: str) -> None:
    story, grace, joan = beside()
    day = expected(story)
    notice = hears(story, joan, by, final_expected_on=day)
    assert extended(story, notice) == "OthersNotTold"
    assert extended(story, hears(story, grace, by, final_expected_on=day)) == ""


def test_no_new_target_is_set_by_what_they_alone_heard() -> None:
    story = begun("2026-11-02", policy(extensions=[MORE]))
    story.do("join_complainant", complainant={"name": "Joan"}, must_agree=False)
    grace, joan = story.present.parties
    story.wait(days=60)
    asked: dict[str, Any] = {"deadline_id": standing(story.complaint).fact.deadline_id}
    asked["due_on"] = "2027-01-08"
    for person, refusal in [(joan, "OthersNotTold"), (grace, "")]:
        notice = hears(story, person, final_expected_on=asked["due_on"])
        assert story.refuses("set_new_target", **asked, notice_event_id=notice) == refusal


def test_who_acts_for_the_one_is_told_for_them() -> None:
    story, grace, joan = beside()
    asked: dict[str, Any] = {"authority_basis_code": "as_stated", "contact": {"name": "Rob"}}
    story.do("authorise_representative", **asked, party_id=grace)
    (rob,) = [one.representative_party_id for one in story.present.representations]
    day = expected(story)
    assert extended(story, hears(story, joan, final_expected_on=day)) == "OthersNotTold"
    assert extended(story, hears(story, rob, final_expected_on=day)) == ""


def test_who_came_with_a_merger_hears_nothing_for_whose_complaint_it_is() -> None:
    office = Matter()
    office.merge()
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    every = [one for one in office.bob.deadlines.values() if one.fact.kind == "response"]
    (whole,) = [one for one in every if one.is_open and not one.fact.about]
    assert office.bob.party_id is not None
    assert refused_to(office, whole.fact.deadline_id, to=ann) == "OthersNotTold"
    assert refused_to(office, whole.fact.deadline_id, to=office.bob.party_id) == ""


def test_the_one_is_still_acknowledged_after_the_other() -> None:
    story, grace, joan = beside()
    story.do("acknowledge", to_party_id=joan)
    assert not story.present.is_acknowledged
    assert due(story, "acknowledgement")[0] == "running"
    assert story.present.parties[joan].acknowledged
    story.do("acknowledge", to_party_id=grace)
    assert story.present.is_acknowledged
    assert due(story, "acknowledgement")[0] == "met"
    assert story.refuses("acknowledge", to_party_id=joan) == "AlreadyAcknowledged"


def test_alone_after_the_one_has_left_they_are_told_for_the_whole() -> None:
    story, grace, joan = beside()
    story.do("record_contact", by=APPROVER, direction="inbound", party_id=grace)
    proof = story.events[-1].event_id
    story.do("remove_complainant", party_id=grace, ground_code="left", entered_from=proof)
    story.do("acknowledge", to_party_id=joan)
    assert story.present.is_acknowledged
    day = expected(story)
    assert extended(story, hears(story, joan, final_expected_on=day)) == ""
