"""7.3: who is answerable, who was in touch, what did not arrive."""

from uuid import UUID

from domain.codes import UnknownCode
from domain.complaint.acts import BeforeReceipt, InTheFuture, NothingToSettle, TimeUnknown
from domain.complaint.events import (
    CommunicationFailed,
    ComplaintAssigned,
    ComplaintUnassigned,
    ContactRecorded,
    DeadlineCancelled,
    DeadlineMet,
    DeadlineSet,
    NoteAdded,
)
from domain.complaint.preconditions import HasEnded
from domain.complaint.tracking.tracking import NoSuchCommunication, NotAssigned
from domain.decision_context import NewEvent
from tests.support.controls import (
    CLOSED,
    HANDLER,
    OTHER_HANDLER,
    PARTY,
    RECEIVED,
    REMEDY_ACCEPTED,
    UNTIL_ACCEPTED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    at,
    deadline,
    event_id,
    offered,
    on,
    when,
)
from tests.support.given import given

ASSIGNED = ComplaintAssigned(handler=HANDLER.id, unit="north")
REOPENING = ContactRecorded(
    contact_id=UUID(int=1), direction="inbound", channel_code="phone", purpose_code="reopening"
)
RESPONSE = event_id(len(UNTIL_RESPONDED))
BOUNCED = {"target_event_id": RESPONSE, "failure_code": "bounced"}


def test_whoever_takes_a_complaint_is_answerable_for_it() -> None:
    outcome = given(RECEIVED).when("assign").then(ASSIGNED)
    assert outcome.complaint.handler == HANDLER.id


def test_to_assign_the_same_handler_again_is_nothing_new() -> None:
    given(RECEIVED, ASSIGNED).when("assign").then()


def test_another_handler_takes_over() -> None:
    outcome = given(RECEIVED, ASSIGNED).when("assign", handler=OTHER_HANDLER.id)
    outcome.then(ComplaintAssigned(handler=OTHER_HANDLER.id))


def test_a_handler_is_relieved_with_a_ground() -> None:
    outcome = given(RECEIVED, ASSIGNED).when("unassign", ground_code="away")
    outcome.then(ComplaintUnassigned(ground_code="away"))
    assert outcome.complaint.handler is None


def test_nobody_is_relieved_where_nobody_is_answerable() -> None:
    given(RECEIVED).when("unassign", ground_code="away").refused(NotAssigned)


def test_an_ended_complaint_has_a_handler_only_while_something_is_owed() -> None:
    given(*UNTIL_CLOSED).when("assign").refused(HasEnded)
    given(RECEIVED, ASSIGNED, WITHDRAWN).when("unassign", ground_code="away").refused(HasEnded)
    owing = (*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED, CLOSED)
    given(*owing).when("assign").then(ComplaintAssigned)


def test_a_contact_is_recorded_for_the_complainant() -> None:
    outcome = given(RECEIVED).when("record_contact", summary="Asked how it goes")
    contact = outcome.the(ContactRecorded)
    assert (contact.party_id, contact.channel_code) == (PARTY, "phone")
    assert outcome.facts[0].on_behalf_of == PARTY
    assert not outcome.complaint.needs_decision


def test_keeping_the_complainant_informed_meets_the_update_and_sets_the_next() -> None:
    outcome = given(RECEIVED, deadline("periodic_update")).when(
        "record_contact", direction="outbound"
    )
    outcome.then(ContactRecorded, DeadlineMet, DeadlineSet)
    assert outcome.the(DeadlineSet).kind == "periodic_update"
    assert not outcome.the(DeadlineMet).is_late


def test_an_answered_complaint_has_no_more_updates_due() -> None:
    outcome = given(*UNTIL_RESPONDED).when("record_contact", direction="outbound")
    outcome.then(ContactRecorded)


def test_a_wish_to_reopen_awaits_a_decision_even_after_the_end() -> None:
    outcome = given(*UNTIL_CLOSED).when("record_contact", purpose_code="reopening")
    assert outcome.complaint.needs_decision
    assert outcome.complaint.state == "CLOSED"


def test_a_staff_event_settles_what_awaits_a_decision() -> None:
    past = (*UNTIL_CLOSED, REOPENING)
    contact = event_id(len(past))
    outcome = given(*past).when("add_note", note="Not justified", settles_event_ids=[contact])
    outcome.then(NoteAdded)
    assert not outcome.complaint.needs_decision


def test_only_what_awaits_a_decision_can_be_settled() -> None:
    asked = {"note": "x", "settles_event_ids": [event_id(1)]}
    given(RECEIVED).when("add_note", **asked).refused(NothingToSettle)


def test_a_failed_response_takes_the_complaint_back_to_its_decision() -> None:
    due = (deadline("response"), deadline("acknowledgement"), deadline("periodic_update"))
    window = deadline("reply_window", party="complainant")
    past = (RECEIVED, *due, *UNTIL_RESPONDED[1:], window)
    response = event_id(len(past) - 1)
    met = [
        DeadlineMet(deadline_id=each.deadline_id, met=when(), by_event_id=response, is_late=False)
        for each in due
    ]
    outcome = given(*past, *met).when(
        "report_failed_communication", target_event_id=response, failure_code="returned"
    )
    outcome.then(CommunicationFailed, DeadlineCancelled, DeadlineSet, DeadlineSet, DeadlineSet)
    again, acknowledgement, update = outcome.all(DeadlineSet)
    assert (acknowledgement.kind, update.kind) == ("acknowledgement", "periodic_update")
    assert (again.kind, again.due_at) == ("response", deadline("response").due_at)
    assert again.replaces == deadline("response").deadline_id
    assert outcome.complaint.state == "DECIDED"
    assert outcome.complaint.decision is not None
    assert outcome.complaint.decision.approver is not None


def test_what_the_complainant_has_answered_had_arrived() -> None:
    outcome = given(*UNTIL_DISPUTED).when("report_failed_communication", **BOUNCED)
    assert outcome.complaint.state == "DISPUTED"
    assert outcome.complaint.is_answered


def test_a_failure_learned_after_the_end_awaits_a_decision() -> None:
    outcome = given(*UNTIL_RESPONDED, WITHDRAWN).when("report_failed_communication", **BOUNCED)
    assert outcome.complaint.needs_decision
    assert outcome.complaint.state == "WITHDRAWN"


def test_only_what_was_sent_can_fail_to_arrive() -> None:
    asked = {"target_event_id": event_id(1), "failure_code": "bounced"}
    given(RECEIVED).when("report_failed_communication", **asked).refused(NoSuchCommunication)


def test_a_note_may_be_added_in_any_state() -> None:
    given(*UNTIL_CLOSED).when("add_note", note="They rang again").then(NoteAdded)


def test_staff_did_not_act_before_the_receipt() -> None:
    early = on("2026-03-01")
    given(RECEIVED).when("add_note", note="x", occurred=early).refused(BeforeReceipt)


def test_the_day_of_the_receipt_is_not_before_it() -> None:
    given(RECEIVED).when("add_note", note="x", occurred=on("2026-03-02")).then(NoteAdded)


def test_staff_do_not_act_in_the_future() -> None:
    given(RECEIVED).when("add_note", note="x", occurred=when(days=1)).refused(InTheFuture)


def test_staff_know_when_they_acted() -> None:
    given(RECEIVED).when("add_note", note="x", occurred={"unknown": True}).refused(TimeUnknown)


def test_what_an_outsider_did_is_recorded_whenever_it_happened() -> None:
    outcome = given(RECEIVED).when("record_contact", occurred=on("2026-01-01"))
    assert outcome.facts[0].occurred == on("2026-01-01")


def test_proof_of_an_act_stands_in_its_envelope() -> None:
    proof = NewEvent(event=NoteAdded(visibility_code="internal"), occurred=when())
    outcome = given(RECEIVED, proof).when(
        "record_contact", entered_from=event_id(2), now=at(days=1)
    )
    assert outcome.facts[0].entered_from == event_id(2)


def test_what_we_send_is_an_act_of_staff_with_a_time_of_its_own() -> None:
    out = {"direction": "outbound"}
    given(RECEIVED).when("record_contact", occurred=when(days=1), **out).refused(InTheFuture)
    given(RECEIVED).when("record_contact", occurred=on("2026-03-01"), **out).refused(BeforeReceipt)


def test_a_receipt_settles_nothing() -> None:
    asked = {"narrative": "x", "settles_event_ids": [event_id(1)]}
    given().when("receive", **asked).refused(NothingToSettle)


def test_invariant_22_the_channel_of_a_contact_stands_in_the_list() -> None:
    given(RECEIVED).when("record_contact", channel_code="pigeon").refused(UnknownCode)
    assert given(RECEIVED).when("record_contact", channel_code="letter").facts
