"""Fixed example values for tests of the domain: one complaint, its people, its events."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from adapters import octets
from adapters.policy_files import preset
from domain.complaint import events as e
from domain.complaint.parts import FindingCode
from domain.decision_context import DecisionContext
from domain.event import DomainEvent
from domain.policy import Policy
from domain.recorded import Recorded
from domain.values import Actor, Money, PolicyRef, When

NAMES = UUID("c0a1e5ce-5f5e-5a3e-8d39-4d5e2f6b7a01")
LONDON = "Europe/London"
T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning: the receipt."""


def named(name: str) -> UUID:
    """The same id for the same name, in every run."""
    return uuid5(NAMES, name)


COMPLAINT = named("complaint")
REFERENCE = "C-0R8XQJWFQ"
PARTY = named("party")
ISSUE = named("issue 1")
SECOND_ISSUE = named("issue 2")
DECISION = named("decision")
REMEDY = named("remedy")
HANDLER = Actor(kind="staff", id=named("handler"), role="handler", unit="north")
OTHER_HANDLER = Actor(kind="staff", id=named("other handler"), role="handler", unit="north")
APPROVER = Actor(kind="staff", id=named("approver"), role="approver")
SECOND_APPROVER = Actor(kind="staff", id=named("second approver"), role="approver")
PRIVACY_OFFICER = Actor(kind="staff", id=named("privacy officer"), role="privacy_officer")
AUTHOR_AS_APPROVER = Actor(kind="staff", id=HANDLER.id, role="approver")
POLICY = preset("iso10002_default")
SMALL = preset("small_organisation")


def policy(**changed: Any) -> Policy:
    """The default policy with some of its content changed."""
    return Policy.model_validate({**POLICY.model_dump(), **changed})


def at(days: int = 0, hours: int = 0, minutes: int = 0) -> datetime:
    """An instant so long after the receipt."""
    return T0 + timedelta(days=days, hours=hours, minutes=minutes)


def when(days: int = 0, hours: int = 0, minutes: int = 0) -> When:
    """The world's time so long after the receipt."""
    return When(at=at(days, hours, minutes), zone=LONDON)


def on(day: str) -> When:
    """A day in the complaint's zone."""
    return When(on=date.fromisoformat(day), zone=LONDON)


def money(amount: str, currency: str = "GBP") -> Money:
    """An amount of money."""
    return Money(amount=amount, currency=currency)


def reference_of(complaint_id: UUID) -> str:
    """What the complainant is told to quote for a complaint of this id."""
    return REFERENCE if complaint_id == COMPLAINT else octets.reference(complaint_id)


def context(
    now: datetime = T0, *, by: Actor = HANDLER, under: Policy = POLICY, command: str = "command"
) -> DecisionContext:
    """What a decision knows beside the complaint."""
    return DecisionContext(
        command_id=named(command),
        complaint_id=COMPLAINT,
        reference_of=reference_of,
        legal_entity="main",
        zone=LONDON,
        actor=by,
        now=now,
        policy=under,
        policy_ref=PolicyRef(id=under.policy_id, version=1),
    )


def event_id(version: int) -> UUID:
    """The id of the event with this version in a history of a test."""
    return named(f"event {version}")


def recorded(
    event: DomainEvent,
    version: int,
    *,
    by: Actor = HANDLER,
    occurred: When | None = None,
    entered_from: UUID | None = None,
) -> Recorded:
    """An event in its envelope; each is recorded a minute after the one before."""
    return Recorded(
        event=event,
        event_id=event_id(version),
        stream_kind="complaint",
        stream_id=COMPLAINT,
        version=version,
        occurred=occurred or when(minutes=version - 1),
        recorded_at=at(minutes=version - 1),
        actor=by,
        command_id=named(f"command {version}"),
        correlation_id=named(f"command {version}"),
        prev="",
        policy=PolicyRef(id=POLICY.policy_id, version=1),
        entered_from=entered_from,
    )


def issue(number: int = 1) -> e.Issue:
    """An issue as a receipt holds it."""
    return e.Issue(
        issue_id=named(f"issue {number}"),
        issue_no=number,
        category_code="delay",
        taxonomy_version=1,
    )


def received(*issues: e.Issue, **changed: Any) -> e.ComplaintReceived:
    """A receipt, of one issue unless told."""
    given: dict[str, Any] = {
        "reference": REFERENCE,
        "channel_code": "phone",
        "legal_entity": "main",
        "complainant_kind": "person",
        "party_id": PARTY,
        "submitted_by": "complainant",
        "contact_class": "complaint",
        "subject_kind": "service",
        "issues": issues or (issue(),),
        "narrative": "The parcel came three weeks late.",
    }
    return e.ComplaintReceived(**{**given, **changed})


def found(
    finding: FindingCode = "upheld", *, number: int = 1, round_: int = 1
) -> e.FindingRecorded:
    """A finding on an issue."""
    return e.FindingRecorded(
        issue_id=named(f"issue {number}"),
        issue_no=number,
        stage=1,
        round=round_,
        finding_code=finding,
    )


def proposed(
    *remedies: e.ProposedRemedy,
    issues: tuple[int, ...] = (1,),
    decision_id: UUID = DECISION,
    round_: int = 1,
) -> e.DecisionProposed:
    """A decision that upholds these issues."""
    stances = tuple(
        e.IssueStance(
            issue_id=named(f"issue {number}"),
            issue_no=number,
            finding_code="upheld",
            stance="accepted",
        )
        for number in issues
    )
    return e.DecisionProposed(
        decision_id=decision_id, stage=1, round=round_, issues=stances, remedies=remedies
    )


def approved(decision_id: UUID = DECISION) -> e.DecisionApproved:
    """The approval of a decision."""
    return e.DecisionApproved(
        decision_id=decision_id, authority_rule_id="approver_unlimited", separation="independent"
    )


def responded(
    *remedy_ids: UUID,
    issues: tuple[int, ...] = (1,),
    decision_id: UUID = DECISION,
    round_: int = 1,
) -> e.ResponseSent:
    """The response that tells a decision, and of one body outside."""
    return e.ResponseSent(
        response_id=named(f"response {round_}"),
        decision_id=decision_id,
        stage=1,
        round=round_,
        kind="final",
        channel_code="email",
        issue_ids=tuple(named(f"issue {number}") for number in issues),
        remedy_ids=remedy_ids,
        recourse=(e.Recourse(kind="external", body_code="ombudsman"),),
    )


def offered(remedy_id: UUID = REMEDY, **changed: Any) -> e.RemedyOffered:
    """An offer of 20 pounds as a refund."""
    given: dict[str, Any] = {
        "remedy_id": remedy_id,
        "source_code": "on_the_spot",
        "kind_code": "refund",
        "money": money("20.00"),
        "authority_rule_id": "handler_limits",
    }
    return e.RemedyOffered(**{**given, **changed})


def deadline(kind: str, **changed: Any) -> e.DeadlineSet:
    """A due date of this kind, named after it, due at the end of Wednesday the 4th of March."""
    given: dict[str, Any] = {
        "deadline_id": named(kind),
        "kind": kind,
        "party": "organisation",
        "policy_id": POLICY.policy_id,
        "policy_version": 1,
        "rule_id": "rule",
        "calendar_id": "monday_to_friday",
        "calendar_version": 1,
        "zone": LONDON,
        "start_event_id": event_id(1),
        "starts": when(),
        "due_on": date(2026, 3, 4),
        "due_at": datetime(2026, 3, 5, tzinfo=UTC),
    }
    return e.DeadlineSet(**{**given, **changed})


def imported(known_state: str, **changed: Any) -> e.KnownStateImported:
    """What another system asserts."""
    given = {"source_system": "elsewhere", "row_digest": "ab", "known_state": known_state}
    return e.KnownStateImported.model_validate({**given, **changed})


RECEIVED = received()
TWO_ISSUES = received(issue(1), issue(2))
ACKNOWLEDGED = e.ComplaintAcknowledged(
    stage=1, round=1, channel_code="phone", contact_point_code="complaints_desk"
)
ASSESSED = e.ComplaintAssessed(
    severity_code="low", scale_version=1, is_safety=False, priority_code="low"
)
OPENED = e.InvestigationOpened(investigator=HANDLER.id, issue_ids=(ISSUE,), stage=1, round=1)
FOUND = found()
PROPOSED = proposed()
APPROVED = approved()
RESPONDED = responded()
ACCEPTED = e.DecisionAccepted(decision_id=DECISION, party_id=PARTY, means_code="phone")
REJECTED = e.DecisionRejected(
    decision_id=DECISION, party_id=PARTY, means_code="phone", issue_ids=(ISSUE,)
)
AGREED = e.ResolutionAgreed(
    agreement_id=named("agreement"),
    stage=1,
    round=1,
    issues=(e.IssueFinding(issue_id=ISSUE, issue_no=1, finding_code="resolved_without_finding"),),
    means_code="phone",
)
REMEDY_ACCEPTED = e.RemedyAccepted(remedy_id=REMEDY, kind_code="refund", party_id=PARTY)
FULFILLED = e.RemedyFulfilled(
    remedy_id=REMEDY, kind_code="refund", money=money("20.00"), is_partial=False
)
CLOSED = e.ComplaintClosed(basis_code="accepted_and_carried_out")
WITHDRAWN = e.ComplaintWithdrawn(
    means_code="phone", ground_code="complainant_wish", is_continued_internally=False
)

UNTIL_ASSESSED = (RECEIVED, ASSESSED)
UNTIL_OPENED = (*UNTIL_ASSESSED, OPENED)
UNTIL_FOUND = (*UNTIL_OPENED, FOUND)
UNTIL_PROPOSED = (*UNTIL_FOUND, PROPOSED)
UNTIL_APPROVED = (*UNTIL_PROPOSED, APPROVED)
UNTIL_RESPONDED = (*UNTIL_APPROVED, RESPONDED)
UNTIL_ACCEPTED = (*UNTIL_RESPONDED, ACCEPTED)
UNTIL_DISPUTED = (*UNTIL_RESPONDED, REJECTED)
UNTIL_CLOSED = (*UNTIL_ACCEPTED, CLOSED)
