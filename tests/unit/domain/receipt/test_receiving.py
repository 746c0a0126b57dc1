"""7.2: only what happened is required; everything else has a default that is recorded."""

from domain.codes import UnknownCode
from domain.complaint.acts import InTheFuture
from domain.complaint.events import ComplaintReceived, DeadlineSet, RemedySought
from domain.complaint.issues.selecting import NoSuchIssue, WhichIssue
from domain.complaint.preconditions import HasEnded, ReceivedAlready
from domain.complaint.receipt.receiving import PartyTwice
from tests.support.controls import (
    COMPLAINT,
    HANDLER,
    RECEIVED,
    REFERENCE,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_CLOSED,
    at,
    context,
    money,
    named,
    on,
    policy,
    when,
)
from tests.support.given import given


def test_a_complaint_needs_nothing_but_what_happened() -> None:
    came = given().when("receive", narrative="It broke.").the(ComplaintReceived)
    assert came.reference == REFERENCE
    assert (came.channel_code, came.subject_kind) == ("other", "other")
    assert [issue.category_code for issue in came.issues] == ["unclassified"]
    assert came.complainant_kind == "anonymous"
    assert came.party_id is None
    assert came.received_by == HANDLER.id
    assert came.received_by_unit == "north"
    assert came.access_needs is None


def test_the_complaint_is_received_with_its_deadlines() -> None:
    outcome = given().when("receive", narrative="It broke.")
    outcome.then(ComplaintReceived, DeadlineSet, DeadlineSet, DeadlineSet)
    assert outcome.complaint.state == "RECEIVED"
    assert outcome.complaint.complaint_id == COMPLAINT
    kinds = [each.kind for each in outcome.all(DeadlineSet)]
    assert kinds == ["acknowledgement", "response", "periodic_update"]


def test_another_unit_may_have_received_it() -> None:
    came = given().when("receive", narrative="x", received_by_unit="south")
    assert came.the(ComplaintReceived).received_by_unit == "south"


def test_whoever_gives_a_name_is_a_person_and_a_party() -> None:
    came = given().when("receive", narrative="x", complainant={"name": "Ada"})
    assert came.the(ComplaintReceived).complainant_kind == "person"
    assert came.the(ComplaintReceived).party_id == context().new_id("party")


def test_an_organisation_without_a_person_is_an_organisation() -> None:
    came = given().when("receive", narrative="x", complainant={"organisation": "Acme"})
    assert came.the(ComplaintReceived).complainant_kind == "organisation"
    both = {"name": "Ada", "organisation": "Acme"}
    came = given().when("receive", narrative="x", complainant=both)
    assert came.the(ComplaintReceived).complainant_kind == "person"


def test_an_anonymous_complaint_names_nobody() -> None:
    asked = {"complainant_kind": "anonymous", "complainant": {"name": "Ada"}}
    given().when("receive", narrative="x", **asked).refused(PartyTwice)


def test_issues_are_numbered_and_keep_their_order() -> None:
    came = given().when(
        "receive",
        narrative="x",
        issues=[{"category_code": "delay"}, {"category_code": "invoice"}],
    )
    issues = came.the(ComplaintReceived).issues
    assert [(one.issue_no, one.category_code) for one in issues] == [(1, "delay"), (2, "invoice")]


def test_what_is_sought_at_receipt_is_a_fact_of_its_own() -> None:
    outcome = given().when(
        "receive",
        narrative="x",
        issues=[{}, {"seeks": ["refund"], "wish": "My money", "claimed_loss": money("5.00")}],
    )
    sought = outcome.the(RemedySought)
    assert (sought.issue_no, sought.kinds, sought.wish) == (2, ("refund",), "My money")


def test_a_letter_is_received_on_the_day_it_came_and_not_when_it_was_entered() -> None:
    outcome = given().when("receive", narrative="x", occurred=on("2026-02-26"), now=at(days=3))
    assert outcome.facts[0].occurred == on("2026-02-26")
    due = {each.kind: each.due_on.isoformat() for each in outcome.all(DeadlineSet)}
    assert due["acknowledgement"] == "2026-03-02"


def test_what_came_on_an_unknown_day_is_due_from_today() -> None:
    outcome = given().when("receive", narrative="x", occurred={"unknown": True})
    assert outcome.all(DeadlineSet)[0].starts == when(hours=1)
    assert outcome.complaint.zone == "Europe/London"


def test_a_complaint_does_not_arrive_tomorrow() -> None:
    tomorrow = when(days=1)
    given().when("receive", narrative="x", occurred=tomorrow).refused(InTheFuture)


def test_clocks_may_differ_by_five_minutes() -> None:
    given().when("receive", narrative="x", occurred=when(hours=1, minutes=5)).the(ComplaintReceived)
    late = when(hours=1, minutes=6)
    given().when("receive", narrative="x", occurred=late).refused(InTheFuture)


def test_a_complaint_is_received_once() -> None:
    given(RECEIVED).when("receive", narrative="x").refused(ReceivedAlready)


def test_a_code_stands_in_the_list_of_the_policy() -> None:
    refusal = given().when("receive", narrative="x", channel_code="pigeon").refused(UnknownCode)
    assert refusal.values["code"] == "pigeon"
    assert "phone" in refusal.values["known"]
    given().when("receive", narrative="x", issues=[{"category_code": "smell"}]).refused(UnknownCode)
    unknown = [{"seeks": ["revenge"]}]
    given().when("receive", narrative="x", issues=unknown).refused(UnknownCode)


def test_without_a_list_every_code_is_taken() -> None:
    outcome = given().under(SMALL).when("receive", narrative="x", channel_code="pigeon")
    assert outcome.the(ComplaintReceived).channel_code == "pigeon"


def test_a_remedy_is_sought_for_the_only_issue() -> None:
    given(RECEIVED).when("seek_remedy", kinds=["apology"]).then(RemedySought)


def test_which_issue_has_to_be_said_where_there_are_two() -> None:
    given(TWO_ISSUES).when("seek_remedy", kinds=["apology"]).refused(WhichIssue)
    outcome = given(TWO_ISSUES).when("seek_remedy", kinds=["apology"], issue_id=SECOND_ISSUE)
    assert outcome.the(RemedySought).issue_no == 2


def test_an_issue_of_another_complaint_is_refused() -> None:
    elsewhere = named("elsewhere")
    given(RECEIVED).when("seek_remedy", kinds=["apology"], issue_id=elsewhere).refused(NoSuchIssue)


def test_nothing_is_sought_after_the_end() -> None:
    given(*UNTIL_CLOSED).when("seek_remedy", kinds=["apology"]).refused(HasEnded)


def test_what_kind_of_complainant_it_is_may_be_told() -> None:
    came = given().when("receive", narrative="x", complainant_kind="organisation")
    assert came.the(ComplaintReceived).complainant_kind == "organisation"
    assert came.the(ComplaintReceived).party_id is not None


def test_what_the_complainant_needs_to_be_reached_is_kept() -> None:
    came = given().when("receive", narrative="x", access_needs=["large print"])
    assert came.the(ComplaintReceived).access_needs == ("large print",)


def test_invariant_4_a_product_that_the_policys_list_lacks_is_marked_and_never_refused() -> None:
    products = {"version": 3, "codes": [{"code": "parcel", "label": "Parcel"}]}
    listed = policy(lists={"products": products})
    asked = given().under(listed)
    codes = [{"product_code": "kite"}, {"product_code": "parcel"}, {}]
    told = asked.when("receive", narrative="x", issues=codes).the(ComplaintReceived)
    assert [one.is_product_unlisted for one in told.issues] == [True, None, None]
    free = given().when("receive", narrative="x", issues=codes).the(ComplaintReceived)
    assert [one.is_product_unlisted for one in free.issues] == [None, None, None]
