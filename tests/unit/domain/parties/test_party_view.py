"""4.9: a party sees what they told and were told, and nothing that nobody told them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.party_view import OwnComplaint, circle_of, own_complaint
from domain.complaint.party_view.own_steps import DEEDS, own_deeds
from domain.complaint.party_view.view import STATES
from domain.event import DomainEvent
from domain.registry import COMMANDS
from domain.roles import PARTY as ROLES
from tests.support.ann_and_bob import BOBS, RECOURSE, decided, target
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVED,
    HANDLER,
    PARTY,
    RECEIVED,
    REMEDY,
    RESPONDED,
    UNTIL_APPROVED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    deadline,
    event_id,
    money,
    named,
    offered,
    proposed,
)
from tests.support.given import Given, history
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR

TO_FIRST = RESPONDED.model_copy(update={"to_party_id": PARTY})
TODAY = date(2026, 3, 5)
REFUND = e.ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money("2000.00"))
INSIDE = (
    e.LegalHoldPlaced(hold_id=named("hold"), ground_code="litigation"),
    e.StaffExcluded(staff=HANDLER.id, ground_code="complained_about"),
    e.ComplaintEscalated(from_level=0, to_level=2, ground_code="repeat"),
    e.ActionPlanned(
        action_id=named("action"), kind_code="corrective", owner=HANDLER.id, source_code="rule"
    ),
    e.NoteAdded(visibility_code="internal", note="They will not like it."),
    proposed(REFUND),
    APPROVED,
    offered(source_code="decision", money=money("2000.00")),
)
"""What happens inside, up to an answer that is approved and not sent."""


def seen(*past: DomainEvent, by: UUID = PARTY, now: tuple[DomainEvent, ...] = ()) -> OwnComplaint:
    """What a party sees after these events. now: what has happened since."""
    circle = circle_of(history(*past, *now), by, TODAY)
    return own_complaint(history(*past), circle)


def test_nothing_that_happens_inside_changes_what_they_see() -> None:
    """Not even that a decision is drafted, approved, or what would be paid."""
    before = seen(*UNTIL_FOUND)
    for count in range(len(INSIDE) + 1):
        assert seen(*UNTIL_FOUND, *INSIDE[:count]) == before
    assert before.state == "in_hand"


def test_an_answer_is_seen_once_it_is_sent() -> None:
    sent = TO_FIRST.model_copy(update={"remedy_ids": (REMEDY,)})
    told = seen(*UNTIL_FOUND, *INSIDE, sent)
    assert told.state == "answered"
    assert [(one.kind, one.remedy_ids) for one in told.sent] == [("response", (REMEDY,))]
    (finding,) = told.sent[0].findings
    assert (finding.issue_no, finding.stance) == (1, "accepted")
    (remedy,) = told.remedies
    assert (remedy.status, remedy.money) == ("offered", money("2000.00"))


def test_what_did_not_arrive_was_not_told() -> None:
    """It is as it was before the response, whose text went to nobody of them."""
    number = len(UNTIL_APPROVED) + 1
    failed = e.CommunicationFailed(target_event_id=event_id(number), failure_code="wrong_recipient")
    assert seen(*UNTIL_APPROVED, RESPONDED, failed).sent == seen(*UNTIL_APPROVED).sent
    assert seen(*UNTIL_APPROVED, RESPONDED, failed).state == "in_hand"


def test_every_state_has_its_words_and_work_inside_has_one() -> None:
    assert {STATES[each] for each in ("ASSESSED", "INVESTIGATING", "DECIDED")} == {"in_hand"}
    assert seen(*UNTIL_PROPOSED).state_in_words == "We are looking into your complaint."


def test_an_extension_without_a_notice_to_them_does_not_move_their_date() -> None:
    due = deadline("response")
    moved = {
        "deadline_id": due.deadline_id,
        "old_due_at": due.due_at,
        "new_due_on": date(2026, 6, 1),
        "new_due_at": due.due_at,
        "rule_id": "response",
        "is_agreed": False,
        "ground_code": "complex",
    }
    untold = e.DeadlineExtended.model_validate(moved)
    update = e.UpdateSent(kind="holding", channel_code="email", to_party_id=PARTY)
    told = e.DeadlineExtended.model_validate(moved | {"notice_event_id": event_id(3)})
    assert [one.due_on for one in seen(RECEIVED, due, untold).dates] == [due.due_on]
    assert [one.due_on for one in seen(RECEIVED, due, update, told).dates] == [date(2026, 6, 1)]


def test_a_representative_sees_what_whom_they_act_for_was_told_and_they_too() -> None:
    to_them = ACKNOWLEDGED.model_copy(update={"to_party_id": SOLICITOR})
    both = (RECEIVED, AUTHORISED, to_them)
    assert len(seen(*both).sent) == len(seen(*both, by=SOLICITOR).sent) == 1


def test_who_joined_later_sees_what_they_were_told_themselves() -> None:
    to_first = ACKNOWLEDGED.model_copy(update={"to_party_id": PARTY})
    told = seen(RECEIVED, to_first, JOINED, by=SECOND_PARTY)
    assert told.sent == ()
    assert seen(RECEIVED, to_first, JOINED).sent != ()


def test_the_answer_to_one_of_two_is_no_answer_to_the_other() -> None:
    past = (RECEIVED, JOINED, *UNTIL_APPROVED[1:], TO_FIRST)
    assert seen(*past).state == "answered"
    other = seen(*past, by=SECOND_PARTY)
    assert (other.state, other.sent, other.remedies) == ("in_hand", (), ())


def test_what_one_representative_was_asked_is_no_question_to_the_other_complainant() -> None:
    asked = e.InformationRequested(
        request_id=named("request"), from_kind="representative", question="Which account?"
    )
    window = deadline(
        "information", party="complainant", about=e.About(kind="request", id=asked.request_id)
    )
    past = (RECEIVED, JOINED, AUTHORISED, asked, window)
    for theirs in (PARTY, SOLICITOR):
        told = seen(*past, by=theirs)
        assert [one.question for one in told.asked_of_you] == ["Which account?"]
        assert [one.kind for one in told.dates] == ["information"]
    other = seen(*past, by=SECOND_PARTY)
    assert (other.asked_of_you, other.dates) == ((), ())


def test_the_time_to_reply_is_theirs_who_were_answered() -> None:
    past = (RECEIVED, JOINED, *UNTIL_APPROVED[1:], TO_FIRST)
    started = {"party": "complainant", "start_event_id": event_id(len(past))}
    window = deadline("reply_window", **started)
    assert [one.kind for one in seen(*past, window).dates] == ["reply_window"]
    assert seen(*past, window, by=SECOND_PARTY).dates == ()
    to_second = TO_FIRST.model_copy(update={"to_party_id": SECOND_PARTY})
    both = seen(*past, window, to_second, by=SECOND_PARTY)
    assert both.dates == (), "it is hers who was answered before"
    untold = e.CommunicationImpossible(purpose_code="response", ground_code="no_address")
    started["start_event_id"] = event_id(len(UNTIL_APPROVED) + 1)
    assert seen(*UNTIL_APPROVED, untold, deadline("reply_window", **started)).dates == ()


def test_two_who_were_merged_each_see_their_own() -> None:
    """Reference, receipt, points, letters and dates; of the other nothing."""
    there, ann = target()
    first = decided(there).when("send_response", recourse=RECOURSE)
    past = Given((*decided(there).past, *first.facts))
    both = past.complaint
    bob_sees, ann_sees = (_of(past, each) for each in (BOBS, ann))
    assert (bob_sees.reference, ann_sees.reference) == ("C-TARGET", both.parties[ann].reference)
    assert (bob_sees.state, ann_sees.state) == ("answered", "in_hand")
    assert not {one.issue_id for one in bob_sees.issues} & {one.issue_id for one in ann_sees.issues}
    second = past.when("send_response", recourse=RECOURSE, to_party_id=ann)
    after = Given((*past.past, *second.facts))
    assert _of(after, ann).state == "answered"
    assert _of(after, BOBS).sent == bob_sees.sent
    for told, other in ((_of(after, ann), BOBS), (_of(after, BOBS), ann)):
        assert str(other) not in repr(told)


def _of(there: Given, party_id: UUID) -> OwnComplaint:
    events = history(*there.past)
    return own_complaint(events, circle_of(events, party_id, TODAY))


@pytest.mark.parametrize("kind", ["complainant", "staff", "external_body"])
def test_of_documents_they_see_what_they_supplied(kind: Any) -> None:
    document = e.DocumentAttached(
        document_id=named("document"),
        ciphertext_sha256="ab" * 32,
        size=1,
        media_type="text/plain",
        supplied_by=kind,
        scan_code="clean",
    )
    assert len(seen(RECEIVED, document).documents) == (kind == "complainant")
    assert seen(RECEIVED, JOINED, document).documents == (), "whose of two it is nobody knows"


def test_every_command_of_theirs_is_told_in_their_words() -> None:
    assert DEEDS.keys() == {kind.name for kind in COMMANDS.values() if kind.roles & ROLES}


def test_what_they_may_do_tells_nothing_that_they_do_not_see() -> None:
    inside = seen(*UNTIL_FOUND, *INSIDE)
    assert own_deeds(inside, DEEDS) == own_deeds(seen(*UNTIL_FOUND), DEEDS)
    assert "accept_remedy" not in own_deeds(inside, DEEDS)
    assert "accept_decision" in own_deeds(seen(*UNTIL_RESPONDED), DEEDS)
