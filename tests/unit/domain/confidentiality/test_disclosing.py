"""4.10: personal data that left the process, breaches, and requests for the record."""

from typing import Any

import pytest

from domain.complaint.acts import InTheFuture
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.confidentiality.breaches import NoSuchBreach
from domain.complaint.confidentiality.disclosing import NoRightToDisclose
from domain.complaint.confidentiality.record_requests import (
    NobodyAsks,
    NoSuchRecordRequest,
    NotTheirRecord,
    RecordRequestAnswered,
)
from domain.complaint.events import (
    AuthorityNotified,
    DataBreachRecorded,
    PersonalDataDisclosed,
    RecordRefused,
    RecordRequested,
    RecordSupplied,
)
from tests.support.controls import (
    APPROVER,
    CLOSED,
    HANDLER,
    PARTY,
    PRIVACY_OFFICER,
    RECEIVED,
    SMALL,
    UNTIL_CLOSED,
    at,
    named,
    policy,
    received,
)
from tests.support.given import given

TO_INSURER: dict[str, Any] = {
    "recipient_kind": "insurer",
    "field_codes": ["complainant", "narrative"],
    "legal_basis_code": "consent",
    "recipient": "Albion Mutual",
}
BREACH = DataBreachRecorded(breach_id=named("breach"), class_codes=("P2",), persons_count=1)
REQUESTED = RecordRequested(request_id=named("request"), party_id=PARTY, scope_code="everything")
TOLD = {"breach_id": BREACH.breach_id, "authority_code": "ico", "ground_code": "high_risk"}
SUPPLIED: dict[str, Any] = {
    "request_id": REQUESTED.request_id,
    "format_code": "pdf",
    "is_redacted": True,
}


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_CLOSED], ids=["open", "ended"])
def test_to_whom_data_was_given_and_by_what_right_is_recorded_in_any_state(past: Any) -> None:
    outcome = given(*past).when("disclose_personal_data", by=PRIVACY_OFFICER, **TO_INSURER)
    disclosed = outcome.then(PersonalDataDisclosed).the(PersonalDataDisclosed)
    assert disclosed.recipient == "Albion Mutual"
    assert disclosed.field_codes == ("complainant", "narrative")


def test_data_is_given_away_by_a_right_that_the_policy_lists() -> None:
    invented = {**TO_INSURER, "legal_basis_code": "they_asked_nicely", "by": PRIVACY_OFFICER}
    refused = given(RECEIVED).when("disclose_personal_data", **invented).refused(NoRightToDisclose)
    assert refused.values["known"].split(", ")[:3] == ["consent", "contract", "legal_obligation"]
    assert "breach" in refused.remedy
    ours = policy(disclosure_bases=[{"code": "our_charter", "label": "Article 5"}])
    asked = {**TO_INSURER, "legal_basis_code": "our_charter", "by": PRIVACY_OFFICER}
    told = given(RECEIVED).under(ours).when("disclose_personal_data", **asked)
    told.then(PersonalDataDisclosed)


@pytest.mark.parametrize("by", [HANDLER, APPROVER], ids=["handler", "approver"])
def test_personal_data_is_the_privacy_officers_alone(by: Any) -> None:
    given(RECEIVED).when("disclose_personal_data", by=by, **TO_INSURER).refused(NotTheirRole)


def test_where_one_person_is_everybody_they_are_the_privacy_officer_too() -> None:
    case = given(RECEIVED).under(SMALL)
    case.when("disclose_personal_data", **TO_INSURER).then(PersonalDataDisclosed)


def test_a_breach_is_recorded_and_an_authority_told_of_it() -> None:
    outcome = given(RECEIVED).when(
        "record_breach",
        by=PRIVACY_OFFICER,
        class_codes=["P3", "P2", "P3"],
        persons_count=2,
        contained_at=at(minutes=30),
        detail="The letter went to the neighbour.",
    )
    breach = outcome.then(DataBreachRecorded).the(DataBreachRecorded)
    assert breach.class_codes == ("P2", "P3")
    assert outcome.complaint.breaches == {breach.breach_id}
    told = given(RECEIVED, BREACH).when("notify_authority", by=PRIVACY_OFFICER, **TOLD)
    told.then(AuthorityNotified(**TOLD))


def test_a_breach_is_not_contained_before_the_time_has_come() -> None:
    asked = {"class_codes": ["P2"], "contained_at": at(days=9)}
    given(RECEIVED).when("record_breach", by=PRIVACY_OFFICER, **asked).refused(InTheFuture)


@pytest.mark.parametrize("past", [(RECEIVED,), (RECEIVED, BREACH)], ids=["none", "another"])
def test_an_authority_is_told_only_of_a_breach_that_was_recorded(past: Any) -> None:
    other = {**TOLD, "breach_id": named("another")}
    given(*past).when("notify_authority", by=PRIVACY_OFFICER, **other).refused(NoSuchBreach)


def test_the_complainant_asks_for_the_record_in_any_state() -> None:
    outcome = given(*UNTIL_CLOSED).when("request_record").then(RecordRequested)
    assert outcome.the(RecordRequested).party_id == PARTY
    (fact,) = outcome.facts
    assert fact.on_behalf_of == PARTY
    assert not outcome.complaint.needs_decision


def test_in_an_anonymous_complaint_whoever_asks_is_named() -> None:
    anonymous = received(complainant_kind="anonymous", party_id=None)
    given(anonymous).when("request_record").refused(NobodyAsks)
    given(anonymous).when("request_record", party_id=named("somebody")).then(RecordRequested)


def test_the_record_is_supplied_once() -> None:
    case = given(RECEIVED, REQUESTED)
    outcome = case.when("supply_record", by=PRIVACY_OFFICER, **SUPPLIED)
    outcome.then(RecordSupplied(**SUPPLIED))
    assert outcome.complaint.record_requests[REQUESTED.request_id].is_done
    after = given(RECEIVED, REQUESTED, RecordSupplied(**SUPPLIED))
    after.when("supply_record", by=PRIVACY_OFFICER, **SUPPLIED).refused(NoSuchRecordRequest)
    again = RecordRequested(request_id=named("again"), party_id=PARTY, scope_code="everything")
    twice = given(RECEIVED, REQUESTED, RecordSupplied(**SUPPLIED), again)
    twice.when("supply_record", by=PRIVACY_OFFICER, **SUPPLIED).refused(RecordRequestAnswered)


def test_a_request_is_refused_with_a_ground() -> None:
    asked = {"request_id": REQUESTED.request_id, "ground_code": "excessive"}
    outcome = given(RECEIVED, REQUESTED).when("refuse_record", by=PRIVACY_OFFICER, **asked)
    outcome.then(RecordRefused(**asked))
    assert outcome.complaint.record_requests[REQUESTED.request_id].is_done


def test_invariant_5_the_record_is_given_to_nobody_without_authority() -> None:
    stranger = RecordRequested(
        request_id=REQUESTED.request_id, party_id=named("stranger"), scope_code="everything"
    )
    case = given(RECEIVED, stranger, CLOSED)
    refusal = case.when("supply_record", by=PRIVACY_OFFICER, **SUPPLIED).refused(NotTheirRecord)
    assert "refuse the request" in refusal.remedy
    asked = {"request_id": REQUESTED.request_id, "ground_code": "no_authority"}
    case.when("refuse_record", by=PRIVACY_OFFICER, **asked).then(RecordRefused)


@pytest.mark.parametrize("name", ["supply_record", "refuse_record"])
def test_a_request_that_nobody_made_is_not_answered(name: str) -> None:
    asked = SUPPLIED if name == "supply_record" else {"request_id": named("x"), "ground_code": "x"}
    given(RECEIVED).when(name, by=PRIVACY_OFFICER, **asked).refused(NoSuchRecordRequest)
