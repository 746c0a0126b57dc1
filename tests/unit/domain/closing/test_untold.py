"""7.3, 7.8: that somebody known cannot be told is no bare word, and takes nothing from them."""

import pytest

from domain.complaint.closing.closing_bases import RemedyOutstanding
from domain.complaint.closing.time_to_reply import ReplyWindowStillRuns
from domain.complaint.events import (
    ApprovalRequested,
    CommunicationFailed,
    CommunicationImpossible,
    ComplaintClosed,
    DeadlineSet,
    ProposedRemedy,
    RemedyFulfilled,
    UpdateSent,
)
from tests.support.controls import (
    PARTY,
    REMEDY,
    SECOND_APPROVER,
    UNTIL_APPROVED,
    UNTIL_PROPOSED,
    at,
    event_id,
    money,
    proposed,
)
from tests.support.given import given

NO_ADDRESS = {"purpose_code": "response", "ground_code": "no_address"}


@pytest.mark.parametrize("purpose", ["acknowledgement", "response", "update"])
def test_that_somebody_known_cannot_be_told_takes_two_or_what_did_not_arrive(purpose: str) -> None:
    asked = {"purpose_code": purpose, "ground_code": "no_contact_wished"}
    report, past = "report_impossible_communication", UNTIL_APPROVED
    given(*past).when(report, **asked).then(ApprovalRequested)
    done = given(*past).approved(report, **asked).the(CommunicationImpossible)
    assert (done.approved_by, done.separation) == (SECOND_APPROVER.id, "independent")
    sent = UpdateSent(kind="progress", channel_code="email", to_party_id=PARTY)
    failed = CommunicationFailed(target_event_id=event_id(len(past) + 1), failure_code="bounced")
    alone = given(*past, sent, failed).when(report, **asked)
    assert alone.the(CommunicationImpossible).approved_by is None
    given(*past, sent, failed, sent).when(report, **asked).then(ApprovalRequested)


def test_what_was_decided_for_somebody_untold_is_offered_and_not_closed_over() -> None:
    remedy = ProposedRemedy.model_validate(
        {"remedy_id": REMEDY, "kind_code": "refund", "money": money("50.00")}
    )
    past = (*UNTIL_PROPOSED[:-1], proposed(remedy), UNTIL_APPROVED[-1])
    done = given(*past).approved("report_impossible_communication", **NO_ADDRESS)
    assert done.complaint.remedies[REMEDY].status == "offered"
    started = {"start_event_id": event_id(len(past) + 2)}
    told = [
        one.event.model_copy(update=started) if isinstance(one.event, DeadlineSet) else one.event
        for one in done.facts
    ]
    no_reply, later = {"basis_code": "no_reply"}, at(days=60)
    close = given(*past, *told)
    close.when("close", **no_reply).refused(ReplyWindowStillRuns)
    close.when("close", **no_reply, now=later).refused(RemedyOutstanding)
    close.when("decline_remedy", remedy_id=REMEDY).then(ApprovalRequested)
    paid = RemedyFulfilled(
        remedy_id=REMEDY, kind_code="refund", money=money("50.00"), is_partial=False
    )
    given(*past, *told, paid).when("close", **no_reply, now=later).the(ComplaintClosed)
