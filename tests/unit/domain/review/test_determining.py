"""7.9: what an outside body determines is owed, unless whom it concerns refuses it."""

import pytest

from domain.codes import UnknownCode
from domain.complaint.authority.separation import NotAnApprover
from domain.complaint.events import (
    About,
    ActionCompleted,
    ActionPlanned,
    DeadlineCancelled,
    DeadlineSet,
    DeterminationAnswered,
    ExternalDeterminationReceived,
    RemedyAccepted,
    RemedyDeclined,
    RemedyOffered,
    RemedyRevoked,
)
from domain.complaint.remedies.remedy_rules import NothingPaid
from domain.complaint.review.complying import NothingDetermined
from domain.decision_context import NewEvent
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    HANDLER,
    PARTY,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    WITHDRAWN,
    deadline,
    money,
    named,
    offered,
    when,
)
from tests.support.given import Outcome, given
from tests.support.outside import (
    DIRECTED,
    DIRECTION,
    PAYMENT,
    REFERRAL,
    UNTIL_DETERMINED,
    UNTIL_EXTERNAL,
    UNTIL_REVIEW,
    determined,
    planned,
    referred,
)
from tests.support.parties import JOINED, SECOND_PARTY

UPHELD = {"result_code": "upheld"}


def test_what_is_directed_is_owed_as_an_action_and_money_as_a_remedy() -> None:
    fifty = {"kind_code": "refund", "money": money("50.00"), "due_on": "2026-05-01"}
    asked = {"directions": [{"kind_code": "apology"}, fifty], "comply_by_on": "2026-06-01"}
    outcome = given(*UNTIL_EXTERNAL).when("record_determination", **UPHELD, **asked)
    received = outcome.the(ExternalDeterminationReceived)
    planned_, offered_ = outcome.the(ActionPlanned), outcome.the(RemedyOffered)
    assert [each.action_id for each in received.directions] == [
        planned_.action_id,
        offered_.remedy_id,
    ]
    assert (planned_.source_code, planned_.owner) == ("determination", HANDLER.id)
    assert (offered_.source_code, offered_.money) == ("determination", money("50.00"))
    assert [str(planned_.due_on), str(offered_.due_on)] == ["2026-06-01", "2026-05-01"]
    complaint = outcome.complaint
    assert (complaint.state, complaint.is_external) == ("EXTERNAL", False)
    assert complaint.recourse.is_determined


def test_what_is_directed_after_the_end_is_an_action_and_awaits_a_decision() -> None:
    past = (*UNTIL_EXTERNAL, WITHDRAWN)
    fifty = {"kind_code": "refund", "money": money("50.00")}
    outcome = given(*past).when("record_determination", directions=[fifty], **UPHELD)
    assert outcome.the(ActionPlanned).kind_code == "correction"
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("WITHDRAWN", True)
    assert outcome.complaint.is_outstanding


def test_directed_money_is_of_a_known_kind_and_more_than_nothing() -> None:
    asked = given(*UNTIL_EXTERNAL)
    nothing = {"directions": [{"kind_code": "refund", "money": money("0.00")}], **UPHELD}
    asked.when("record_determination", **nothing).refused(NothingPaid)
    odd = {"directions": [{"kind_code": "a_pony", "money": money("5.00")}], **UPHELD}
    asked.when("record_determination", **odd).refused(UnknownCode)


def test_it_may_be_determined_in_any_state() -> None:
    for past in ((RECEIVED, referred()), (*UNTIL_REVIEW, referred())):
        outcome = given(*past).when("record_determination", **UPHELD)
        assert outcome.complaint.state == given(*past).complaint.state
        assert not outcome.complaint.needs_decision


def test_remitted_is_set_aside_and_decided_anew() -> None:
    past = (*UNTIL_EXTERNAL, determined(result_code="remitted"))
    outcome = given(*past).approved("set_aside_decision", by=APPROVER, ground_code="remitted")
    complaint = outcome.complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("INVESTIGATING", 1, 2)


def test_refused_by_the_complainant_the_directions_are_void_and_accepted_they_stand() -> None:
    refused = given(*UNTIL_DETERMINED).when("answer_determination", answer_code="refused")
    refused.then(
        DeterminationAnswered(referral_id=REFERRAL, by="complainant", answer_code="refused")
    )
    assert refused.complaint.referrals[REFERRAL].are_void
    assert refused.complaint.actions[DIRECTED].status == "void"
    accepted = given(*UNTIL_DETERMINED, refused.the(DeterminationAnswered)).when(
        "answer_determination", answer_code="accepted"
    )
    assert accepted.complaint.actions[DIRECTED].status == "planned"


def test_the_organisation_refuses_only_what_does_not_bind_it() -> None:
    ours = {"answered_by": "organisation", "answer_code": "refused"}
    for is_binding, status in ((False, "void"), (True, "planned")):
        directed = (determined(DIRECTION, is_binding=is_binding), planned(action_id=DIRECTED))
        asked = given(*UNTIL_EXTERNAL, *directed)
        outcome = asked.when("answer_determination", by=APPROVER, **ours)
        assert outcome.complaint.actions[DIRECTED].status == status
        assert [fact.on_behalf_of for fact in outcome.facts] == [None]
        asked.when("answer_determination", **ours).refused(NotAnApprover)


def test_an_answer_to_a_determination_says_what_becomes_of_directed_money() -> None:
    to_pay = offered(DIRECTED, source_code="determination", money=money("50.00"))
    past = (*UNTIL_EXTERNAL, determined(PAYMENT), to_pay)

    def becomes(answer: str, **asked: object) -> Outcome:
        return given(*past).when("answer_determination", answer_code=answer, **asked)

    taken = becomes("accepted").then(DeterminationAnswered, RemedyAccepted, DeadlineSet)
    assert [remedy.remedy_id for remedy in taken.complaint.owed] == [DIRECTED]
    becomes("refused").then(DeterminationAnswered, RemedyDeclined)
    ours = {"by": APPROVER, "answered_by": "organisation"}
    becomes("refused", **ours).then(DeterminationAnswered, RemedyRevoked)
    becomes("accepted", **ours).then(DeterminationAnswered)


def test_only_what_was_determined_is_answered() -> None:
    accepted = {"answer_code": "accepted"}
    given(*UNTIL_EXTERNAL).when("answer_determination", **accepted).refused(NothingDetermined)
    past = (*UNTIL_DETERMINED, referred("second"))
    pending = {"referral_id": named("second"), **accepted}
    given(*past).when("answer_determination", **pending).refused(NothingDetermined)
    given(*past).when("answer_determination", **accepted).then(DeterminationAnswered)


def test_a_later_determination_takes_the_place_of_the_earlier_with_all_that_it_directed() -> None:
    to_pay = offered(source_code="determination", money=money("50.00"))
    done = DIRECTION.model_copy(update={"action_id": named("done")})
    past = (
        *UNTIL_EXTERNAL,
        determined(DIRECTION, PAYMENT.model_copy(update={"action_id": REMEDY}), done),
        planned(action_id=DIRECTED),
        planned(action_id=done.action_id),
        ActionCompleted(action_id=done.action_id),
        to_pay,
        REMEDY_ACCEPTED,
        deadline("action_due", about=About(kind="action", id=DIRECTED)),
        deadline("determination_compliance", about=About(kind="referral", id=REFERRAL)),
    )
    outcome = given(*past).when("record_determination", result_code="not_upheld")
    outcome.then(ExternalDeterminationReceived, DeadlineCancelled, DeadlineCancelled)
    complaint = outcome.complaint
    assert [each.status for each in complaint.actions.values()] == ["void", "completed"]
    assert [each.remedy_id for each in complaint.owed] == [REMEDY], "two revoke what was taken up"
    before = given(*[each for each in past if each != REMEDY_ACCEPTED])
    offered_only = before.when("record_determination", result_code="not_upheld")
    assert offered_only.the(RemedyRevoked).ground_code == "determined_anew"
    assert not offered_only.complaint.is_outstanding


def test_what_the_later_determination_directs_is_owed_alone() -> None:
    asked = {"directions": [{"kind_code": "apology"}], **UPHELD}
    outcome = given(*UNTIL_DETERMINED).when("record_determination", **asked)
    new = outcome.the(ActionPlanned).action_id
    status = {key: action.status for key, action in outcome.complaint.actions.items()}
    assert status == {DIRECTED: "void", new: "planned"}
    refused = (
        *UNTIL_DETERMINED,
        determined(),
        DeterminationAnswered(referral_id=REFERRAL, by="complainant", answer_code="accepted"),
    )
    assert given(*refused).complaint.actions[DIRECTED].status == "void", "it does not come back"


@pytest.mark.parametrize("answer", ["refused", "accepted"])
def test_an_action_that_is_void_is_due_no_more(answer: str) -> None:
    due = deadline("action_due", about=About(kind="action", id=DIRECTED))
    outcome = given(*UNTIL_DETERMINED, due).when("answer_determination", answer_code=answer)
    is_void = answer == "refused"
    assert bool(outcome.all(DeadlineCancelled)) == is_void
    assert outcome.complaint.deadlines[due.deadline_id].is_open != is_void


ANN = Actor(kind="party", id=PARTY, role="party")
TAKEN = NewEvent(
    event=DeterminationAnswered(referral_id=REFERRAL, by="complainant", answer_code="accepted"),
    occurred=when(),
    actor=ANN,
)
REFUSED = {"referral_id": REFERRAL, "answer_code": "refused"}


def test_what_one_of_several_took_another_does_not_refuse_for_them() -> None:
    """The actions stay owed, as remedies do; that somebody refuses awaits a decision."""
    past = given(*UNTIL_DETERMINED, JOINED, TAKEN)
    outcome = past.when("answer_determination", party_id=SECOND_PARTY, **REFUSED)
    assert outcome.the(DeterminationAnswered).lacks_authority
    assert outcome.complaint.needs_decision
    assert not outcome.complaint.referrals[REFERRAL].are_void
    assert [each.status for each in outcome.complaint.actions.values()] == ["planned"]


def test_who_took_it_alone_may_refuse_it_after_all() -> None:
    past = given(*UNTIL_DETERMINED, TAKEN)
    outcome = past.when("answer_determination", by=ANN, **REFUSED)
    assert outcome.the(DeterminationAnswered).lacks_authority is None
    assert outcome.complaint.referrals[REFERRAL].are_void


def test_what_nobody_took_one_of_several_refuses() -> None:
    past = given(*UNTIL_DETERMINED, JOINED)
    outcome = past.when("answer_determination", party_id=SECOND_PARTY, **REFUSED)
    assert outcome.complaint.referrals[REFERRAL].are_void
