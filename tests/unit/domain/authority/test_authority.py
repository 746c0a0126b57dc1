"""4.12, Annex F: what a role may grant is a rule of the policy, for some kinds or for all."""

from dataclasses import replace

import pytest

from domain.codes import UnknownCode
from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.events import RemedyOffered
from domain.complaint.investigation.investigating import (
    AlreadyAnswered,
    OpenInvestigation,
    open_investigation,
)
from domain.complaint.response.responding import NothingToConfirm
from domain.policy import Policy
from tests.support.controls import (
    RECEIVED,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_FOUND,
    context,
    money,
    policy,
)
from tests.support.given import given

BY_KIND: Policy = policy(
    authority=[
        {"rule_id": "words", "role": "handler", "kinds": ["apology"], "is_unlimited": True},
        {
            "rule_id": "refunds",
            "role": "handler",
            "kinds": ["refund"],
            "limits": [{"amount": "50.00", "currency": "GBP"}],
        },
    ]
)


def test_a_rule_may_be_for_some_kinds_only() -> None:
    asked = given(RECEIVED).under(BY_KIND)
    offer = asked.when("offer_remedy", kind_code="refund", money=money("50.00"))
    assert offer.the(RemedyOffered).authority_rule_id == "refunds"
    words = asked.when("offer_remedy", kind_code="apology")
    assert words.the(RemedyOffered).authority_rule_id == "words"
    asked.when("offer_remedy", kind_code="refund", money=money("50.01")).refused(BeyondAuthority)
    repair = asked.when("offer_remedy", kind_code="repair").refused(BeyondAuthority)
    assert (repair.values["role"], repair.values["kinds"]) == ("handler", "repair")


def test_a_role_without_a_rule_grants_nothing() -> None:
    nobody = policy(authority=[])
    given(RECEIVED).under(nobody).when("offer_remedy", kind_code="apology").refused(BeyondAuthority)


def test_a_review_opens_no_investigation() -> None:
    at_review = replace(given(*UNTIL_FOUND).complaint, state="REVIEW", stage=2)
    with pytest.raises(AlreadyAnswered):
        open_investigation(at_review, OpenInvestigation(), context())


def test_a_response_goes_out_by_a_known_channel() -> None:
    asked = {"kind": "written_confirmation", "channel_code": "pigeon"}
    given(*UNTIL_ACCEPTED).when("send_response", **asked).refused(UnknownCode)
    known = {"kind": "written_confirmation", "channel_code": "letter"}
    given(*UNTIL_APPROVED).when("send_response", **known).refused(NothingToConfirm)
