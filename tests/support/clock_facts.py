"""Facts around due dates, and what follows from each under a policy of one's own."""

from typing import Any
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.consequences import consequences
from domain.complaint.fold import fold
from domain.complaint.parts import About, Direction
from domain.complaint.transition import Transition
from domain.event import DomainEvent
from domain.policy import Policy
from tests.support.controls import (
    HANDLER,
    ISSUE,
    PARTY,
    POLICY,
    REMEDY,
    REMEDY_ACCEPTED,
    UNTIL_ACCEPTED,
    context,
    deadline,
    named,
    offered,
    policy,
)
from tests.support.given import history

THING = named("thing")
DAY = {"amount": 3, "unit": "calendar_days", "calendar_id": "monday_to_friday"}
Past = DomainEvent


def rule(kind: str, *starts: str, **more: Any) -> dict[str, Any]:
    """A rule of three days for a kind."""
    return {"rule_id": f"{kind}_rule", "kind": kind, "starts_from": starts, **DAY, **more}


def under(*rules: dict[str, Any], **more: Any) -> Policy:
    """The default policy with these rules before its own of other kinds."""
    kinds = {one["kind"] for one in rules}
    own = [one.model_dump() for one in POLICY.deadlines if one.kind not in kinds]
    return policy(deadlines=[*rules, *own], **more)


def follows(*past: Past, by: Policy = POLICY) -> list[DomainEvent]:
    """What follows from the last of these facts."""
    told = history(*past)
    before, after = fold(told[:-1]), fold(told)
    assert after is not None
    made = iter(range(1, 100))
    transition = Transition(before, after, told[-1], context(under=by))
    return consequences(transition, lambda _: UUID(int=next(made)))


def started(*past: Past, by: Policy) -> dict[str, e.DeadlineSet]:
    """The due dates that the last fact sets, by kind."""
    return {one.kind: one for one in follows(*past, by=by) if isinstance(one, e.DeadlineSet)}


def became(kind: str, *past: Past, about: About | None = None) -> str | None:
    """What the last fact makes of a due date of this kind that was set after the receipt."""
    due = deadline(kind, about=about)
    for one in follows(past[0], due, *past[1:]):
        if isinstance(one, e.DeadlineMet) and one.deadline_id == due.deadline_id:
            return "met"
        if isinstance(one, e.DeadlineCancelled) and one.deadline_id == due.deadline_id:
            return one.ground_code
    return None


UPDATE = e.UpdateSent(kind="progress", channel_code="email", to_party_id=PARTY)
HOLDING = e.UpdateSent(kind="holding", channel_code="email", to_party_id=PARTY)
REMINDER = e.UpdateSent(kind="reminder", channel_code="email", to_party_id=PARTY)
TOLD_TOP = e.PartyNotified(
    audience_code="top_management", ground_code="safety", channel_code="phone"
)
TOLD_STAFF = e.PartyNotified(
    audience_code="involved_staff", ground_code="safety", channel_code="phone"
)
REVIEW = e.InternalReviewRequested(stage=2, round=1, issue_ids=(ISSUE,), party_id=PARTY)
REFERRED = e.ExternalReferralRegistered(
    referral_id=THING,
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(ISSUE,),
    is_premature=False,
)
RETURNED = e.ExternalReferralReturned(
    referral_id=THING, body_code="ombudsman", ground_code="no_jurisdiction"
)
DETERMINED = e.ExternalDeterminationReceived(
    referral_id=THING,
    body_code="ombudsman",
    result_code="upheld",
    is_binding=True,
    directions=(Direction(action_id=named("first"), kind_code="apology"),),
    comply_by_on="2026-05-01",
)
PLANNED = e.ActionPlanned(
    action_id=named("first"), kind_code="correction", source_code="x", owner=HANDLER.id
)
COMPLETED = e.ActionCompleted(action_id=named("first"))
VERIFIED = e.ActionEffectVerified(
    action_id=named("first"),
    verdict_code="effective",
    method_code="x",
    verified_by=HANDLER.id,
    separation="independent",
)
ASKED = e.RecordRequested(request_id=THING, party_id=PARTY, scope_code="all")
SUPPLIED = e.RecordSupplied(request_id=THING, format_code="pdf", is_redacted=False)
REFUSED = e.RecordRefused(request_id=THING, ground_code="excessive")
QUESTION = e.InformationRequested(request_id=THING, from_kind="third_party")
ANSWER = e.InformationReceived(request_id=THING)
FAILED = e.RemedyFailed(remedy_id=REMEDY, kind_code="refund", ground_code="bounced")
OWED = (*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED)
IMPOSSIBLE = e.CommunicationImpossible(purpose_code="response", ground_code="no_address")
UNTOLD = e.CommunicationImpossible(purpose_code="acknowledgement", ground_code="no_address")
UNMET = e.CommunicationImpossible(purpose_code="update", ground_code="no_address")


def of(kind: Any, what: UUID = THING) -> About:
    """What a due date is about."""
    return About(kind=kind, id=what)


MERGED = e.ComplaintMerged(
    into_id=named("other"), other_reference="C-1", ground_code="same_complainant"
)
OUT = e.ComplaintDeclaredOutOfScope(ground_code="not_ours")
WITHDRAWN = e.ComplaintWithdrawn(
    means_code="phone", ground_code="wish", is_continued_internally=False
)
FORWARDED = e.ComplaintForwarded(
    to_kind="other_body", body_code="b", issue_ids=(ISSUE,), ground_code="not_ours"
)
