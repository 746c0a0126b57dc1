"""The queue of complaints that are merged: the age of the oldest matter, and who still writes."""

from datetime import date, timedelta
from typing import Literal

import pytest

from domain.complaint import events as e
from domain.values import When
from projections.case_queue import CaseRow, age_days
from tests.support.histories import ISSUE, LONDON, T0, named, received
from tests.unit.projections.test_case_queue import row, told

OLDER, OLDEST = named("older"), named("oldest")


def absorbed(from_id: object, received_on: date | None) -> e.DuplicateAbsorbed:
    told_ = {
        "from_id": from_id,
        "other_reference": "C-OLD",
        "ground_code": "same_complainant",
        "issues": received().issues,
        "received": When(on=received_on, zone=LONDON) if received_on else None,
    }
    return e.DuplicateAbsorbed.model_validate(told_)


def released(from_id: object) -> e.DuplicateReleased:
    gone = {"from_id": from_id, "issue_ids": (ISSUE,), "ground_code": "mistake"}
    return e.DuplicateReleased.model_validate(gone)


def age(waiting: CaseRow) -> int:
    """Ten days after the complaint's own receipt, which is on the 3rd of March."""
    return age_days(waiting, T0 + timedelta(days=11))


def test_the_age_is_that_of_the_oldest_matter_in_it() -> None:
    joined = (absorbed(OLDER, date(2026, 2, 1)), "RECEIVED")
    waiting = row(told(joined, (absorbed(OLDEST, date(2026, 1, 5)), "RECEIVED")))
    assert (age(waiting), waiting.received_on) == (67, date(2026, 3, 3))


def test_what_goes_out_of_it_takes_its_age_along() -> None:
    both = [(absorbed(OLDER, date(2026, 2, 1)), "RECEIVED")]
    both.append((absorbed(OLDEST, date(2026, 1, 5)), "RECEIVED"))
    assert age(row(told(*both, (released(OLDEST), "RECEIVED")))) == 40
    alone = row(told(*both, (released(OLDEST), "RECEIVED"), (released(OLDER), "RECEIVED")))
    assert (age(alone), alone.age_from) == (10, row(told()).age_from)


def test_who_is_excluded_for_the_sake_of_what_goes_out_of_it_sees_it_again() -> None:
    someone, other = named("someone"), named("other")
    for_older = e.StaffExcluded(staff=someone, ground_code="involved", from_id=OLDER)
    accepted = e.ExclusionAccepted(
        staff=someone, ground_code="no_one_else", safeguard_code="review", from_id=OLDEST
    )
    past = [
        (absorbed(OLDER, None), "RECEIVED"),
        (for_older, "RECEIVED"),
        (for_older.model_copy(update={"staff": other}), "RECEIVED"),
        (for_older.model_copy(update={"staff": other, "from_id": None}), "RECEIVED"),
        (accepted, "RECEIVED"),
    ]
    assert row(told(*past)).excluded == (someone, other)
    assert row(told(*past, (released(OLDER), "RECEIVED"))).excluded == (other,)


def test_a_younger_matter_or_one_that_a_record_of_old_does_not_date_changes_nothing() -> None:
    younger = (absorbed(OLDER, date(2026, 3, 9)), "RECEIVED")
    assert age(row(told(younger, (absorbed(OLDEST, None), "RECEIVED")))) == 10


def test_a_corrected_receipt_leaves_the_older_matter_as_old_as_it_is() -> None:
    telling = told((absorbed(OLDER, date(2026, 2, 1)), "RECEIVED"))
    right = "2026-01-20[Europe/London]"
    corrected = e.RecordCorrected(
        target_event_id=telling.recorded[0].event_id,
        field="occurred",
        ground_code="postmark",
        approved_by=named("approver"),
        right=right,
    )
    telling.tell(corrected, "RECEIVED")
    assert age(row(telling)) == 52
    telling.tell(released(OLDER), "RECEIVED")
    assert age(row(telling)) == 52


@pytest.mark.parametrize(("direction", "is_seen"), [("inbound", True), ("outbound", False)])
def test_who_writes_to_a_merged_complaint_is_seen(
    direction: Literal["inbound", "outbound"], is_seen: bool
) -> None:
    merged = e.ComplaintMerged(
        into_id=named("target"), other_reference="C-TARGET", ground_code="same_complainant"
    )
    wrote = e.ContactRecorded(
        contact_id=named("contact"),
        direction=direction,
        channel_code="email",
        purpose_code="chaser",
    )
    waiting = row(told((merged, "MERGED"), (wrote, "MERGED")))
    assert (waiting.needs_decision, waiting.is_shown) == (is_seen, is_seen)
    assert waiting.flags.merged_reference == "C-TARGET"


def test_a_word_that_awaits_a_decision_in_what_was_merged_stands_before_what_is_due() -> None:
    """Nothing is due there that would show it, as that goes on in the other complaint."""
    merged = e.ComplaintMerged(
        into_id=OLDER, other_reference="C-OLD", ground_code="same_complainant"
    )
    rang = e.ContactRecorded(
        contact_id=named("call"), direction="inbound", channel_code="phone", purpose_code="other"
    )
    quiet, waiting = (row(told((merged, "MERGED"), *words)) for words in ((), [(rang, "MERGED")]))
    assert (quiet.is_shown, quiet.rank, waiting.is_shown, waiting.rank) == (False, 1, True, 0)
    assert not waiting.is_safety
