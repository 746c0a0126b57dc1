"""7.2: a related point joins, an issue is classified anew or dropped."""

from typing import Any

import pytest

from domain.codes import UnknownCode
from domain.complaint.events import (
    ComplainantJoined,
    ComplaintWithdrawn,
    ContactRecorded,
    DeadlineCancelled,
    DecisionProposed,
    IssueAdded,
    IssueReclassified,
    IssueWithdrawn,
    ResponseSent,
)
from domain.complaint.investigation.investigating import AlreadyDecided
from domain.complaint.issues.revising import ClassifiedSo, JoinsNoMore
from domain.complaint.issues.selecting import IssueNotOpen, NoIssueOpen, NoSuchIssue, WhichIssue
from domain.complaint.issues.withdrawing import NotForAll
from domain.complaint.preconditions import HasEnded
from tests.support.controls import (
    APPROVED,
    ASSESSED,
    ISSUE,
    OPENED,
    PARTY,
    POLICY,
    RECEIVED,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    deadline,
    event_id,
    found,
    named,
    proposed,
)
from tests.support.given import Past, given

WRONG: dict[str, Any] = {"category_code": "damage", "ground_code": "was_wrong"}
PHONE = {"means_code": "phone"}
SECOND_DROPPED = IssueWithdrawn(
    issue_id=SECOND_ISSUE, issue_no=2, means_code="phone", ground_code="complainant_wish"
)
ASKED = ContactRecorded(
    contact_id=ISSUE, direction="inbound", channel_code="phone", purpose_code="reopening"
)


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_ASSESSED, UNTIL_OPENED])
def test_a_related_point_joins_with_the_next_number(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when(
        "add_issue", category_code="damage", unit_complained_about="depot", description="Wet too."
    )
    outcome.then(IssueAdded)
    added = outcome.the(IssueAdded)
    assert (added.issue_no, added.category_code, added.taxonomy_version) == (2, "damage", 1)
    assert outcome.complaint.state == given(*past).complaint.state
    assert [issue.issue_no for issue in outcome.complaint.open_issues] == [1, 2]
    told = outcome.complaint.issues[added.issue_id].told
    assert (told.category_code, told.unit_complained_about) == ("damage", "depot")


def test_a_point_without_a_category_gets_the_policys_default() -> None:
    assert given(RECEIVED).when("add_issue").the(IssueAdded).category_code == "unclassified"


def test_a_point_that_joined_needs_a_finding_like_the_others() -> None:
    added = given(*UNTIL_OPENED).when("add_issue").facts
    asked = given(*UNTIL_OPENED, found(), *added).when("propose_decision")
    assert asked.refusal is not None and asked.refusal.code == "FindingMissing"


def test_an_issue_that_is_there_is_not_added_twice() -> None:
    again = IssueAdded(issue_id=ISSUE, issue_no=2, category_code="damage", taxonomy_version=1)
    complaint = given(RECEIVED, again).complaint
    assert [issue.told.category_code for issue in complaint.issues.values()] == ["delay"]


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_PROPOSED, UNTIL_RESPONDED, UNTIL_CLOSED])
def test_an_issue_is_classified_anew_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("reclassify_issue", **WRONG).then(IssueReclassified)
    fact = outcome.the(IssueReclassified)
    assert (fact.issue_no, fact.taxonomy_version, fact.ground_code) == (1, 1, "was_wrong")
    assert outcome.complaint.issues[ISSUE].told.category_code == "damage"
    assert outcome.complaint.state == given(*past).complaint.state


def test_an_issue_is_classified_by_the_list_as_it_stands_now() -> None:
    lists = POLICY.lists.model_dump()
    lists["categories"]["version"] = 2
    newer = POLICY.model_copy(update={"lists": type(POLICY.lists).model_validate(lists)})
    outcome = given(RECEIVED).under(newer).when("reclassify_issue", **WRONG)
    assert outcome.complaint.issues[ISSUE].told.taxonomy_version == 2
    same = {**WRONG, "category_code": "delay"}
    given(RECEIVED).under(newer).when("reclassify_issue", **same).then(IssueReclassified)


def test_which_issue_is_meant_is_said_where_there_are_several() -> None:
    asked = given(TWO_ISSUES)
    asked.when("reclassify_issue", **WRONG).refused(WhichIssue)
    unknown = {"issue_id": named("elsewhere"), **WRONG}
    asked.when("reclassify_issue", **unknown).refused(NoSuchIssue)
    second = asked.when("reclassify_issue", issue_id=SECOND_ISSUE, **WRONG)
    assert second.the(IssueReclassified).issue_no == 2


def test_classifying_so_again_changes_nothing_and_is_refused() -> None:
    same = {**WRONG, "category_code": "delay"}
    given(RECEIVED).when("reclassify_issue", **same).refused(ClassifiedSo)


def test_a_fact_about_an_unknown_issue_changes_nothing() -> None:
    known = {"issue_id": named("elsewhere"), "issue_no": 7}
    strange = IssueReclassified(
        **known, category_code="damage", taxonomy_version=1, ground_code="was_wrong"
    )
    dropped = IssueWithdrawn(**known, means_code="phone", ground_code="complainant_wish")
    before, after = given(RECEIVED).complaint, given(RECEIVED, strange, dropped).complaint
    assert after.issues == before.issues


def test_an_issue_is_dropped_and_the_others_go_on() -> None:
    outcome = given(TWO_ISSUES, ASSESSED).when("withdraw_issue", issue_id=SECOND_ISSUE, **PHONE)
    outcome.then(SECOND_DROPPED.model_copy(update={"party_id": PARTY}))
    assert outcome.complaint.state == "ASSESSED"
    assert outcome.complaint.issues[SECOND_ISSUE].status == "withdrawn"
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_an_issue_is_dropped_while_the_complaint_is_open_and_it_is_too() -> None:
    asked = {"issue_id": SECOND_ISSUE, **PHONE}
    given(TWO_ISSUES, SECOND_DROPPED).when("withdraw_issue", **asked).refused(IssueNotOpen)
    given(TWO_ISSUES).when("withdraw_issue", **PHONE).refused(WhichIssue)
    given(*UNTIL_CLOSED).when("withdraw_issue", **PHONE).refused(HasEnded)
    given(*UNTIL_ACCEPTED).when("withdraw_issue", **PHONE).refused(NoIssueOpen)


def test_what_was_dropped_needs_no_finding_and_is_not_answered() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED, found(), SECOND_DROPPED)
    stances = given(*past).when("propose_decision").the(DecisionProposed).issues
    assert [each.issue_no for each in stances] == [1]


def test_what_is_dropped_after_the_decision_is_left_out_of_the_response() -> None:
    past = (TWO_ISSUES, ASSESSED, OPENED, found(), found(number=2), proposed(issues=(1, 2)))
    asked = given(*past, APPROVED, SECOND_DROPPED)
    sent = asked.when("send_response", recourse=[{"kind": "court"}]).the(ResponseSent)
    assert sent.issue_ids == (ISSUE,)


def test_one_of_two_complainants_drops_nothing_alone() -> None:
    heir = named("heir")
    joined = ComplainantJoined(party_id=heir, kind="person", must_agree=True)
    asked = given(TWO_ISSUES, joined)
    asked.when("withdraw_issue", issue_id=SECOND_ISSUE, **PHONE).refused(NotForAll)
    stranger = {"party_id": named("stranger"), "issue_id": SECOND_ISSUE, **PHONE}
    given(TWO_ISSUES).when("withdraw_issue", **stranger).refused(NotForAll)


def test_the_sender_of_an_anonymous_complaint_may_drop_an_issue() -> None:
    nameless = TWO_ISSUES.model_copy(update={"party_id": None, "complainant_kind": "anonymous"})
    outcome = given(nameless).when("withdraw_issue", issue_id=SECOND_ISSUE, **PHONE)
    assert outcome.the(IssueWithdrawn).party_id is None


def test_invariant_14_a_related_point_joins_until_a_decision_is_proposed() -> None:
    for early in ((RECEIVED,), UNTIL_ASSESSED, UNTIL_OPENED):
        given(*early).when("add_issue").then(IssueAdded)
    refused = given(*UNTIL_PROPOSED).when("add_issue").refused(AlreadyDecided)
    assert (refused.clause, refused.remedy) == ("7.6", "return the decision first")
    returned = given(*UNTIL_PROPOSED).when("return_decision", ground_code="new_facts").facts
    given(*UNTIL_PROPOSED, *returned).when("add_issue").then(IssueAdded)
    for late in (UNTIL_RESPONDED, UNTIL_DISPUTED, UNTIL_ACCEPTED):
        apart = given(*late).when("add_issue").refused(JoinsNoMore)
        assert (apart.clause, "link the two" in apart.text) == ("7.2", True)
    given(*UNTIL_CLOSED).when("add_issue").refused(HasEnded)


def test_invariant_22_codes_exist_in_the_list_and_its_version_is_recorded() -> None:
    for name, fields in (
        ("add_issue", {"category_code": "magic"}),
        ("reclassify_issue", {"category_code": "magic", "ground_code": "was_wrong"}),
    ):
        refused = given(RECEIVED).when(name, **fields).refused(UnknownCode)
        assert refused.values["list"] == "categories" and "delay" in refused.values["known"]
        free = given(RECEIVED).under(SMALL).when(name, **fields)
        (fact,) = free.facts
        assert fact.event.model_dump()["category_code"] == "magic"


def test_invariant_22_an_old_code_stays_readable_after_it_left_the_list() -> None:
    old = IssueReclassified(
        issue_id=ISSUE,
        issue_no=1,
        category_code="carrier_pigeons",
        taxonomy_version=7,
        ground_code="was_wrong",
    )
    told = given(RECEIVED, old).complaint.issues[ISSUE].told
    assert (told.category_code, told.taxonomy_version) == ("carrier_pigeons", 7)


def test_invariant_24_the_last_open_issue_is_dropped_by_withdrawing_the_complaint() -> None:
    due = deadline("response")
    for past in ((RECEIVED, due), (TWO_ISSUES, due, SECOND_DROPPED)):
        outcome = given(*past).when("withdraw_issue", **PHONE)
        assert not outcome.all(IssueWithdrawn)
        withdrawn = outcome.the(ComplaintWithdrawn)
        assert (withdrawn.means_code, withdrawn.party_id) == ("phone", PARTY)
        assert outcome.the(DeadlineCancelled).ground_code == "withdrawn"
        assert outcome.complaint.state == "WITHDRAWN"
        assert outcome.complaint.issues[ISSUE].status == "open"
    disputed = given(*UNTIL_DISPUTED).when("withdraw_issue", **PHONE)
    assert disputed.complaint.state == "WITHDRAWN"


def test_invariant_24_what_the_withdrawal_settles_and_proves_is_kept() -> None:
    contact = event_id(2)
    asked = {"settles_event_ids": [contact], "entered_from": contact, **PHONE}
    outcome = given(RECEIVED, ASKED).when("withdraw_issue", **asked)
    assert not outcome.complaint.needs_decision
    assert outcome.facts[0].entered_from == contact
    assert outcome.facts[0].on_behalf_of == PARTY
