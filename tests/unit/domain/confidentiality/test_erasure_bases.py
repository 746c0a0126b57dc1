"""4.10: by what right data is erased, as the policy lists it and the record shows it."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.confidentiality.erasure_bases import ConsentStands, NoSuchBasis
from domain.complaint.confidentiality.retention import RetentionNotOver
from domain.complaint.events import (
    ConsentRecorded,
    ErasureDeferred,
    ErasureRequested,
    PersonalDataErased,
)
from domain.policy import ErasureBasis
from tests.support.controls import (
    APPROVER,
    PARTY,
    POLICY,
    PRIVACY_OFFICER,
    RECEIVED,
    UNTIL_CLOSED,
    at,
    named,
    policy,
)
from tests.support.erasures import APPROVED, THIS, requested
from tests.support.given import given
from tests.support.parties import JOINED, SECOND_PARTY

INVENTED = {"legal_basis_code": "because_i_want"}
BY_CONSENT = {"legal_basis_code": "consent_withdrawn"}
OURS = policy(erasure_bases=[{"code": "our_charter", "label": "Article 4 of our charter"}])


def consent(*, is_given: bool, of: Any = PARTY) -> ConsentRecorded:
    return ConsentRecorded(
        consent_id=named(f"consent {of}"), purpose_code="handling", is_given=is_given, party_id=of
    )


def test_a_right_that_nobody_has_is_refused_and_the_policys_are_named() -> None:
    refused = given(*UNTIL_CLOSED).when("request_erasure", **INVENTED).refused(NoSuchBasis)
    assert refused.values["known"].split(", ") == [one.code for one in POLICY.erasure_bases]
    for basis in ("objection", "unlawful_processing", "legal_obligation", "child_consent"):
        asked = given(RECEIVED).when("request_erasure", legal_basis_code=basis)
        assert asked.the(ErasureRequested).legal_basis_code == basis


def test_a_policy_lists_the_rights_of_its_own_law() -> None:
    case = given(RECEIVED).under(OURS)
    case.when("request_erasure", legal_basis_code="our_charter").then(ErasureRequested)
    refused = case.when("request_erasure", legal_basis_code="right_to_erasure")
    assert refused.refused(NoSuchBasis).values["known"] == "our_charter"


def test_what_was_asked_for_by_an_invented_right_is_read_and_not_carried_out() -> None:
    past = (*UNTIL_CLOSED, requested(**INVENTED))
    assert given(*past).complaint.erasures[THIS["request_id"]].legal_basis_code == "because_i_want"
    given(*past).when("approve_erasure", **THIS, by=APPROVER).refused(NoSuchBasis)
    case = given(*past, APPROVED)
    case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(NoSuchBasis)
    put_off = case.when("defer_erasure", **THIS, ground_code="no_right", by=PRIVACY_OFFICER)
    put_off.then(ErasureDeferred)


def test_an_erasure_for_a_consent_withdrawn_rests_on_the_recorded_withdrawal() -> None:
    never = given(*UNTIL_CLOSED).when("request_erasure", **BY_CONSENT).refused(ConsentStands)
    assert never.values["party_id"] == str(PARTY)
    given(*UNTIL_CLOSED, consent(is_given=True)).when("request_erasure", **BY_CONSENT).refused(
        ConsentStands
    )
    gone = (*UNTIL_CLOSED, consent(is_given=False), requested(**BY_CONSENT))
    given(*gone).when("approve_erasure", **THIS, by=APPROVER).then(APPROVED)
    again = given(*gone, APPROVED, consent(is_given=True))
    again.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(ConsentStands)


def test_the_consent_of_one_erases_the_data_of_no_other() -> None:
    case = given(*UNTIL_CLOSED, JOINED, consent(is_given=False))
    own = case.when("request_erasure", party_id=PARTY, **BY_CONSENT)
    assert own.the(ErasureRequested).party_id == PARTY
    everybody = case.when("request_erasure", **BY_CONSENT).refused(ConsentStands)
    assert everybody.values["party_id"] == str(SECOND_PARTY)


def test_a_policy_cannot_make_the_end_of_the_retention_a_mere_word() -> None:
    with pytest.raises(ValidationError, match="has the condition retention_over"):
        ErasureBasis.model_validate({"code": "retention_over", "label": "Over"})
    ours = policy(
        erasure_bases=[{"code": "not_needed", "label": "Not needed", "condition": "retention_over"}]
    )
    case = given(*UNTIL_CLOSED, requested(legal_basis_code="not_needed")).under(ours)
    asked: dict[str, Any] = {**THIS, "by": APPROVER, "now": at(days=4)}
    case.when("approve_erasure", **asked).refused(RetentionNotOver)


def test_a_listed_right_is_carried_out() -> None:
    case = given(*UNTIL_CLOSED, requested(legal_basis_code="legal_obligation"), APPROVED)
    case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).then(PersonalDataErased)
