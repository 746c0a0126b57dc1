"""4.10: what is erased and when, and what is written meanwhile (invariant 19)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.confidentiality.erasing import (
    ErasedAlready,
    NoSuchErasure,
    NotApprovedYet,
    StillOpen,
    UnderLegalHold,
)
from domain.complaint.confidentiality.erasure_guard import ErasureApprovedBefore
from domain.complaint.events import ErasureRequested, LegalHoldPlaced, NoteAdded, PersonalDataErased
from domain.complaint.state import Erasure
from domain.decision_context import HeldKey, NewEvent
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    CLOSED,
    HANDLER,
    PARTY,
    PRIVACY_OFFICER,
    UNTIL_ACCEPTED,
    UNTIL_CLOSED,
    WITHDRAWN,
    at,
    context,
    named,
    when,
)
from tests.support.erasures import (
    APPROVED,
    DEFERRED,
    ENDED,
    ERASED,
    HELD,
    HOLD,
    KEYS,
    RELEASED,
    REQUEST,
    REQUESTED,
    THIS,
    requested,
)
from tests.support.given import given
from tests.support.outside import UNTIL_EXTERNAL


def test_invariant_19_an_open_complaint_keeps_its_data() -> None:
    going_on = (*UNTIL_ACCEPTED, REQUESTED)
    given(*going_on).when("approve_erasure", **THIS, by=APPROVER).refused(StillOpen)
    case = given(*going_on, APPROVED)
    case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(StillOpen)


def test_invariant_19_a_legal_hold_stands_before_every_erasure() -> None:
    held = given(*ENDED, HELD).when("approve_erasure", **THIS, by=APPROVER)
    assert str(HOLD) in held.refused(UnderLegalHold).values["holds"]
    case = given(*ENDED, APPROVED, HELD)
    case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(UnderLegalHold)
    released = given(*ENDED, HELD, RELEASED)
    released.when("approve_erasure", **THIS, by=APPROVER).then(APPROVED)


def test_invariant_19_nothing_is_erased_that_nobody_approved() -> None:
    case = given(*ENDED)
    case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).refused(NotApprovedYet)
    other = NewEvent(
        event=ErasureRequested(
            request_id=named("other"), class_codes=("P2",), legal_basis_code="right_to_erasure"
        ),
        occurred=when(),
        actor=PRIVACY_OFFICER,
    )
    mixed = given(*ENDED, APPROVED, other)
    asked = {"request_id": named("other"), "by": PRIVACY_OFFICER}
    mixed.when("erase_personal_data", **asked).refused(NotApprovedYet)


NOBODY, SECOND = UUID(int=0), named("second")
IDENTITY = HeldKey(key_id="ab" * 16, class_code="P2", party_id=PARTY)
NEEDS = HeldKey(key_id="bc" * 16, class_code="P4", party_id=PARTY)
TEXT = HeldKey(key_id="cd" * 16, class_code="P3", party_id=NOBODY)
LETTER = HeldKey(key_id="de" * 16, class_code="P3", party_id=NOBODY)
OTHERS = HeldKey(key_id="ef" * 16, class_code="P2", party_id=SECOND)
HELD_KEYS = (OTHERS, TEXT, LETTER, NEEDS, IDENTITY)


def erased_keys(**changed: Any) -> tuple[str, ...]:
    """The keys that an approved request takes, of all that the complaint has."""
    case = given(*UNTIL_CLOSED, requested(**changed), APPROVED)
    present = replace(context(at(hours=1), by=PRIVACY_OFFICER), held_keys=HELD_KEYS)
    kind = COMMANDS["erase_personal_data"]
    (fact,) = kind(case.complaint, kind.model(**THIS), present)
    assert isinstance(fact.event, PersonalDataErased)
    return fact.event.key_ids


def test_the_privacy_officer_erases_and_the_keys_are_named() -> None:
    case = given(*ENDED, APPROVED)
    case.when("erase_personal_data", **THIS, by=APPROVER).refused(NotTheirRole)
    nothing_there = case.when("erase_personal_data", **THIS, by=PRIVACY_OFFICER)
    assert nothing_there.then(PersonalDataErased).the(PersonalDataErased).key_ids == ()
    assert nothing_there.complaint.erasures[REQUEST].status == "erased"
    after = given(*ENDED, APPROVED, ERASED).complaint
    assert after.erasures[REQUEST].key_ids == KEYS


def test_the_keys_of_what_was_asked_for_go_and_no_others() -> None:
    assert erased_keys() == tuple(sorted(key.key_id for key in HELD_KEYS))
    of_one = erased_keys(party_id=PARTY, class_codes=("P2", "P4"))
    assert of_one == (IDENTITY.key_id, NEEDS.key_id)
    assert erased_keys(class_codes=("P3",)) == (TEXT.key_id, LETTER.key_id)


def test_what_was_erased_is_erased_once() -> None:
    case = given(*ENDED, APPROVED, ERASED)
    for name, by in (
        ("erase_personal_data", PRIVACY_OFFICER),
        ("defer_erasure", PRIVACY_OFFICER),
        ("approve_erasure", APPROVER),
    ):
        asked = {**THIS, "ground_code": "x"} if name == "defer_erasure" else THIS
        refusal = case.when(name, **asked, by=by).refusal
        assert isinstance(refusal, ErasedAlready | NoSuchErasure), name


NOTE: dict[str, Any] = {"note": "They called again."}


def test_nothing_is_written_under_keys_whose_erasure_is_approved() -> None:
    case = given(*ENDED, APPROVED)
    refusal = case.when("add_note", **NOTE).refused(ErasureApprovedBefore)
    assert "defer it" in refusal.remedy
    given(*ENDED, APPROVED, DEFERRED).when("add_note", **NOTE).then(NoteAdded)
    given(*ENDED, APPROVED, ERASED).when("add_note", **NOTE).then(NoteAdded)


def test_what_the_erasure_does_not_take_is_written_as_ever() -> None:
    identity = (*UNTIL_CLOSED, requested(class_codes=("P2", "P4")), APPROVED)
    given(*identity).when("add_note", **NOTE).then(NoteAdded)
    text = (*UNTIL_CLOSED, requested(class_codes=("P3",)), APPROVED)
    given(*text).when("add_note", **NOTE).refused(ErasureApprovedBefore)


def test_a_hold_and_what_somebody_outside_did_are_recorded_all_the_same() -> None:
    case = given(*ENDED, APPROVED)
    case.when("place_hold", ground_code="litigation", by=PRIVACY_OFFICER).then(LegalHoldPlaced)
    outcome = case.when("record_contact", summary="They wrote again.")
    assert outcome.refusal is None


def test_what_is_written_for_another_party_is_not_touched() -> None:
    erasure = Erasure(
        request_id=REQUEST,
        party_id=PARTY,
        class_codes=("P2", "P3"),
        requester=HANDLER.id,
        legal_basis_code="right_to_erasure",
        requested_at=at(),
    )
    assert erasure.covers("P2", PARTY)
    assert erasure.covers("P3", None)
    assert not erasure.covers("P2", named("second"))
    assert not erasure.covers("P4", PARTY)


def test_what_may_be_erased_is_known_before_anybody_asks() -> None:
    """The privacy officer is told at once why erasing is refused, as the command would be."""

    def told(by: Actor, *past: Any) -> str | None:
        refusal = COMMANDS["erase_personal_data"].refused(
            given(*past).complaint, context(at(days=3), by=by)
        )
        return refusal.code if refusal else None

    assert told(HANDLER, *ENDED, APPROVED) == "NotTheirRole"
    assert told(PRIVACY_OFFICER, *ENDED) == "NotApprovedYet"
    assert told(PRIVACY_OFFICER, *ENDED, APPROVED, HELD) == "UnderLegalHold"
    assert told(PRIVACY_OFFICER, *ENDED, APPROVED) is None
    assert told(PRIVACY_OFFICER, *ENDED, APPROVED, ERASED) == "ErasedAlready"
    assert CLOSED in ENDED


def test_what_a_body_outside_did_is_recorded_even_then() -> None:
    past = (*UNTIL_EXTERNAL, WITHDRAWN, REQUESTED, APPROVED)
    for name, asked in (
        ("record_determination", {"result_code": "upheld", "text": "They are right."}),
        ("return_referral", {"ground_code": "no_jurisdiction"}),
        ("register_referral", {"body_code": "court"}),
    ):
        assert given(*past).when(name, **asked).facts
