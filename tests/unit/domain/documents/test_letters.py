"""7.3: a letter is kept as a document and recorded as what it tells, both or neither."""

from datetime import date
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.documents.letters import SendLetter
from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.approving import NoDecisionProposed
from domain.complaint.response.responding import NothingToConfirm, RecourseNotNamed
from domain.event import DomainEvent
from tests.support.controls import (
    ACKNOWLEDGED,
    PARTY,
    RECEIVED,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    at,
    deadline,
    named,
    when,
)
from tests.support.given import Given, Outcome, given

DOCUMENT = named("letter")
RECOURSE = ({"kind": "external", "body_code": "ombudsman"},)
STORED: dict[str, Any] = {
    "document": {
        "document_id": DOCUMENT,
        "ciphertext_sha256": "cd" * 32,
        "plaintext_sha256": "ab" * 32,
        "size": 1234,
        "scan_code": "not_scanned",
        "media_type": "text/plain",
        "supplied_by": "staff",
    },
    "made": {"template_code": "plaint_letter", "template_version": 1, "language": "de"},
}
DUE = deadline("acknowledgement")


def sent(past: Given, kind: str, **more: Any) -> Outcome:
    return past.when("send_letter", kind=kind, **STORED, **more)


def test_an_acknowledgement_by_letter_acknowledges_and_keeps_the_letter() -> None:
    outcome = sent(given(RECEIVED, DUE), "acknowledgement")
    outcome.then(e.DocumentAttached, e.ComplaintAcknowledged, e.DeadlineMet)
    letter = outcome.the(e.DocumentAttached)
    assert (letter.template_code, letter.template_version, letter.language) == (
        "plaint_letter",
        1,
        "de",
    )
    assert letter.supplied_by == "staff"
    acknowledged = outcome.facts[1]
    assert acknowledged.entered_from == DOCUMENT
    assert outcome.the(e.ComplaintAcknowledged).to_party_id == PARTY
    assert outcome.complaint.is_acknowledged


def test_a_letter_that_is_made_now_does_not_prove_that_one_went_in_time() -> None:
    missed = e.DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)
    late = sent(given(RECEIVED, DUE, missed), "acknowledgement", occurred=when(), now=at(days=9))
    met = late.the(e.DeadlineMet)
    assert (met.is_late, met.voids_miss) == (False, None)


@pytest.mark.parametrize(("kind", "told"), [("update", "progress"), ("holding", "holding")])
def test_an_update_by_letter_says_by_when_the_answer_is_expected(kind: str, told: str) -> None:
    day = date(2026, 4, 1)
    outcome = sent(given(RECEIVED), kind, final_expected_on=day, text="We wait for the courier.")
    update = outcome.the(e.UpdateSent)
    assert (update.kind, update.final_expected_on) == (told, day)
    assert update.content == "We wait for the courier."
    assert outcome.complaint.documents.keys() == {DOCUMENT}


def test_a_final_response_by_letter_names_the_letter_and_the_recourse() -> None:
    outcome = sent(given(*UNTIL_APPROVED), "final_response", recourse=RECOURSE, text="Sorry.")
    response = outcome.the(e.ResponseSent)
    assert (response.kind, response.document_id, response.text) == ("final", DOCUMENT, "Sorry.")
    assert response.recourse[0].body_code == "ombudsman"
    assert outcome.complaint.state == "RESPONDED"


def test_an_answer_of_which_a_review_may_be_asked_is_not_the_final_one() -> None:
    internal = ({"kind": "internal"}, *RECOURSE)
    outcome = sent(given(*UNTIL_APPROVED), "final_response", recourse=internal)
    assert outcome.the(e.ResponseSent).kind == "stage"


def test_what_was_accepted_is_confirmed_in_writing() -> None:
    outcome = sent(given(*UNTIL_ACCEPTED), "written_confirmation")
    assert outcome.the(e.ResponseSent).kind == "written_confirmation"
    assert outcome.complaint.state == "ACCEPTED"


def test_at_deadlock_the_letter_offers_the_recourse() -> None:
    outcome = sent(given(*UNTIL_DISPUTED), "deadlock", recourse=RECOURSE)
    outcome.then(e.DocumentAttached, e.RecourseOffered)
    assert outcome.complaint.recourse.offered == {"external"}


@pytest.mark.parametrize(
    ("past", "kind", "refusal"),
    [
        ((RECEIVED, ACKNOWLEDGED), "acknowledgement", AlreadyAcknowledged),
        (UNTIL_CLOSED, "acknowledgement", HasEnded),
        ((RECEIVED,), "final_response", NoDecisionProposed),
        (UNTIL_APPROVED, "final_response", RecourseNotNamed),
        (UNTIL_APPROVED, "written_confirmation", NothingToConfirm),
        (UNTIL_DISPUTED, "deadlock", RecourseNotNamed),
    ],
)
def test_invariant_10_a_letter_is_held_to_the_rules_of_what_it_tells(
    past: tuple[DomainEvent, ...], kind: str, refusal: Any
) -> None:
    sent(given(*past), kind).refused(refusal)


def test_what_was_asked_is_the_letter_and_not_how_it_came_out() -> None:
    command = SendLetter.model_validate({"kind": "update", "text": "Soon.", **STORED})
    assert set(command.model_dump(exclude_unset=True)) == {"kind", "text"}
