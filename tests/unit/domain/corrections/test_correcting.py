"""4.9: what was wrong in the record stays, and what is right is said beside it."""

from datetime import date
from typing import Any

import pytest

from domain.codes import UnknownCode
from domain.complaint.acts import BeforeReceipt, InTheFuture
from domain.complaint.corrections.corrected_fields import when_of, when_text
from domain.complaint.corrections.correcting import (
    NoSuchEvent,
    NoSuchField,
    NotAValueOfField,
    NothingToCorrect,
)
from domain.complaint.events import RecordCorrected
from domain.values import UNKNOWN, Actor, When
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    HANDLER,
    LONDON,
    PARTY,
    PRIVACY_OFFICER,
    RECEIVED,
    SECOND_APPROVER,
    UNTIL_CLOSED,
    at,
    event_id,
    named,
    on,
    received,
    when,
)
from tests.support.given import Outcome, given

RECEIPT = event_id(1)


def correct(*past: Any, by: Any = APPROVER, **asked: Any) -> Outcome:
    wanted = {"target_event_id": RECEIPT, "ground_code": "clerical_error", **asked}
    return given(*past or (RECEIVED,)).approved("correct_record", by=by, **wanted)


def test_the_receipt_is_told_right_and_what_was_wrong_stays() -> None:
    outcome = correct(field="occurred", right="2026-02-27")
    corrected = outcome.then(RecordCorrected).the(RecordCorrected)
    assert corrected.wrong == "2026-03-02T09:00:00.000000Z[Europe/London]"
    assert corrected.right == "2026-02-27[Europe/London]"
    assert corrected.approved_by == SECOND_APPROVER.id
    assert outcome.complaint.received == on("2026-02-27")


def test_an_ended_complaint_is_corrected_too() -> None:
    outcome = correct(*UNTIL_CLOSED, field="channel_code", right="letter")
    assert outcome.the(RecordCorrected).wrong == "phone"
    assert outcome.complaint.channel_code == "letter"
    assert outcome.complaint.state == "CLOSED"


def test_what_kind_of_contact_it_was_can_be_corrected() -> None:
    outcome = correct(field="contact_class", right="enquiry")
    assert outcome.complaint.contact_class == "enquiry"


def test_the_latest_correction_counts_and_tells_what_it_replaces() -> None:
    first = RecordCorrected(
        target_event_id=RECEIPT,
        field="occurred",
        ground_code="clerical_error",
        approved_by=APPROVER.id,
        wrong="2026-03-02[Europe/London]",
        right="2026-02-27[Europe/London]",
    )
    case = given(RECEIVED, first)
    asked = {"target_event_id": RECEIPT, "field": "occurred", "ground_code": "x"}
    again = case.approved("correct_record", by=APPROVER, right="2026-02-26", **asked)
    assert again.the(RecordCorrected).wrong == first.right
    assert again.complaint.received == on("2026-02-26")
    same = case.approved("correct_record", by=APPROVER, right="2026-02-27", **asked)
    same.refused(NothingToCorrect)


def test_another_events_time_is_told_right_and_changes_no_receipt() -> None:
    outcome = correct(
        RECEIVED,
        ACKNOWLEDGED,
        target_event_id=event_id(2),
        field="occurred",
        right="2026-03-02T09:00:30Z",
    )
    assert outcome.the(RecordCorrected).right == "2026-03-02T09:00:30.000000Z[Europe/London]"
    assert outcome.complaint.received == when()


def test_invariant_2_a_corrected_act_of_staff_lies_at_or_after_the_receipt() -> None:
    second: dict[str, Any] = {"target_event_id": event_id(2), "field": "occurred"}
    correct(RECEIVED, ACKNOWLEDGED, **second, right="2026-03-01").refused(BeforeReceipt)


def test_invariant_2_nothing_happened_after_it_was_recorded() -> None:
    correct(field="occurred", right="2026-03-03").refused(InTheFuture)


def test_a_personal_field_is_corrected_under_the_key_that_it_lies_under() -> None:
    past = received(complainant={"name": "Ada Byron"})
    identity = correct(past, field="complainant", right="Ada Lovelace").the(RecordCorrected)
    assert identity.right_identity == "Ada Lovelace"
    assert identity.wrong_identity == '{"name":"Ada Byron"}'
    assert identity.party_id == PARTY
    text = correct(field="narrative", right="Two weeks late.").the(RecordCorrected)
    assert text.wrong_text == "The parcel came three weeks late."
    special = correct(field="access_needs", right="large print").the(RecordCorrected)
    assert (special.wrong_special, special.right_special) == (None, "large print")
    for each in (identity, text, special):
        assert each.wrong is None and each.right is None


def test_what_should_not_have_been_said_is_taken_back() -> None:
    known = received(received_by_unit="north")
    assert correct(known, field="received_by_unit").the(RecordCorrected).right is None
    correct(field="channel_code").refused(NotAValueOfField)


@pytest.mark.parametrize(
    ("field", "right", "error"),
    [
        ("colour", "red", NoSuchField),
        ("reference", "C-0R8XQJWFQ", NoSuchField),
        ("channel_code", "carrier_pigeon", UnknownCode),
        ("contact_class", "gossip", NotAValueOfField),
        ("issues", "[]", NotAValueOfField),
        ("occurred", "lately", NotAValueOfField),
        ("channel_code", "phone", NothingToCorrect),
    ],
)
def test_only_what_a_field_can_hold_is_right(field: str, right: str, error: Any) -> None:
    correct(field=field, right=right).refused(error)


def test_an_event_of_another_complaint_is_not_corrected_here() -> None:
    correct(target_event_id=named("elsewhere"), field="occurred", right="x").refused(NoSuchEvent)


@pytest.mark.parametrize("by", [HANDLER, PRIVACY_OFFICER, APPROVER], ids=lambda one: one.role)
def test_whoever_finds_it_asks_for_it_and_an_approver_approves(by: Actor) -> None:
    done = correct(by=by, field="channel_code", right="letter")
    assert done.the(RecordCorrected).approved_by == SECOND_APPROVER.id


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-05", When(on=date(2026, 3, 5), zone=LONDON)),
        ("2026-03-02T09:00:00Z", When(at=at(), zone=LONDON)),
        ("2026-03-02T10:00+01:00[Europe/Paris]", When(at=at(), zone="Europe/Paris")),
        ("unknown", UNKNOWN),
        ("2026-13-05", None),
        ("2026-03-05[Atlantis]", None),
        ("yesterday", None),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, meant: When | None) -> None:
    assert when_of(text, zone=LONDON) == meant
    if meant is not None:
        assert when_of(when_text(meant)) == meant


def test_a_local_time_without_offset_is_meant_in_its_zone() -> None:
    assert when_of("2026-07-01T10:00", zone=LONDON) == when_of("2026-07-01T09:00Z", zone=LONDON)


def test_the_channel_of_an_answer_is_not_the_channel_of_the_receipt() -> None:
    target = {"target_event_id": event_id(2), "field": "channel_code", "right": "email"}
    done = correct(RECEIVED, ACKNOWLEDGED, **target)
    assert done.the(RecordCorrected).wrong == "phone"
    assert done.complaint.channel_code == "phone"
