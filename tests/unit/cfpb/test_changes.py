"""Which columns of a row changed: by what the record holds of it, as far as it can be opened."""

from collections.abc import Sequence
from datetime import date

import pytest

from adapters.cfpb import changed_columns
from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintReceived,
    Contact,
    KnownStateImported,
)
from domain.complaint.parts import Issue
from domain.decision_context import NewEvent
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import UNKNOWN, When
from tests.support.controls import named, recorded

ISSUE = Issue(
    issue_id=named("issue"),
    issue_no=1,
    category_code="closing_an_account",
    taxonomy_version=1,
    product_code="loans",
)
RECEIPT = ComplaintReceived(
    reference="C-1",
    channel_code="web",
    legal_entity="cfpb",
    complainant_kind="person",
    submitted_by="complainant",
    contact_class="complaint",
    subject_kind="product",
    issues=(ISSUE,),
    complainant=Contact(region="FL", postal_code="32832", country="US"),
    narrative="It never came",
)
STATE = KnownStateImported(source_system="cfpb", row_digest="ab", known_state="CLOSED")
SENT = ComplaintForwarded(
    to_kind="respondent", body_code="acme", issue_ids=(ISSUE.issue_id,), ground_code="for_response"
)


def day(number: int) -> When:
    return When(on=date(2023, 6, number), zone="UTC")


STORED = [
    recorded(RECEIPT, 1, occurred=day(5)),
    recorded(STATE, 2, occurred=UNKNOWN),
    recorded(SENT, 3, occurred=day(6)),
]


def changed(
    *facts: NewEvent, stored: Sequence[Recorded] = STORED, erased: str = ""
) -> tuple[str, ...]:
    return changed_columns([(one, erased.split()) for one in stored], facts)


FACTS = (
    NewEvent(event=RECEIPT, occurred=day(5)),
    NewEvent(event=STATE, occurred=UNKNOWN),
    NewEvent(event=SENT, occurred=day(6)),
)
MOVED = RECEIPT.model_copy(
    update={"complainant": Contact(region="GA", postal_code="32832"), "narrative": None}
)


def test_what_says_the_same_has_no_column_that_changed() -> None:
    assert changed(*FACTS) == ()


@pytest.mark.parametrize(
    ("index", "event", "occurred", "columns"),
    [
        (0, MOVED, day(4), ("narrative", "received", "state")),
        (1, STATE.model_copy(update={"is_timely": True}), UNKNOWN, ("timely",)),
        (2, SENT.model_copy(update={"body_code": "other"}), day(6), ("company",)),
    ],
)
def test_each_column_is_named_that_says_something_else(
    index: int, event: DomainEvent, occurred: When, columns: tuple[str, ...]
) -> None:
    facts = [*FACTS]
    facts[index] = NewEvent(event=event, occurred=occurred)
    assert changed(*facts) == columns


def test_what_came_or_went_is_a_change_too() -> None:
    assert changed(*FACTS[:2]) == ("company", "sent")
    assert changed(*FACTS, stored=STORED[:2]) == ("company", "sent")


def test_what_was_erased_is_not_compared() -> None:
    bare = RECEIPT.model_copy(update={"complainant": None, "narrative": None})
    stored = [STORED[0].changed(event=bare), *STORED[1:]]
    assert changed(*FACTS, stored=stored, erased="P2 P3") == ()
