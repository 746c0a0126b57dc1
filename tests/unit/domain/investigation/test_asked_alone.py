"""7.6, 4.10: one of several is asked, and sees it with who acts for them; the others do not."""

from typing import Any

from domain.complaint.events import InformationRequested
from domain.complaint.investigation.evidence import NotOfTheirSide
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.party_view.circle import circle_of
from domain.complaint.party_view.view import own_complaint
from tests.support.controls import PARTY, RECEIVED, T0, named
from tests.support.given import given, history
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR, authorised


def test_who_is_asked_alone_of_several_is_who_sees_it_and_answers() -> None:
    past = (RECEIVED, JOINED, AUTHORISED, authorised(named("other"), party_id=SECOND_PARTY))
    told: dict[str, Any] = {"from_kind": "representative", "to_party_id": SOLICITOR}
    asked = given(*past).when("request_information", **told)
    request = asked.the(InformationRequested)
    assert request.to_party_id == SOLICITOR
    assert asked.complaint.inquiries[request.request_id].party_ids == {PARTY}
    events = history(*past, *asked.facts)
    seen = {
        reader: own_complaint(events, circle_of(events, reader, T0.date())).asked_of_you
        for reader in (SOLICITOR, PARTY, named("other"), SECOND_PARTY)
    }
    assert [bool(each) for each in seen.values()] == [True, True, False, False]


def test_nobody_of_the_complaint_is_asked_as_somebody_else() -> None:
    told: dict[str, Any] = {"from_kind": "third_party", "to_party_id": PARTY}
    given(RECEIVED).when("request_information", **told).refused(NotOfTheirSide)
    stranger = {"from_kind": "complainant", "to_party_id": named("stranger")}
    given(RECEIVED).when("request_information", **stranger).refused(NoSuchParty)
