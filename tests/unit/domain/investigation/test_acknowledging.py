"""7.4: the complainant is told once in each stage and round."""

from domain.codes import UnknownCode
from domain.complaint.events import (
    ComplaintAcknowledged,
    DeadlineMet,
    DeadlineMissed,
    DecisionSetAside,
    NoteAdded,
)
from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.complaint.preconditions import HasEnded, NotReceived
from domain.decision_context import NewEvent
from tests.support.controls import (
    ACKNOWLEDGED,
    AGREED,
    APPROVER,
    ASSESSED,
    PARTY,
    RECEIVED,
    TWO_ISSUES,
    UNTIL_CLOSED,
    UNTIL_RESPONDED,
    at,
    deadline,
    event_id,
    on,
    when,
)
from tests.support.given import given

DUE = deadline("acknowledgement")
MISSED = DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)


def test_an_acknowledgement_names_the_contact_point_and_meets_its_deadline() -> None:
    outcome = given(RECEIVED, DUE).when("acknowledge").then(ComplaintAcknowledged, DeadlineMet)
    told = outcome.the(ComplaintAcknowledged)
    assert (told.contact_point_code, told.channel_code) == ("complaints_desk", "phone")
    assert told.to_party_id == PARTY
    met = outcome.the(DeadlineMet)
    assert (met.is_late, met.voids_miss) == (False, None)
    assert outcome.complaint.is_acknowledged
    assert outcome.complaint.state == "RECEIVED"


def test_what_follows_from_it_is_the_systems_and_names_its_cause() -> None:
    outcome = given(RECEIVED, DUE).when("acknowledge")
    met = outcome.facts[1]
    assert met.actor is not None and (met.actor.kind, met.actor.role) == ("system", "system")
    assert met.caused_by == 0


def test_it_is_not_done_twice_in_one_round() -> None:
    given(RECEIVED, ACKNOWLEDGED).when("acknowledge").refused(AlreadyAcknowledged)


def test_a_response_acknowledges_too() -> None:
    given(*UNTIL_RESPONDED).when("acknowledge").refused(AlreadyAcknowledged)


def test_a_new_round_may_be_acknowledged_again() -> None:
    aside = DecisionSetAside(ground_code="new_facts", approved_by=APPROVER.id)
    outcome = given(*UNTIL_RESPONDED, aside).when("acknowledge")
    assert outcome.the(ComplaintAcknowledged).round == 2


def test_an_ended_complaint_is_not_acknowledged() -> None:
    given(*UNTIL_CLOSED).when("acknowledge").refused(HasEnded)


def test_nothing_is_acknowledged_that_was_not_received() -> None:
    given().when("acknowledge").refused(NotReceived)


def test_its_channel_stands_in_the_policys_list() -> None:
    given(RECEIVED).when("acknowledge", channel_code="pigeon").refused(UnknownCode)


def test_done_after_the_due_date_it_is_late_and_the_miss_stays() -> None:
    outcome = given(RECEIVED, DUE, MISSED).when("acknowledge", now=at(days=4))
    met = outcome.the(DeadlineMet)
    assert (met.is_late, met.voids_miss) == (True, None)
    assert outcome.complaint.deadlines[DUE.deadline_id].was_missed


def test_done_in_time_and_entered_late_with_proof_it_voids_the_miss() -> None:
    noted = NewEvent(
        event=NoteAdded(visibility_code="internal", note="x"), occurred=when(days=3), actor=APPROVER
    )
    outcome = given(RECEIVED, DUE, MISSED, noted).when(
        "acknowledge", occurred=when(days=1), entered_from=event_id(4), now=at(days=4)
    )
    met = outcome.the(DeadlineMet)
    assert (met.is_late, met.voids_miss) == (False, True)
    assert not outcome.complaint.deadlines[DUE.deadline_id].was_missed


def test_without_proof_a_miss_stays_a_miss() -> None:
    outcome = given(RECEIVED, DUE, MISSED).when(
        "acknowledge", occurred=when(days=1), now=at(days=4)
    )
    assert outcome.the(DeadlineMet).voids_miss is None
    assert outcome.complaint.deadlines[DUE.deadline_id].was_missed


def test_the_whole_due_day_counts_where_only_the_day_is_known() -> None:
    due_day = NewEvent(event=RECEIVED, occurred=when())
    outcome = given(due_day, DUE).when("acknowledge", occurred=on("2026-03-04"), now=at(days=4))
    assert not outcome.the(DeadlineMet).is_late


def test_an_agreement_on_a_part_acknowledges_nothing_and_one_on_the_whole_does() -> None:
    part = given(TWO_ISSUES, ASSESSED, DUE, AGREED)
    assert part.complaint.deadlines[DUE.deadline_id].is_open
    part.when("acknowledge").then(ComplaintAcknowledged, DeadlineMet)
    given(RECEIVED, ASSESSED, AGREED).when("acknowledge").refused(AlreadyAcknowledged)
