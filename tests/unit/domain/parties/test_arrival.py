"""Invariant 2: what a party does with their own key happened when it arrived, whatever they say."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.documents.attaching import SupplierNotTheirs
from domain.complaint.events import COMPLAINT_EVENTS
from domain.complaint.parties.access import NotAParty
from domain.complaint.parties.arrival import SaidByStaffAlone
from domain.event import ArrivingEvent, OutsideEvent
from domain.registry import COMMANDS
from domain.roles import PARTY as ROLES
from domain.values import Actor
from tests.support.controls import (
    PARTY,
    RECEIVED,
    UNTIL_ACCEPTED,
    UNTIL_RESPONDED,
    at,
    event_id,
    named,
    on,
    when,
)
from tests.support.given import given
from tests.support.parties import AUTHORISED, SOLICITOR
from tests.unit.domain.documents.test_attaching import ASKED

EARLY = when(days=-30)
COMPLAINANT = Actor(kind="party", id=PARTY, role="party")
SOL = Actor(kind="party", id=SOLICITOR, role="representative")
CORRECTED = {"values": {"name": "Ada Lovelace"}, "ground_code": "was_wrong"}
BY_PORTAL = {"means_code": "portal"}
OWN: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "withdraw": (UNTIL_ACCEPTED, BY_PORTAL),
    "accept_decision": (UNTIL_RESPONDED, BY_PORTAL),
    "request_review": (UNTIL_RESPONDED, {}),
    "record_contact": ((RECEIVED,), {"direction": "inbound"}),
    "record_consent": ((RECEIVED,), {"purpose_code": "publication", "is_given": True}),
    "correct_party_details": ((RECEIVED,), CORRECTED),
    "attach_document": ((RECEIVED,), ASKED),
}


@pytest.mark.parametrize("claimed", [EARLY, on("2026-01-25"), when(days=400)], ids=str)
@pytest.mark.parametrize("name", OWN)
def test_a_claimed_time_is_kept_beside_the_time_of_arrival(name: str, claimed: Any) -> None:
    """Also one that has not come: it is what they say, and nothing is reckoned from it."""
    past, asked = OWN[name]
    outcome = given(*past).when(name, by=COMPLAINANT, occurred=claimed, now=at(hours=30), **asked)
    first, *following = outcome.facts
    assert isinstance(first.event, ArrivingEvent)
    assert (first.occurred, first.event.claimed) == (when(hours=30), claimed)
    assert not getattr(first.event, "is_time_doubtful", None)
    assert all(fact.occurred == when(hours=30) for fact in following)
    assert not any(getattr(fact.event, "claimed", None) for fact in following)


def test_a_claimed_time_starts_no_clock_and_is_no_miss() -> None:
    """A review asked for today, "in January", runs from today."""
    asked = {"by": COMPLAINANT, "now": at(days=40)}
    claimed = given(*UNTIL_RESPONDED).when("request_review", occurred=EARLY, **asked)
    plain = given(*UNTIL_RESPONDED).when("request_review", **asked)
    assert [fact.occurred for fact in claimed.facts] == [fact.occurred for fact in plain.facts]
    assert claimed.complaint.deadlines.keys() == plain.complaint.deadlines.keys()
    for deadline_id, due in claimed.complaint.deadlines.items():
        assert due == plain.complaint.deadlines[deadline_id]
    assert e.DeadlineMissed not in {type(fact.event) for fact in claimed.facts}


def test_staff_enter_an_earlier_time_with_what_proves_it() -> None:
    letter = event_id(len(UNTIL_ACCEPTED))
    told = {"occurred": when(hours=2), "entered_from": letter, "now": at(days=2)}
    outcome = given(*UNTIL_ACCEPTED).when("withdraw", **told, **BY_PORTAL)
    fact = outcome.facts[0]
    assert (fact.occurred, fact.entered_from) == (when(hours=2), letter)
    assert outcome.the(e.ComplaintWithdrawn).claimed is None


def test_every_fact_that_a_party_can_bring_keeps_what_they_claim() -> None:
    """What they bring is an outside fact, or one of these."""
    others = {e.DocumentAttached, e.ConsentRecorded, e.PartyDetailsCorrected, e.InformationReceived}
    arriving = {kind for kind in COMPLAINT_EVENTS if issubclass(kind, ArrivingEvent)}
    assert arriving == {k for k in COMPLAINT_EVENTS if issubclass(k, OutsideEvent)} | others
    timed = {kind.name for kind in COMMANDS.values() if kind.roles & ROLES}
    assert set(OWN) <= timed


@pytest.mark.parametrize(
    "told", [{"entered_from": named("x")}, {"settles_event_ids": [named("x")]}]
)
def test_a_party_proves_and_settles_nothing_by_saying_so(told: dict[str, Any]) -> None:
    asked = {"purpose_code": "publication", "is_given": True, **told}
    refusal = given(RECEIVED).when("record_consent", by=COMPLAINANT, **asked)
    if "settles_event_ids" in told:
        assert refusal.refusal is not None
    else:
        refusal.refused(SaidByStaffAlone)


@pytest.mark.parametrize("supplier", ["staff", "external_body", "third_party", "representative"])
def test_a_document_is_supplied_by_who_the_key_says(supplier: str) -> None:
    case = given(RECEIVED, AUTHORISED)
    own = case.when("attach_document", by=COMPLAINANT, **ASKED)
    assert own.the(e.DocumentAttached).supplied_by == "complainant"
    acting = case.when("attach_document", by=SOL, **ASKED)
    assert acting.the(e.DocumentAttached).supplied_by == "representative"
    posing = case.when("attach_document", by=COMPLAINANT, supplied_by=supplier, **ASKED)
    assert "leave supplied_by out" in posing.refused(SupplierNotTheirs).remedy


def test_a_party_names_no_other() -> None:
    given(RECEIVED, AUTHORISED).when(
        "withdraw", by=COMPLAINANT, party_id=SOL.id, **BY_PORTAL
    ).refused(NotAParty)
