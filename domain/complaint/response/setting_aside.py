"""7.9 Setting an answer aside: it no longer stands, and a new round begins."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DecisionSetAside
from domain.complaint.investigation.assessing import assess_by_default
from domain.complaint.lifecycle import AWAITING, CONTESTABLE
from domain.complaint.parts import Ids
from domain.complaint.remedies.remedy_rules import RemedyNotStanding, remedy_named
from domain.complaint.remedies.remedying import REVOCABLE
from domain.errors import Refusal
from domain.privacy import P3
from domain.roles import APPROVING
from domain.values import Code, VisibleText


class NothingToSetAside(Refusal, code="NothingToSetAside"):
    """No answer stands that could be set aside."""

    clause = "7.9"
    rule = "only an answer that was given can be set aside"
    instead = "return the decision, if it was not sent yet"


class AnswerReplaced(Refusal, code="AnswerReplaced"):
    """Another answer stands than the one that is named."""

    clause = "7.9"
    rule = "this is not the answer that stands"
    instead = "name the one that stands, or none"


class SetAsideDecision(Act):
    """The answer no longer stands; what was accepted stays owed unless it is revoked here."""

    decision_id: Annotated[UUID | None, Field(description="The one that stands, unless told")] = (
        None
    )
    ground_code: Code
    revoked_remedy_ids: Annotated[Ids, Field(description="All others are kept")] = ()
    explanation: Annotated[VisibleText | None, P3] = None


def _may_set_aside(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.state not in AWAITING | CONTESTABLE:
        raise NothingToSetAside(complaint=complaint.reference, state=complaint.state)


def _set_aside_decision(draft: Draft, command: SetAsideDecision) -> None:
    complaint = draft.complaint
    if complaint.assessment is None and not complaint.is_import:
        # An outside body may have it that was never taken up here (invariant 6).
        assess_by_default(draft)
    revoked = [remedy_named(complaint, each) for each in command.revoked_remedy_ids]
    for remedy in revoked:
        if remedy.status not in REVOCABLE:
            raise RemedyNotStanding.of(remedy)
    kept = [
        remedy.remedy_id
        for remedy in complaint.remedies.values()
        if remedy.status in ("offered", "accepted") and remedy not in revoked
    ]
    decision_id = complaint.answer.decision_id if complaint.answer else None
    if command.decision_id not in (None, decision_id):
        raise AnswerReplaced(named=command.decision_id, stands=decision_id)
    resolved = command.model_copy(update={"decision_id": decision_id})
    set_aside = DecisionSetAside(
        decision_id=decision_id,
        ground_code=command.ground_code,
        kept_remedy_ids=tuple(kept),
        revoked_remedy_ids=tuple(remedy.remedy_id for remedy in revoked),
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=resolved)),
    )
    draft.add(set_aside, of=command)


set_aside_decision = Decider(
    "set_aside_decision",
    SetAsideDecision,
    _set_aside_decision,
    clause="7.9",
    summary="Set the answer aside and begin a new round",
    roles=APPROVING,
    may=_may_set_aside,
)
"""Set the answer aside and begin a new round, assessing by default what nobody had (7.9)."""
