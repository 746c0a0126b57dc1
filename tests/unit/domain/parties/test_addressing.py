"""4.9: nobody is told, accepts, rejects or withdraws without a recorded authority (invariant 5)."""

from datetime import date

import pytest

from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintWithdrawn,
    DecisionAccepted,
    DecisionRejected,
    RemedyAccepted,
    RemedyDeclined,
    ResponseSent,
    UpdateSent,
)
from domain.complaint.parties.addressing import WithoutAuthority
from domain.values import UNKNOWN
from tests.support.controls import (
    CLOSED,
    DECISION,
    ISSUE,
    PARTY,
    RECEIVED,
    REMEDY,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_RESPONDED,
    event_id,
    offered,
    on,
    received,
    responded,
)
from tests.support.given import Past, given
from tests.support.parties import (
    AUTHORISED,
    ENDED_AUTHORITY,
    SOLICITOR,
    authorised,
)

BY_PHONE = {"means_code": "phone"}
THE_SOLICITOR = {"party_id": SOLICITOR, **BY_PHONE}
EXPIRED = authorised(valid_until_on=date(2026, 3, 1))
NOT_YET = authorised(valid_from_on=date(2026, 3, 3))
WITHOUT: list[tuple[Past, ...]] = [(), (AUTHORISED, ENDED_AUTHORITY), (EXPIRED,), (NOT_YET,)]


def test_invariant_5_a_representative_with_authority_accepts_for_the_party() -> None:
    past = (*UNTIL_APPROVED, AUTHORISED, offered(source_code="decision"), responded(REMEDY))
    outcome = given(*past).when("accept_decision", **THE_SOLICITOR)
    accepted = DecisionAccepted(decision_id=DECISION, party_id=SOLICITOR, means_code="phone")
    assert outcome.facts[0].event == accepted
    assert outcome.facts[0].on_behalf_of == SOLICITOR
    assert outcome.complaint.state == "ACCEPTED" and outcome.complaint.owed
    assert not outcome.complaint.needs_decision


@pytest.mark.parametrize("past", WITHOUT)
def test_invariant_5_an_acceptance_without_authority_is_recorded_and_changes_nothing(
    past: tuple[Past, ...],
) -> None:
    before = (*UNTIL_APPROVED, *past, offered(source_code="decision"), responded(REMEDY))
    outcome = (
        given(*before)
        .when("accept_decision", **THE_SOLICITOR)
        .then(
            DecisionAccepted(
                decision_id=DECISION, party_id=SOLICITOR, means_code="phone", lacks_authority=True
            )
        )
    )
    after = outcome.complaint
    assert (after.state, after.owed, after.needs_decision) == ("RESPONDED", (), True)
    assert after.open_issues and after.to_agree == (PARTY,)


@pytest.mark.parametrize("past", WITHOUT)
def test_invariant_5_nobody_without_authority_rejects_or_withdraws(past: tuple[Past, ...]) -> None:
    rejected = given(*UNTIL_RESPONDED, *past).when("reject_decision", **THE_SOLICITOR)
    rejected.then(
        DecisionRejected(
            decision_id=DECISION,
            party_id=SOLICITOR,
            means_code="phone",
            issue_ids=(ISSUE,),
            lacks_authority=True,
        )
    )
    assert (rejected.complaint.state, rejected.complaint.needs_decision) == ("RESPONDED", True)
    withdrawn = given(*UNTIL_RESPONDED, *past).when("withdraw", **THE_SOLICITOR)
    assert withdrawn.the(ComplaintWithdrawn).lacks_authority
    assert (withdrawn.complaint.state, withdrawn.complaint.needs_decision) == ("RESPONDED", True)


def test_invariant_5_nobody_without_authority_takes_up_or_declines_a_remedy() -> None:
    past = (*UNTIL_ASSESSED, offered())
    asked = {"remedy_id": REMEDY, "party_id": SOLICITOR}
    taken = given(*past).when("accept_remedy", **asked)
    assert taken.the(RemedyAccepted).lacks_authority
    assert not taken.complaint.owed and taken.complaint.needs_decision
    declined = given(*past).when("decline_remedy", **asked)
    assert declined.the(RemedyDeclined).lacks_authority
    assert declined.complaint.remedies[REMEDY].status == "offered"
    assert given(*past, AUTHORISED).when("accept_remedy", **asked).complaint.owed
    explicit = given(*UNTIL_RESPONDED, offered()).when(
        "accept_decision", remedy_ids=[REMEDY], **THE_SOLICITOR
    )
    assert explicit.the(RemedyAccepted).lacks_authority and not explicit.complaint.owed


def test_invariant_5_even_after_closing_nobody_accepts_without_authority() -> None:
    outcome = given(*UNTIL_ACCEPTED, CLOSED).when("accept_decision", **THE_SOLICITOR)
    assert outcome.complaint.needs_decision
    own = given(*UNTIL_ACCEPTED, CLOSED).when("accept_decision", **BY_PHONE)
    assert not own.complaint.needs_decision


def test_invariant_5_an_authority_of_a_day_is_asked_of_the_day_on_which_it_was_said() -> None:
    past = (*UNTIL_RESPONDED, EXPIRED)
    late = given(*past).when("accept_decision", occurred=on("2026-03-01"), **THE_SOLICITOR)
    assert late.complaint.state == "ACCEPTED"
    unknown = given(*past).when("accept_decision", occurred=UNKNOWN, **THE_SOLICITOR)
    assert unknown.complaint.state == "ACCEPTED"


@pytest.mark.parametrize("past", WITHOUT)
def test_invariant_5_nothing_is_told_to_anybody_without_authority(past: tuple[Past, ...]) -> None:
    to = {"to_party_id": SOLICITOR}
    recourse = [{"kind": "none_available"}]
    given(RECEIVED, *past).when("acknowledge", **to).refused(WithoutAuthority)
    given(RECEIVED, *past).when("send_update", **to).refused(WithoutAuthority)
    answered = given(*UNTIL_APPROVED, *past)
    answered.when("send_response", recourse=recourse, **to).refused(WithoutAuthority)


def test_letters_go_to_the_representative_while_the_authority_lasts() -> None:
    outcome = given(RECEIVED, AUTHORISED).when("acknowledge")
    assert outcome.the(ComplaintAcknowledged).to_party_id == SOLICITOR
    update = given(RECEIVED, AUTHORISED).when("send_update")
    assert update.the(UpdateSent).to_party_id == SOLICITOR
    expired = given(RECEIVED, EXPIRED).when("send_update")
    assert expired.the(UpdateSent).to_party_id == PARTY
    recourse = [{"kind": "none_available"}]
    answered = given(*UNTIL_APPROVED, AUTHORISED).when("send_response", recourse=recourse)
    assert answered.the(ResponseSent).to_party_id == SOLICITOR
    party = given(RECEIVED, AUTHORISED).when("acknowledge", to_party_id=PARTY)
    assert party.the(ComplaintAcknowledged).to_party_id == PARTY


def test_an_authority_recorded_afterwards_settles_what_had_no_place() -> None:
    past = (
        *UNTIL_RESPONDED,
        DecisionAccepted(
            decision_id=DECISION, party_id=SOLICITOR, means_code="phone", lacks_authority=True
        ),
    )
    undecided = event_id(len(past))
    assert given(*past).complaint.undecided == (undecided,)
    settled = given(*past).when("authorise_representative", settles_event_ids=[undecided])
    assert not settled.complaint.needs_decision


def test_what_the_unnamed_sender_of_an_anonymous_complaint_does_has_authority() -> None:
    anonymous = received(party_id=None, complainant_kind="anonymous")
    outcome = given(anonymous).when("withdraw", **BY_PHONE)
    assert outcome.complaint.state == "WITHDRAWN"
    other = given(anonymous).when("withdraw", party_id=SOLICITOR, **BY_PHONE)
    assert other.complaint.needs_decision
