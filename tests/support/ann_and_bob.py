"""Two people complain of one matter: Ann's complaint goes on in Bob's."""

from typing import Any
from uuid import UUID

from domain.complaint import events as e
from domain.event import DomainEvent
from tests.support.controls import ASSESSED, HANDLER, approved, named, received
from tests.support.given import Given, Outcome, given
from tests.support.merged import TARGET, THERE, due

GROUP = {"into_id": TARGET, "ground_code": "represented_group"}
ANN, BOB = e.Contact(name="Ann"), e.Contact(name="Bob")
OF_ANN = received(complainant=ANN)
BOBS = named("Bob")
OF_BOB = THERE.model_copy(update={"complainant": BOB, "party_id": BOBS})
OWED = (due("acknowledgement", 4), due("response", 20))
RECOURSE = [{"kind": "external", "body_code": "ombudsman"}]


def merging(*here: DomainEvent, there: tuple[DomainEvent, ...] = (), **asked: Any) -> Outcome:
    """Merge Ann's complaint into Bob's."""
    told = given(*(here or (OF_ANN, *OWED))).beside(TARGET, OF_BOB, *there)
    return told.when("merge_complaint", **{**GROUP, **asked})


def target(*there: DomainEvent, more: tuple[DomainEvent, ...] = ()) -> tuple[Given, UUID]:
    """Bob's complaint, in which Ann's goes on, and who she is in it."""
    done = merging(there=there)
    joined = done.the(e.ComplainantJoined)
    return Given((OF_BOB, *there, *done.there(TARGET), *more)), joined.party_id


def about(party_id: UUID) -> e.About:
    """What is due to one of the people."""
    return e.About(kind="party", id=party_id)


def decided(there: Given) -> Given:
    """Bob's complaint with an approved decision on all its points."""
    points = list(there.complaint.open_issues)
    found = [
        e.FindingRecorded(
            issue_id=one.issue_id, issue_no=one.issue_no, stage=1, round=1, finding_code="upheld"
        )
        for one in points
    ]
    stances = tuple(
        e.IssueStance(
            issue_id=one.issue_id,
            issue_no=one.issue_no,
            finding_code="upheld",
            stance="accepted",
        )
        for one in points
    )
    opened = e.InvestigationOpened(investigator=HANDLER.id, issue_ids=(), stage=1, round=1)
    decision = e.DecisionProposed(
        decision_id=named("decision"), stage=1, round=1, issues=stances, remedies=()
    )
    return Given((*there.past, ASSESSED, opened, *found, decision, approved()))


def owed(done: Outcome, party_id: UUID) -> set[str]:
    """What is due to one of the people alone."""
    return {
        one.fact.kind
        for one in done.complaint.deadlines.values()
        if one.is_open and one.fact.about == about(party_id) and one.fact.party == "organisation"
    }
