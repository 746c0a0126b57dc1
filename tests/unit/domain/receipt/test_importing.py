"""Imports assert a state and invent nothing: no due dates, no steps."""

import pytest

from domain.complaint.events import ComplaintForwarded, ComplaintWithdrawn, NoteAdded
from domain.complaint.receipt.importing import KNOWN_STATES, NotAnImport, take_over
from domain.decision_context import NewEvent
from domain.values import UNKNOWN
from tests.support.controls import ISSUE, RECEIVED, deadline, imported, when
from tests.support.given import given

CAME = NewEvent(event=RECEIVED, occurred=when())


def known(state: str) -> NewEvent:
    """What the source asserts, at a time that it does not tell."""
    return NewEvent(event=imported(state), occurred=UNKNOWN)


def test_an_import_is_a_receipt_and_what_the_source_asserts() -> None:
    sent = ComplaintForwarded(to_kind="respondent", issue_ids=(ISSUE,), ground_code="for_response")
    facts = [CAME, known("CLOSED"), NewEvent(event=sent, occurred=when(days=1))]
    assert take_over(facts) == facts


def test_anything_else_is_no_import() -> None:
    note = NewEvent(event=NoteAdded(visibility_code="internal"), occurred=when())
    due = NewEvent(event=deadline("response"), occurred=when())
    for facts in (
        [],
        [CAME],
        [known("CLOSED"), CAME],
        [CAME, note],
        [CAME, known("DECIDED")],
        [CAME, known("CLOSED"), due],
        [CAME, known("CLOSED"), known("CLOSED")],
    ):
        with pytest.raises(NotAnImport):
            take_over(facts)


@pytest.mark.parametrize("state", sorted(KNOWN_STATES))
def test_the_asserted_state_is_the_complaints(state: str) -> None:
    complaint = given(CAME, known(state)).complaint
    assert complaint.state == state
    assert complaint.is_import
    assert not complaint.deadlines
    assert complaint.assessment is None


@pytest.mark.parametrize("state", ["RESPONDED", "ACCEPTED", "DISPUTED", "CLOSED"])
def test_an_asserted_answer_counts_as_one(state: str) -> None:
    assert given(CAME, known(state)).complaint.is_answered


def test_a_source_that_closed_leaves_an_ending_that_nobody_can_date() -> None:
    ending = given(CAME, known("CLOSED")).complaint.ending
    assert ending is not None
    assert (ending.occurred, ending.from_state) == (UNKNOWN, "RECEIVED")


def test_what_is_asserted_later_changes_nothing() -> None:
    withdrawn = ComplaintWithdrawn(
        means_code="phone", ground_code="solved", is_continued_internally=False
    )
    assert given(CAME, withdrawn, known("RESPONDED")).complaint.state == "WITHDRAWN"


def test_an_import_is_handled_on_like_any_other_complaint() -> None:
    outcome = given(CAME, known("INVESTIGATING")).when("record_finding", finding_code="upheld")
    assert outcome.complaint.finding(ISSUE) == "upheld"
