"""4.9, 6.2 A proof makes a miss void whenever it is told; what lacks one is told so."""

from uuid import UUID

import pytest

from domain.complaint.corrections.correcting import NotAValueOfField
from services.commands.remarks import remarks_of
from tests.stories.people import APPROVER, BY_PHONE
from tests.stories.telling import World
from tests.support.lateness import (
    IN_TIME,
    PROOF_WOULD_VOID,
    missed,
    settled,
    the_first,
)


def test_an_entry_that_a_proof_would_have_helped_is_answered_with_that() -> None:
    told = missed(World())
    done = told.do("agree_resolution", **BY_PHONE, occurred=IN_TIME)
    remarks = list(remarks_of(told.complaint, done.events))
    assert f"response: done in time, entered late; {PROOF_WOULD_VOID}" in remarks


def test_an_ending_that_a_proof_would_have_helped_is_answered_with_that() -> None:
    told = missed(World())
    done = told.do("withdraw", **BY_PHONE, occurred=IN_TIME)
    said = f"response: no longer due from 2026-03-04, entered late; {PROOF_WOULD_VOID}"
    assert said in list(remarks_of(told.complaint, done.events))


def test_a_withdrawal_told_with_the_wrong_day_and_a_proof_is_judged_by_the_right_day() -> None:
    told = missed(World())
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    told.do("withdraw", **BY_PHONE, entered_from=told.event("NoteAdded"))
    assert the_first(told, "response").was_missed
    target = {"target_event_id": told.event("ComplaintWithdrawn"), "ground_code": "clerical_error"}
    told.approved("correct_record", by=APPROVER, field="occurred", right="2026-03-04", **target)
    assert not the_first(told, "response").was_missed


def test_a_proof_is_an_event_or_a_document_of_the_complaint() -> None:
    told = settled(missed(World()), occurred=IN_TIME)
    act = told.event("ResolutionAgreed")
    asked = {"target_event_id": act, "field": "entered_from", "ground_code": "proof_found"}
    for stray in (str(act), "page 12", str(UUID(int=7))):
        with pytest.raises(NotAValueOfField):
            told.do("correct_record", by=APPROVER, right=stray, **asked)
