"""7.3 Splitting, and authority on the sum over what was one complaint (invariants 8, 9)."""

from datetime import UTC, date, datetime

from domain.complaint import events as e
from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.issues.selecting import IssueNotOpen, NoSuchIssue
from domain.complaint.linking.merging import DecisionStands
from domain.complaint.linking.unmerging import LastOpenIssues
from domain.complaint.parts import MovedFrom
from domain.complaint.preconditions import HasEnded
from domain.event import DomainEvent
from tests.support.controls import (
    ASSESSED,
    CLOSED,
    COMPLAINT,
    ISSUE,
    PARTY,
    RECEIVED,
    REFERENCE,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_PROPOSED,
    approved,
    deadline,
    event_id,
    issue,
    money,
    named,
    offered,
    proposed,
    received,
    reference_of,
    when,
)
from tests.support.given import Given, given
from tests.support.two_complaints import WINDOW, WINDOWED, Told

THREE_ISSUES = received(
    issue(1),
    issue(2),
    issue(3),
    complainant=e.Contact(name="Ada"),
    access_needs=("large print",),
    product_reference="Kettle 7",
)
PART, OTHER_PART = named("part"), named("other part")


def split(*issue_ids: object, new_ids: tuple[object, ...] = (PART,)) -> e.ComplaintSplit:
    return e.ComplaintSplit.model_validate({"new_ids": new_ids, "issue_ids": issue_ids or (ISSUE,)})


def origin(number: int) -> MovedFrom:
    return MovedFrom(complaint_id=COMPLAINT, issue_id=issue(number).issue_id)


def test_the_chosen_issues_are_a_complaint_of_their_own() -> None:
    done = given(THREE_ISSUES, ASSESSED).when("split_complaint", issue_ids=[SECOND_ISSUE])
    (new_id,) = done.the(e.ComplaintSplit).new_ids
    assert done.the(e.ComplaintSplit).issue_ids == (SECOND_ISSUE,)
    old, new = done.complaint, done.other(new_id)
    assert [one.issue_no for one in old.open_issues] == [1, 3]
    assert (old.state, old.split_into) == ("ASSESSED", (new_id,))
    assert (new.state, new.split_from, new.received) == ("ASSESSED", COMPLAINT, when())
    (came,) = new.open_issues
    assert (came.issue_no, came.told.moved_from) == (1, origin(2))
    assert came.issue_id not in old.issues
    assert new.reference == reference_of(new_id) != REFERENCE


def test_each_may_be_a_complaint_of_its_own() -> None:
    asked = {"issue_ids": [ISSUE, issue(3).issue_id], "is_each_alone": True}
    done = given(THREE_ISSUES).when("split_complaint", **asked)
    parts = done.the(e.ComplaintSplit).new_ids
    came = [one.told.moved_from for each in parts for one in done.other(each).issues.values()]
    assert came == [origin(1), origin(3)]
    assert len({done.other(each).reference for each in parts}) == 2


def test_the_new_complaint_has_the_words_and_the_people_of_the_old() -> None:
    done = given(THREE_ISSUES).when("split_complaint", issue_ids=[ISSUE])
    told = done.the(e.ComplaintReceived)
    assert (told.narrative, told.complainant) == (THREE_ISSUES.narrative, THREE_ISSUES.complainant)
    assert (told.access_needs, told.product_reference) == (("large print",), "Kettle 7")
    assert told.party_id not in (None, PARTY), "a person has another id in every complaint"


def test_what_was_erased_is_not_there_to_be_told_again() -> None:
    erased = THREE_ISSUES.model_copy(update={"complainant": None, "narrative": None})
    told = given(erased).when("split_complaint", issue_ids=[ISSUE]).the(e.ComplaintReceived)
    assert (told.complainant, told.narrative) == (None, None)


def test_who_joined_and_who_acts_for_them_comes_along() -> None:
    joint, agent = named("joint holder"), named("agent")
    past = (
        TWO_ISSUES,
        e.ComplainantJoined(
            party_id=joint, kind="person", must_agree=True, complainant=e.Contact(name="Bob")
        ),
        e.RepresentativeAuthorised(
            party_id=PARTY, representative_party_id=agent, authority_basis_code="letter"
        ),
    )
    done = given(*past).when("split_complaint", issue_ids=[ISSUE])
    new = done.other(done.the(e.ComplaintSplit).new_ids[0])
    joined, acting = done.the(e.ComplainantJoined), done.the(e.RepresentativeAuthorised)
    assert list(new.parties) == [new.party_id, joined.party_id]
    assert {PARTY, joint, agent}.isdisjoint({*new.parties, acting.representative_party_id})
    assert acting.party_id == new.party_id
    assert joined.complainant == e.Contact(name="Bob")
    proofs = [fact.entered_from for fact in done.facts if fact.event in (joined, acting)]
    assert proofs == [event_id(2), event_id(3)]


def test_what_is_sought_for_an_issue_goes_with_it() -> None:
    sought = [
        e.RemedySought(issue_id=issue(n).issue_id, issue_no=n, kinds=("refund",), wish=f"wish {n}")
        for n in (1, 2)
    ]
    done = given(TWO_ISSUES, *sought).when("split_complaint", issue_ids=[SECOND_ISSUE])
    (came,) = done.the(e.ComplaintReceived).issues
    moved = {"issue_no": 1, "issue_id": came.issue_id}
    assert done.the(e.RemedySought) == sought[1].model_copy(update=moved)


def test_what_is_due_stays_due_as_it_was() -> None:
    at = datetime(2026, 3, 31, tzinfo=UTC)
    extended = e.DeadlineExtended(
        deadline_id=named("response"),
        old_due_at=deadline("response").due_at,
        new_due_on=date(2026, 3, 30),
        new_due_at=at,
        rule_id="rule",
        ground_code="complex",
        is_agreed=True,
    )
    met = e.DeadlineMet(
        deadline_id=named("acknowledgement"), met=when(), by_event_id=event_id(1), is_late=False
    )
    past = (TWO_ISSUES, deadline("response"), deadline("acknowledgement"), extended, met)
    done = given(*past).when("split_complaint", issue_ids=[ISSUE])
    again = done.the(e.DeadlineSet)
    assert (again.kind, again.due_on, again.due_at) == ("response", date(2026, 3, 30), at)
    assert (again.start_event_id, again.replaces) == (event_id(1), None)
    new = done.other(done.the(e.ComplaintSplit).new_ids[0])
    assert [each.status for each in new.deadlines.values()] == ["running"]


def test_at_least_one_open_issue_stays() -> None:
    given(RECEIVED).when("split_complaint", issue_ids=[ISSUE]).refused(LastOpenIssues)
    both = [ISSUE, SECOND_ISSUE]
    given(TWO_ISSUES).when("split_complaint", issue_ids=both).refused(LastOpenIssues)


def test_only_open_issues_of_a_complaint_without_a_decision_go() -> None:
    asked = {"issue_ids": [ISSUE]}
    given(THREE_ISSUES, split()).when("split_complaint", **asked).refused(IssueNotOpen)
    stranger = {"issue_ids": [named("x")]}
    given(TWO_ISSUES).when("split_complaint", **stranger).refused(NoSuchIssue)
    given(*UNTIL_PROPOSED).when("split_complaint", **asked).refused(DecisionStands)
    given(TWO_ISSUES, CLOSED).when("split_complaint", **asked).refused(HasEnded)


OFFER = {"kind_code": "refund", "money": money("60.00")}
OF_PART = received(reference="C-PART", split_from=COMPLAINT)
HERE = given(TWO_ISSUES, split())


def part(remedy: e.RemedyOffered | None = None, *past: DomainEvent) -> Given:
    """A complaint and what was split off from it, of which something was granted."""
    return HERE.beside(PART, OF_PART, *([remedy] if remedy else []), *past)


def test_invariant_9_compensation_is_measured_on_all_that_was_one_complaint() -> None:
    part().when("offer_remedy", **OFFER).then(e.RemedyOffered)
    spent = offered(money=money("60.00"))
    told = part(spent).when("offer_remedy", **OFFER).refused(BeyondAuthority)
    assert told.values["sums"] == "120.00 GBP"
    part(spent).when("offer_remedy", kind_code="refund", money=money("40.00")).then(e.RemedyOffered)
    dollars = offered(money=money("60.00", "USD"))
    part(dollars).when("offer_remedy", **OFFER).then(e.RemedyOffered)


def test_invariant_9_a_part_counts_the_old_complaint_and_the_other_parts() -> None:
    spent = offered(money=money("60.00"))
    parts = split(new_ids=(PART, OTHER_PART))
    here = given(received(split_from=PART))
    others = here.beside(PART, TWO_ISSUES, parts)
    others.beside(OTHER_PART, OF_PART).when("offer_remedy", **OFFER).then(e.RemedyOffered)
    others.beside(OTHER_PART, OF_PART, spent).when("offer_remedy", **OFFER).refused(BeyondAuthority)


def test_invariant_9_a_split_of_a_split_counts_too() -> None:
    spent = offered(money=money("60.00"))
    middle = (received(issue(1), issue(2), split_from=COMPLAINT), split(new_ids=(OTHER_PART,)))
    here = HERE.beside(PART, *middle)
    here.beside(OTHER_PART, received(split_from=PART), spent).when("offer_remedy", **OFFER).refused(
        BeyondAuthority
    )


def test_invariant_9_what_is_approved_elsewhere_and_not_yet_offered_counts() -> None:
    remedy = e.ProposedRemedy(remedy_id=named("coming"), kind_code="refund", money=money("60.00"))
    part(None, ASSESSED, proposed(remedy), approved()).when("offer_remedy", **OFFER).refused(
        BeyondAuthority
    )
    part(None, ASSESSED, proposed(remedy)).when("offer_remedy", **OFFER).then(e.RemedyOffered)


def test_invariant_9_complaints_that_a_link_says_were_one_are_measured_together() -> None:
    link = e.ComplaintLinked(other_id=PART, link="split_into")
    other = received(reference="C-PART")
    there = (other, offered(money=money("60.00")))
    given(RECEIVED, link).beside(PART, *there).when("offer_remedy", **OFFER).refused(
        BeyondAuthority
    )
    loose = link.model_copy(update={"link": "related"})
    given(RECEIVED, loose).beside(PART, *there).when("offer_remedy", **OFFER).then(e.RemedyOffered)


def test_invariant_9_a_remedy_that_is_replaced_is_not_counted_twice() -> None:
    old = offered(money=money("60.00"))
    here = given(TWO_ISSUES, split(), old).beside(PART, OF_PART)
    here.when("offer_remedy", **OFFER, supersedes=old.remedy_id).then(e.RemedyOffered)


def test_a_part_has_the_window_that_the_whole_has() -> None:
    office = Told(date(2026, 3, 2), WINDOWED)
    first = next(iter(office.one("a").issues))
    office.tell([("a", "do", "split_complaint", {"issue_ids": [first]})])
    part = office.complaints[office.one("a").split_into[-1]]
    windows = [
        [one.due_on for one in each.deadlines.values() if one.fact.kind == WINDOW["kind"]]
        for each in (office.one("a"), part)
    ]
    assert windows[0] == windows[1] != []
