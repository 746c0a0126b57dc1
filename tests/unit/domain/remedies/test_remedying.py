"""7.7, 7.9 and Annex F: remedies within authority, taken up or not, revoked, carried out."""

from domain.codes import UnknownCode
from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.events import (
    ApprovalRequested,
    ComplaintClosed,
    ComplaintWithdrawn,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineSet,
    RemedyAccepted,
    RemedyDeclined,
    RemedyFulfilled,
    RemedyLapsed,
    RemedyOffered,
    RemedyRevoked,
)
from domain.complaint.parts import About
from domain.complaint.preconditions import HasEnded
from domain.complaint.remedies.remedy_rules import (
    NoSuchRemedy,
    NothingPaid,
    PromisedTooEarly,
    RemedyNotStanding,
)
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    FULFILLED,
    PARTY,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    UNTIL_CLOSED,
    at,
    deadline,
    money,
    named,
    offered,
)
from tests.support.given import given

OFFER = {"kind_code": "refund", "money": money("20.00")}
ABOUT = About(kind="remedy", id=REMEDY)
DUE = deadline("remedy_due", about=ABOUT)
WINDOW = deadline("remedy_window", about=ABOUT, party="complainant")
ADA = Actor(kind="party", id=PARTY, role="party")
REVOKED = RemedyRevoked(remedy_id=REMEDY, kind_code="refund", ground_code="mistake")
DECLINED = RemedyDeclined(remedy_id=REMEDY, kind_code="refund")
LAPSED = RemedyLapsed(remedy_id=REMEDY, kind_code="refund")


def test_a_handler_offers_within_the_limit_of_the_role() -> None:
    outcome = given(RECEIVED).when("offer_remedy", **OFFER).then(RemedyOffered)
    assert outcome.the(RemedyOffered).authority_rule_id == "handler_limits"
    assert not outcome.complaint.owed


def test_the_limit_is_for_all_remedies_of_the_complaint_together() -> None:
    past = (RECEIVED, offered(money=money("90.00")))
    refusal = given(*past).when("offer_remedy", **OFFER).refused(BeyondAuthority)
    assert refusal.values["sums"] == "110.00 GBP"
    given(*past).approved("offer_remedy", by=APPROVER, **OFFER).then(RemedyOffered)
    ten = {"kind_code": "refund", "money": money("10.00")}
    given(*past).when("offer_remedy", **ten).then(RemedyOffered)


def test_each_currency_has_a_limit_of_its_own() -> None:
    past = (RECEIVED, offered(money=money("90.00", "EUR")))
    given(*past).when("offer_remedy", **OFFER).then(RemedyOffered)
    francs = {"kind_code": "refund", "money": money("1.00", "CHF")}
    given(*past).when("offer_remedy", **francs).refused(BeyondAuthority)


def test_what_was_declined_or_revoked_does_not_count() -> None:
    for gone in (DECLINED, REVOKED, LAPSED):
        past = (RECEIVED, offered(money=money("90.00")), gone)
        given(*past).when("offer_remedy", **OFFER).then(RemedyOffered)


def test_what_a_new_offer_replaces_does_not_count() -> None:
    past = (RECEIVED, offered(money=money("90.00")))
    outcome = given(*past).when("offer_remedy", supersedes=REMEDY, **OFFER).then(RemedyOffered)
    assert outcome.complaint.remedies[REMEDY].status == "superseded"


def test_what_was_accepted_is_replaced_by_two_as_it_is_revoked_by_two() -> None:
    past = (RECEIVED, offered(money=money("90.00")), REMEDY_ACCEPTED)
    outcome = given(*past).when("offer_remedy", kind_code="apology", supersedes=REMEDY)
    assert outcome.the(ApprovalRequested).ground_code == "replaces_accepted"
    assert outcome.complaint.remedies[REMEDY].status == "accepted"


def test_an_apology_costs_no_authority() -> None:
    given(RECEIVED, offered(money=money("100.00"))).when("offer_remedy", kind_code="apology").then(
        RemedyOffered
    )


def test_an_offer_is_of_a_known_kind_and_something() -> None:
    given(RECEIVED).when("offer_remedy", kind_code="magic").refused(UnknownCode)
    nothing = {"kind_code": "refund", "money": money("0.00")}
    given(RECEIVED).when("offer_remedy", **nothing).refused(NothingPaid)
    past = {"kind_code": "apology", "expires_on": "2026-03-01"}
    given(RECEIVED).when("offer_remedy", **past).refused(PromisedTooEarly)
    given(*UNTIL_CLOSED).when("offer_remedy", **OFFER).refused(HasEnded)


def test_an_offer_may_expire() -> None:
    outcome = given(RECEIVED).when("offer_remedy", expires_on="2026-03-09", **OFFER)
    outcome.then(RemedyOffered, DeadlineSet)
    window = outcome.the(DeadlineSet)
    assert (window.kind, window.party) == ("remedy_window", "complainant")
    assert window.due_on.isoformat() == "2026-03-09"


def test_an_offer_lapses_with_its_window() -> None:
    past = (RECEIVED, offered(), WINDOW)
    outcome = given(*past).when("pass_deadline", deadline_id=WINDOW.deadline_id, now=at(days=9))
    outcome.then(DeadlineLapsed, LAPSED)
    assert outcome.complaint.remedies[REMEDY].status == "lapsed"


def test_an_accepted_remedy_is_owed_and_due() -> None:
    outcome = given(RECEIVED, offered(), WINDOW).when("accept_remedy", remedy_id=REMEDY)
    outcome.then(RemedyAccepted, DeadlineMet, DeadlineSet)
    assert outcome.the(RemedyAccepted).party_id == PARTY
    due = outcome.the(DeadlineSet)
    assert (due.kind, due.about, due.due_on.isoformat()) == ("remedy_due", ABOUT, "2026-03-16")
    assert [remedy.remedy_id for remedy in outcome.complaint.owed] == [REMEDY]


def test_a_remedy_is_due_on_the_day_that_was_promised() -> None:
    past = (RECEIVED, offered(due_on="2026-03-20"))
    due = given(*past).when("accept_remedy", remedy_id=REMEDY).the(DeadlineSet)
    assert (due.due_on.isoformat(), due.rule_id) == ("2026-03-20", "promised_date")


def test_an_acceptance_that_comes_late_counts_until_the_organisation_revokes() -> None:
    outcome = given(RECEIVED, offered(), LAPSED).when("accept_remedy", remedy_id=REMEDY)
    assert outcome.complaint.owed
    instead = offered(named("other"), supersedes=REMEDY)
    for gone in (REVOKED, instead):
        outcome = given(RECEIVED, offered(), gone).when("accept_remedy", remedy_id=REMEDY)
        assert not outcome.complaint.owed
        assert outcome.complaint.needs_decision, "they count on it, and somebody has to tell them"


def test_a_declined_remedy_is_not_owed_and_not_due() -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED, DUE)
    outcome = given(*past).when("decline_remedy", remedy_id=REMEDY, by=ADA)
    outcome.then(
        RemedyDeclined(remedy_id=REMEDY, kind_code="refund", party_id=PARTY), DeadlineCancelled
    )
    assert not outcome.complaint.owed
    other = given(*past).when("decline_remedy", remedy_id=REMEDY, party_id=named("heir"))
    assert other.the(RemedyDeclined).party_id == named("heir")
    assert other.complaint.owed, "they have no authority"


def test_what_the_complainant_says_of_a_remedy_is_recorded_after_the_end() -> None:
    past = (*UNTIL_CLOSED, offered())
    given(*past).when("accept_remedy", remedy_id=REMEDY).then(RemedyAccepted, DeadlineSet)
    given(*past).when("decline_remedy", remedy_id=REMEDY).then(RemedyDeclined)


def test_a_remedy_that_is_carried_out_meets_its_deadline() -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED, DUE)
    outcome = given(*past).when("fulfil_remedy", remedy_id=REMEDY, payment_reference="IBAN …")
    outcome.then(RemedyFulfilled, DeadlineMet)
    assert outcome.the(RemedyFulfilled).money == money("20.00")
    assert not outcome.complaint.owed


def test_a_part_leaves_the_rest_owed() -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED, DUE)
    outcome = given(*past).when(
        "fulfil_remedy", remedy_id=REMEDY, is_partial=True, money=money("5.00")
    )
    outcome.then(RemedyFulfilled)
    assert outcome.complaint.owed


def test_a_remedy_is_carried_out_after_the_end_too() -> None:
    past = (*UNTIL_CLOSED, offered(), REMEDY_ACCEPTED)
    given(*past).when("fulfil_remedy", remedy_id=REMEDY).then(RemedyFulfilled)


def test_what_does_not_stand_is_not_carried_out() -> None:
    for gone in (FULFILLED, REVOKED, DECLINED, LAPSED):
        past = (RECEIVED, offered(), gone)
        given(*past).when("fulfil_remedy", remedy_id=REMEDY).refused(RemedyNotStanding)
    paid = {"remedy_id": REMEDY, "money": money("0.00")}
    given(RECEIVED, offered()).when("fulfil_remedy", **paid).refused(NothingPaid)


def test_a_remedy_that_was_never_offered_is_unknown() -> None:
    for name in ("accept_remedy", "decline_remedy", "fulfil_remedy"):
        given(RECEIVED).when(name, remedy_id=named("elsewhere")).refused(NoSuchRemedy)
    elsewhere = {"supersedes": named("elsewhere"), **OFFER}
    given(RECEIVED).when("offer_remedy", **elsewhere).refused(NoSuchRemedy)


def test_a_remedy_due_after_the_end_is_missed_like_any_other() -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED, DUE, ComplaintClosed(basis_code="no_reply"))
    outcome = given(*past).when("pass_deadline", deadline_id=DUE.deadline_id, now=at(days=9))
    assert outcome.complaint.deadlines[DUE.deadline_id].was_missed
    assert outcome.facts[0].occurred.at == DUE.due_at


def test_an_acceptance_that_lies_in_the_future_makes_the_remedy_due_from_now() -> None:
    outcome = given(RECEIVED, offered()).when(
        "accept_remedy", remedy_id=REMEDY, occurred={"on": "2098-01-01", "zone": "Asia/Tokyo"}
    )
    assert outcome.the(DeadlineSet).due_on.isoformat() == "2026-03-16"


def test_an_offer_outlives_a_withdrawal_until_its_own_end() -> None:
    past = (RECEIVED, offered(), WINDOW)
    outcome = given(*past).when("withdraw", means_code="phone")
    outcome.then(ComplaintWithdrawn, DeadlineSet)
    complaint = outcome.complaint
    assert complaint.remedies[REMEDY].status == "offered"
    assert complaint.deadlines[WINDOW.deadline_id].status == "running"


def test_closing_ends_an_offer_and_its_window() -> None:
    past = (*UNTIL_CLOSED[:-1], offered(), WINDOW)
    outcome = given(*past).when("close", basis_code="accepted_and_carried_out")
    outcome.then(ComplaintClosed, DeadlineSet, RemedyLapsed, DeadlineCancelled)
