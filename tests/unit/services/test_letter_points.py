"""S-4: a letter is about the points of whom it goes to, as far as they are still to be answered."""

from datetime import date
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.documents.letters import LetterKind, LetterSaid
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from services.correspondence.facts import Addressee, LetterFacts, facts_of
from tests.support.controls import (
    ASSESSED,
    OPENED,
    PARTY,
    TWO_ISSUES,
    UNTIL_ASSESSED,
    approved,
    found,
    issue,
    named,
    on,
    proposed,
    responded,
)
from tests.support.given import given
from tests.support.merged import dropped, due

ANN = named("Ann")


def letter(
    complaint: Complaint, kind: LetterKind = "acknowledgement", to: Any = PARTY
) -> LetterFacts:
    return facts_of(
        complaint,
        LetterSaid(kind=kind),
        to=Addressee(to, None),
        organisation="House",
        contact_point="office",
        written_on=date(2026, 3, 5),
    )


def numbers(facts: LetterFacts) -> list[int | str]:
    return [one.number for one in facts.issues]


def after(*past: DomainEvent) -> Complaint:
    return given(*past).complaint


@pytest.mark.parametrize(
    "gone",
    [
        dropped(2),
        e.IssueDeclaredOutOfScope(
            issue_id=issue(2).issue_id, issue_no=2, ground_code="outside_dispute"
        ),
        e.ComplaintSplit(new_ids=(named("part"),), issue_ids=(issue(2).issue_id,)),
        e.ComplaintForwarded(
            to_kind="other_body",
            body_code="bank",
            issue_ids=(issue(2).issue_id,),
            ground_code="theirs",
        ),
    ],
    ids=lambda event: str(event.TYPE),
)
def test_a_point_that_is_not_answered_here_stands_in_no_letter(gone: DomainEvent) -> None:
    assert numbers(letter(after(TWO_ISSUES, gone))) == [1]
    decided = (ASSESSED, OPENED, found(), proposed(), approved())
    assert numbers(letter(after(TWO_ISSUES, gone, *decided), "final_response")) == [1]


def test_a_point_that_was_settled_by_the_answer_stands_in_it() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED, found(), found(number=2))
    answered = (proposed(issues=(1, 2)), approved(), responded(issues=(1, 2)))
    rejected = e.DecisionRejected(
        decision_id=named("decision"),
        party_id=PARTY,
        means_code="phone",
        issue_ids=(issue(2).issue_id,),
    )
    complaint = after(*past, *answered, rejected)
    assert numbers(letter(complaint, "final_response")) == [1, 2]
    assert numbers(letter(complaint)) == [2]


def merged(*more: DomainEvent) -> Complaint:
    """A complaint in which that of Ann goes on, with its point as number 3."""
    theirs = issue(3).model_copy(update={"party_ids": (ANN,)})
    absorbed = e.DuplicateAbsorbed(
        from_id=named("Ann's"),
        other_reference="C-ANN",
        ground_code="represented_group",
        issues=(theirs,),
        received=on("2026-01-05"),
    )
    joined = e.ComplainantJoined(
        party_id=ANN, kind="person", must_agree=True, from_id=named("Ann's")
    )
    return after(TWO_ISSUES, absorbed, joined, *more)


def test_who_came_with_a_merged_complaint_reads_of_their_own_points_alone() -> None:
    theirs, own = letter(merged(), to=ANN), letter(merged())
    assert (numbers(theirs), numbers(own)) == ([3], [1, 2])
    assert (theirs.reference, theirs.received_on) == ("C-ANN", date(2026, 1, 5))
    assert own.received_on == date(2026, 3, 2)


def test_each_is_told_by_when_they_themselves_are_answered() -> None:
    to_ann = due("response", 9, deadline_id=named("to Ann"), about=e.About(kind="party", id=ANN))
    complaint = merged(due("response", 20), to_ann)
    assert letter(complaint, to=ANN).answer_due_on == date(2026, 3, 9)
    assert letter(complaint).answer_due_on == date(2026, 3, 20)


def test_a_released_point_is_in_no_letter_any_more() -> None:
    released = e.DuplicateReleased(
        from_id=named("Ann's"), issue_ids=(issue(3).issue_id,), ground_code="mistake"
    )
    assert numbers(letter(merged(released))) == [1, 2]


def test_the_only_point_of_a_complaint_stands_in_its_letters() -> None:
    assert numbers(letter(after(*UNTIL_ASSESSED))) == [1]
