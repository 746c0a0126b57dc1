"""4.10: requests to erase, who approves them, when they wait; legal holds (invariant 19)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.complaint.authority.separation import GroundMissing, NotAnApprover, TooSoonAlone
from domain.complaint.confidentiality.erasing import NoSuchErasure, NotApprovedYet
from domain.complaint.confidentiality.erasure_requests import (
    ApprovesOwnRequest,
    ErasureWaits,
    NotOneOfTheParties,
)
from domain.complaint.confidentiality.legal_holds import NoSuchHold
from domain.complaint.confidentiality.retention import RetentionNotOver
from domain.complaint.deadlines.working_time import end_of
from domain.complaint.events import (
    ComplainantJoined,
    DeadlineExtended,
    DeadlineSet,
    ErasureApproved,
    ErasureDeferred,
    ErasureRequested,
    LegalHoldPlaced,
    PersonalDataErased,
)
from domain.decision_context import NewEvent
from domain.policy import Policy
from tests.support.clock_facts import rule, under
from tests.support.controls import (
    APPROVER,
    HANDLER,
    POLICY,
    PRIVACY_OFFICER,
    RECEIVED,
    SMALL,
    UNTIL_CLOSED,
    WITHDRAWN,
    at,
    deadline,
    named,
    on,
    policy,
    when,
)
from tests.support.erasures import (
    APPROVED,
    DEFERRED,
    ENDED,
    HELD,
    HOLD,
    RELEASED,
    REQUEST,
    REQUESTED,
    THIS,
    requested,
)
from tests.support.given import given


def self_after(hours: int) -> Policy:
    return policy(
        separation={**POLICY.separation.model_dump(), "erase": "self_after_hours", "hours": hours}
    )


def test_erasure_may_be_asked_for_in_any_state() -> None:
    outcome = given(RECEIVED).when("request_erasure", legal_basis_code="right_to_erasure")
    asked = outcome.then(ErasureRequested).the(ErasureRequested)
    assert asked.class_codes == ("P2", "P3", "P4")
    erasure = outcome.complaint.erasures[asked.request_id]
    assert (erasure.status, erasure.requester) == ("requested", HANDLER.id)


def test_the_text_of_all_is_not_erased_for_one_party_unless_that_is_said() -> None:
    joined = ComplainantJoined(party_id=named("second"), kind="person", must_agree=True)
    case = given(RECEIVED, joined)
    asked = {"legal_basis_code": "right_to_erasure", "party_id": joined.party_id}
    one = case.when("request_erasure", **asked).the(ErasureRequested)
    assert (one.party_id, one.class_codes) == (joined.party_id, ("P2", "P4"))
    whole = case.when("request_erasure", class_codes=["P3", "P2"], **asked)
    assert whole.the(ErasureRequested).class_codes == ("P2", "P3")


def test_nobodys_data_is_erased_who_has_no_part_in_the_complaint() -> None:
    asked = {"legal_basis_code": "right_to_erasure", "party_id": named("stranger")}
    given(RECEIVED).when("request_erasure", **asked).refused(NotOneOfTheParties)


def test_it_is_approved_by_an_approver_who_did_not_enter_it() -> None:
    given(*ENDED).when("approve_erasure", **THIS, by=APPROVER).then(APPROVED)
    given(*ENDED).when("approve_erasure", **THIS, by=PRIVACY_OFFICER).refused(NotAnApprover)


def test_whoever_entered_it_does_not_approve_it() -> None:
    own = NewEvent(event=REQUESTED.event, occurred=when(), actor=APPROVER)
    case = given(*UNTIL_CLOSED, own)
    case.when("approve_erasure", **THIS, by=APPROVER).refused(ApprovesOwnRequest)


def test_a_relaxed_separation_is_recorded_with_its_ground() -> None:
    own = NewEvent(event=REQUESTED.event, occurred=when(), actor=HANDLER)
    outcome = given(*UNTIL_CLOSED, own).under(SMALL).when("approve_erasure", **THIS)
    approved = outcome.the(ErasureApproved)
    assert (approved.separation, approved.ground_code) == ("relaxed", "one_person_organisation")


def test_some_hours_later_one_may_approve_ones_own_request_with_a_ground() -> None:
    own = NewEvent(event=REQUESTED.event, occurred=when(), actor=APPROVER)
    case = given(*UNTIL_CLOSED, own).under(self_after(24))
    alone: dict[str, Any] = {**THIS, "by": APPROVER, "ground_code": "holidays"}
    case.when("approve_erasure", **alone, now=at(hours=23)).refused(TooSoonAlone)
    later = case.when("approve_erasure", **alone, now=at(days=2))
    assert later.the(ErasureApproved).separation == "relaxed"
    del alone["ground_code"]
    case.when("approve_erasure", **alone, now=at(days=2)).refused(GroundMissing)


def test_invariant_19_without_a_request_the_retention_has_to_be_over() -> None:
    over = requested(legal_basis_code="retention_over")
    asked: dict[str, Any] = {**THIS, "by": APPROVER, "now": at(days=4)}
    never_set = given(*UNTIL_CLOSED, over).when("approve_erasure", **asked)
    assert never_set.refused(RetentionNotOver).values["retention"] == "none was set"
    due_at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    kept = deadline("retention", party="nobody", due_at=due_at)
    case = given(*UNTIL_CLOSED, kept, over)
    case.when("approve_erasure", **{**asked, "now": due_at}).refused(RetentionNotOver)
    case.when("approve_erasure", **{**asked, "now": at(days=5)}).then(APPROVED)


def test_an_erasure_is_deferred_also_when_it_is_approved() -> None:
    asked = {**THIS, "ground_code": "legal_hold"}
    outcome = given(*ENDED, APPROVED).when("defer_erasure", **asked, by=PRIVACY_OFFICER)
    outcome.then(DEFERRED)
    assert outcome.complaint.erasures[REQUEST].status == "deferred"
    late = given(*ENDED, APPROVED, DEFERRED)
    late.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(NotApprovedYet)
    late.when("approve_erasure", **THIS, by=APPROVER).then(APPROVED)


def test_a_deferred_erasure_waits_for_its_day() -> None:
    until = ErasureDeferred.model_validate(
        {**DEFERRED.model_dump(), "until_on": "2026-03-20", "ground_code": "claim_pending"}
    )
    case = given(*ENDED, until)
    case.when("approve_erasure", **THIS, by=APPROVER, now=at(days=10)).refused(ErasureWaits)
    case.when("approve_erasure", **THIS, by=APPROVER, now=at(days=18)).then(APPROVED)


@pytest.mark.parametrize("name", ["approve_erasure", "defer_erasure"])
def test_what_nobody_asked_for_is_neither_approved_nor_deferred(name: str) -> None:
    asked: dict[str, Any] = {"request_id": named("x"), "ground_code": "x"}
    by = APPROVER if name == "approve_erasure" else PRIVACY_OFFICER
    given(*UNTIL_CLOSED).when(name, **asked, by=by).refused(NoSuchErasure)
    given(*ENDED).when(name, **asked, by=by).refused(NoSuchErasure)


def test_a_hold_is_placed_and_released_in_any_state() -> None:
    for past in ((RECEIVED,), UNTIL_CLOSED):
        placed = given(*past).when(
            "place_hold", ground_code="police_case", explanation="x", by=PRIVACY_OFFICER
        )
        (hold,) = placed.then(LegalHoldPlaced).complaint.holds
        assert hold
    asked: dict[str, Any] = {"hold_id": HOLD, "ground_code": "case_decided"}
    released = given(RECEIVED, HELD).when("release_hold", **asked, by=PRIVACY_OFFICER)
    released.then(RELEASED)
    assert not released.complaint.holds


def test_only_a_hold_that_stands_is_released() -> None:
    asked: dict[str, Any] = {"hold_id": named("x"), "ground_code": "x", "by": PRIVACY_OFFICER}
    given(RECEIVED).when("release_hold", **asked).refused(NoSuchHold)
    given(RECEIVED, HELD).when("release_hold", **asked).refused(NoSuchHold)


def test_a_retention_that_was_extended_is_over_later() -> None:
    kept = deadline("retention", party="nobody")
    longer = DeadlineExtended(
        deadline_id=kept.deadline_id,
        old_due_at=kept.due_at,
        new_due_on=at(days=20).date(),
        new_due_at=at(days=20),
        rule_id="longer",
        ground_code="claim_pending",
        is_agreed=False,
    )
    case = given(*UNTIL_CLOSED, kept, longer, requested(legal_basis_code="retention_over"))
    asked: dict[str, Any] = {**THIS, "by": APPROVER}
    case.when("approve_erasure", now=at(days=9), **asked).refused(RetentionNotOver)
    case.when("approve_erasure", now=at(days=21), **asked).then(APPROVED)


OVER = requested(legal_basis_code="retention_over")
THREE_YEARS = under(rule("retention", "ended", amount=36, unit="months", party="nobody"))


def kept_since(day: str, until: str) -> DeadlineSet:
    """A retention that an older version of the product set from the time as it was told."""
    due = end_of(date.fromisoformat(until), zone="Europe/London", day_ends="24:00")
    return deadline(
        "retention",
        rule_id="retention_rule",
        party="nobody",
        starts=on(day),
        due_on=date.fromisoformat(until),
        due_at=due,
    )


@pytest.mark.parametrize("by", [THREE_YEARS, POLICY], ids=["by its rule", "its rule is gone"])
def test_a_retention_counted_from_before_the_receipt_erases_nothing_early(by: Policy) -> None:
    """The withdrawal of 2 March 2026 was told as of 2016: the data is kept until March 2029."""
    withdrawn = NewEvent(event=WITHDRAWN, occurred=on("2016-03-02"))
    past = (RECEIVED, withdrawn, kept_since("2016-03-02", "2019-03-02"), OVER)
    case, asked = given(*past).under(by), {**THIS, "by": APPROVER}
    for now in (at(days=1), at(days=900), datetime(2029, 2, 27, tzinfo=UTC)):
        refused = case.when("approve_erasure", **asked, now=now).refused(RetentionNotOver)
        assert str(refused.values["until"]).startswith("2029-03-0")
    case.when("approve_erasure", **asked, now=datetime(2029, 3, 4, tzinfo=UTC)).then(APPROVED)


def test_what_was_approved_by_a_wrong_date_is_not_carried_out() -> None:
    withdrawn = NewEvent(event=WITHDRAWN, occurred=on("2016-03-02"))
    past = (RECEIVED, withdrawn, kept_since("2016-03-02", "2019-03-02"), OVER, APPROVED)
    case = given(*past).under(THREE_YEARS)
    asked: dict[str, Any] = {**THIS, "by": PRIVACY_OFFICER}
    case.when("erase_personal_data", **asked, now=at(days=1)).refused(RetentionNotOver)
    case.when("erase_personal_data", **asked, now=datetime(2029, 3, 4, tzinfo=UTC)).then(
        PersonalDataErased
    )
