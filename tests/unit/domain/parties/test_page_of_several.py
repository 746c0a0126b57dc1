"""7.9 Each of several is offered what is theirs to do, and sees what they did."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.party_view import OwnComplaint, circle_of, own_complaint
from domain.complaint.party_view.own_steps import DEEDS, own_deeds
from domain.values import Actor
from services.representations.remedies import remedy_shown
from tests.support.controls import OTHER_HANDLER
from tests.support.offered_to_two import of_two
from tests.support.payable import the
from tests.support.story import Story
from tests.unit.domain.response.test_joint_answers import decided, respond


def page(story: Story, whose: UUID) -> OwnComplaint:
    """What one of them sees."""
    day = story.events[-1].occurred.day
    assert day
    return own_complaint(story.events, circle_of(story.events, whose, day))


def deeds(story: Story, whose: UUID) -> set[str]:
    """What their page offers, as far as the rules let them."""
    return set(own_deeds(page(story, whose), DEEDS))


def succeeded(story: Story, old: UUID) -> UUID:
    """Hal takes the place of one of them; who he is."""
    story.do("record_contact", by=OTHER_HANDLER, direction="inbound", channel_code="phone")
    hal: dict[str, Any] = {"complainant": {"name": "Hal"}, "basis": "succession"}
    proof = story.events[-1].event_id
    story.do("substitute_complainant", old_party_id=old, entered_from=proof, **hal)
    return list(story.present.parties)[-1]


def test_a_review_is_dropped_by_who_asked_for_it_alone() -> None:
    story, joan = decided()
    grace = story.present.party_id
    assert grace
    for one in (grace, joan):
        respond(story, to_party_id=one)
    story.do("request_review", party_id=joan)
    assert {page(story, one).state for one in (grace, joan)} == {"in_review"}
    assert "withdraw_review" in deeds(story, joan)
    assert "withdraw_review" not in deeds(story, grace)
    hal = succeeded(story, joan)
    assert "withdraw_review" in deeds(story, hal)
    story.do("withdraw_review", by=Actor(kind="party", id=hal, role="party"))
    assert story.present.state == "DISPUTED"


def test_what_a_representative_asked_for_they_drop_or_for_whom_they_acted() -> None:
    for is_rob in (True, False):
        story, joan = decided()
        grace = story.present.party_id
        assert grace
        acting: dict[str, Any] = {"authority_basis_code": "power_of_attorney"}
        story.do("authorise_representative", party_id=grace, contact={"name": "Rob"}, **acting)
        rob = story.present.representations[-1].representative_party_id
        for one in (grace, joan):
            respond(story, to_party_id=one)
        story.do("request_review", by=Actor(kind="party", id=rob, role="representative"))
        offered = [one for one in (rob, grace, joan) if "withdraw_review" in deeds(story, one)]
        assert offered == [rob, grace]
        role = "representative" if is_rob else "party"
        by = Actor(kind="party", id=rob if is_rob else grace, role=role)
        story.do("withdraw_review", by=by)
        assert (story.present.state, story.present.needs_decision) == ("DISPUTED", False)


def test_of_two_who_asked_for_it_an_heir_drops_their_part() -> None:
    story, joan = decided()
    grace = story.present.party_id
    assert grace
    for one in (grace, joan):
        respond(story, to_party_id=one)
    for one in (grace, joan):
        story.do("request_review", party_id=one)
    story.do("withdraw_review", party_id=succeeded(story, joan))
    assert story.present.state == "REVIEW"
    story.do("withdraw_review", party_id=grace)
    assert str(story.present.state) == "DISPUTED"


@pytest.mark.parametrize("is_first", [True, False])
def test_who_took_their_half_sees_that_they_did_and_staff_whom_it_waits_for(is_first: bool) -> None:
    story, ada, carl = of_two(must_agree=True)
    taking, other = (ada, carl) if is_first else (carl, ada)
    story.do("accept_remedy", by=taking, remedy_id=the(story).remedy_id)
    (theirs,), (others,) = page(story, taking.id).remedies, page(story, other.id).remedies
    assert (theirs.status, theirs.is_taken) == ("offered", True)
    assert (others.status, others.is_taken) == ("offered", False)
    assert "accept_remedy" not in deeds(story, taking.id)
    assert "decline_remedy" in deeds(story, taking.id)
    assert "accept_remedy" in deeds(story, other.id)
    assert remedy_shown(story.present, the(story)).awaited_party_ids == (other.id,)
    story.do("accept_remedy", by=other, remedy_id=the(story).remedy_id)
    assert page(story, other.id).remedies[0].is_taken
    assert remedy_shown(story.present, the(story)).awaited_party_ids == ()


def test_of_two_told_by_one_letter_an_heir_has_their_own_time_and_not_the_other_s() -> None:
    story, joan = decided()
    grace = story.present.party_id
    assert grace
    acting = {"authority_basis_code": "power_of_attorney", "representative_party_id": grace}
    story.do("authorise_representative", party_id=joan, **acting)
    respond(story, to_party_id=grace)
    hal = succeeded(story, joan)
    story.do("reject_decision", party_id=grace, means_code="phone")
    times = [
        [one.status for one in page(story, each).dates if one.kind == "reply_window"]
        for each in (grace, hal)
    ]
    assert times == [["done"], ["due"]]
