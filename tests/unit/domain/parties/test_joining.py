"""7.2: joint complainants: who joins, leaves or takes somebody's place."""

from datetime import date
from typing import Any

import pytest

from domain.complaint.corrections.own_commands import OwnCommand
from domain.complaint.events import (
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    Contact,
    ContactRecorded,
)
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.parties.joining import (
    HasLeft,
    LastComplainant,
    LeavingNotProved,
    PlaceNotProved,
)
from domain.decision_context import NewEvent
from tests.support.controls import (
    OTHER_HANDLER,
    PARTY,
    RECEIVED,
    SMALL,
    UNTIL_CLOSED,
    UNTIL_RESPONDED,
    event_id,
    named,
    received,
    when,
)
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR, authorised, joined
from tests.support.story import Story

BY_PHONE = {"means_code": "phone"}
OWN_WORD = ContactRecorded(
    contact_id=named("call"), direction="inbound", channel_code="phone", purpose_code="other"
)
RANG = NewEvent(event=OWN_WORD, occurred=when(), actor=OTHER_HANDLER)
DIED = ComplainantLeft(party_id=PARTY, ground_code="died")


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_RESPONDED, UNTIL_CLOSED])
def test_another_complainant_joins_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("join_complainant", complainant={"name": "Bo"})
    event = outcome.the(ComplainantJoined)
    assert (event.kind, event.must_agree, event.complainant) == ("person", True, Contact(name="Bo"))
    assert set(outcome.complaint.parties) == {PARTY, event.party_id}
    firm = given(*past).when("join_complainant", complainant={"organisation": "Bo Ltd"})
    assert firm.the(ComplainantJoined).kind == "organisation"


def test_who_was_anonymous_becomes_the_complainant_by_joining() -> None:
    anonymous = received(party_id=None, complainant_kind="anonymous")
    outcome = given(anonymous).when("join_complainant", complainant={"name": "Ada"})
    assert outcome.complaint.party_id == outcome.the(ComplainantJoined).party_id


def test_a_complainant_leaves_once_and_the_next_is_written_to() -> None:
    asked = {"party_id": PARTY, "ground_code": "left", "entered_from": event_id(3)}
    outcome = given(RECEIVED, JOINED, RANG).when("remove_complainant", **asked)
    outcome.then(ComplainantLeft(party_id=PARTY, ground_code="left"))
    assert outcome.complaint.party_id == SECOND_PARTY
    left = ComplainantLeft(party_id=PARTY, ground_code="left")
    given(RECEIVED, JOINED, left).when("remove_complainant", **asked).refused(HasLeft)
    stranger = {"party_id": named("stranger"), "ground_code": "left"}
    given(RECEIVED).when("remove_complainant", **stranger).refused(NoSuchParty)
    solicitor = {"party_id": SOLICITOR, "ground_code": "left"}
    given(RECEIVED, AUTHORISED).when("remove_complainant", **solicitor).refused(NoSuchParty)


@pytest.mark.parametrize("ground_code", ["left", "died"])
def test_that_one_is_gone_who_must_agree_is_no_bare_word(ground_code: str) -> None:
    gone = {"party_id": SECOND_PARTY, "ground_code": ground_code}
    refused = given(RECEIVED, JOINED, RANG).when("remove_complainant", **gone)
    refused.refused(LeavingNotProved)
    stray = given(RECEIVED, JOINED, RANG).when(
        "remove_complainant", entered_from=named("nothing"), **gone
    )
    stray.refused(LeavingNotProved)
    shown = {"entered_from": event_id(3), **gone}
    given(RECEIVED, JOINED, RANG).when("remove_complainant", **shown).then(ComplainantLeft)
    invented = given(RECEIVED, JOINED, OWN_WORD)
    invented.when("remove_complainant", **shown).refused(LeavingNotProved)
    alone = invented.under(SMALL).when("remove_complainant", **shown)
    alone.then(ComplainantLeft)
    beside = joined(must_agree=False)
    given(RECEIVED, beside).when("remove_complainant", **gone).then(ComplainantLeft)
    given(*UNTIL_CLOSED, JOINED).when("remove_complainant", **gone).then(ComplainantLeft)


def test_the_last_complainant_withdraws_instead_of_leaving_but_may_die() -> None:
    left = {"party_id": PARTY, "ground_code": "left"}
    given(RECEIVED).when("remove_complainant", **left).refused(LastComplainant)
    given(*UNTIL_CLOSED).when("remove_complainant", **left).then(ComplainantLeft)
    died = given(RECEIVED).when("remove_complainant", party_id=PARTY, ground_code="died")
    assert died.complaint.parties[PARTY].has_left
    assert died.complaint.party_id == PARTY


def test_somebody_takes_the_place_of_a_complainant() -> None:
    asked = {"complainant": {"name": "Heir"}, "basis": "a will", "entered_from": event_id(2)}
    outcome = given(RECEIVED, RANG, DIED).when("substitute_complainant", **asked)
    event = outcome.the(ComplainantSubstituted)
    assert (event.old_party_id, event.basis) == (PARTY, "a will")
    complaint = outcome.complaint
    assert complaint.party_id == event.new_party_id
    assert complaint.to_agree == (event.new_party_id,)
    assert complaint.acts_for(PARTY, None) == ()
    gone = ComplainantSubstituted(old_party_id=PARTY, new_party_id=named("heir"))
    again = given(RECEIVED, gone)
    again.when("substitute_complainant", old_party_id=PARTY).refused(HasLeft)
    other = given(RECEIVED, RANG, JOINED).when(
        "substitute_complainant", old_party_id=SECOND_PARTY, entered_from=event_id(2)
    )
    assert other.complaint.party_id == PARTY
    stranger = {"old_party_id": named("stranger")}
    given(RECEIVED).when("substitute_complainant", **stranger).refused(NoSuchParty)


def test_nobody_takes_a_complainants_place_by_a_bare_word_of_staff() -> None:
    asked = {"complainant": {"name": "Friend"}, "basis": "he said so"}
    past = given(RECEIVED, RANG)
    invented = given(RECEIVED, OWN_WORD)
    own = invented.when("substitute_complainant", **asked, entered_from=event_id(2))
    own.refused(PlaceNotProved)
    past.when("substitute_complainant", **asked).refused(PlaceNotProved)
    past.when("substitute_complainant", **asked, entered_from=named("no")).refused(PlaceNotProved)
    past.when("substitute_complainant", **asked, entered_from=event_id(2)).then(
        ComplainantSubstituted
    )


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (ComplainantSubstituted(old_party_id=PARTY, new_party_id=named("friend")), "new_party_id"),
        (ComplainantLeft(party_id=PARTY, ground_code="died"), "ground_code"),
    ],
    ids=lambda one: str(one)[:12],
)
def test_a_correction_does_not_bring_a_complainant_back(event: Any, field: str) -> None:
    """It would change nothing, and cost an approval: the refusal names the command that does."""
    asked = {"target_event_id": event_id(2), "field": field, "ground_code": "was_wrong"}
    refusal = given(RECEIVED, event).when("correct_record", **asked, right=str(PARTY))
    assert "substitute_complainant" in str(refusal.refused(OwnCommand))


def test_letters_follow_to_whoever_takes_the_place() -> None:
    holder = authorised(SECOND_PARTY)
    swapped = ComplainantSubstituted(old_party_id=SECOND_PARTY, new_party_id=named("heir"))
    complaint = given(RECEIVED, JOINED, holder, swapped).complaint
    assert complaint.correspondence_to == named("heir")


def test_nobody_acts_for_somebody_who_died() -> None:
    complaint = given(RECEIVED, AUTHORISED, DIED).complaint
    assert complaint.acts_for(SOLICITOR, date(2026, 3, 2)) == ()


def test_story_the_complainant_dies() -> None:
    story = Story(policy=SMALL)
    story.do(
        "receive",
        narrative="The pension was never paid.",
        complainant={"name": "Ann"},
        representative={"contact": {"name": "Sol"}},
    )
    ann, solicitor = story.present.party_id, story.present.correspondence_to
    story.do("assess", severity_code="low", is_safety=False)
    story.do("remove_complainant", party_id=ann, ground_code="died")
    assert story.refuses("send_update") == "WithoutAuthority"
    story.do("withdraw", party_id=solicitor, **BY_PHONE)
    assert (story.present.state, story.present.needs_decision) == ("ASSESSED", True)
    withdrawal = story.present.undecided
    story.do("end_representation", ground_code="principal_died", correspondence_to=solicitor)
    heir: dict[str, Any] = {"complainant": {"name": "Heir"}, "basis": "grant of probate"}
    story.do("record_contact", direction="inbound", channel_code="phone")
    heir["entered_from"] = story.events[-1].event_id
    story.do("substitute_complainant", settles_event_ids=withdrawal, **heir)
    assert story.present.party_id not in (ann, solicitor)
    assert not story.present.needs_decision
    story.do("send_update", to_party_id=story.present.party_id)
    recourse = [{"kind": "external", "body_code": "ombudsman"}]
    story.do("answer", findings=[{"finding_code": "upheld"}], recourse=recourse)
    story.do("accept_decision", **BY_PHONE)
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.present.state == "CLOSED"
