"""1 and 7.5 Scope: what is not for this process is declined, and pointed elsewhere."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.closing.closing_bases import check_all_told
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintDeclaredOutOfScope, IssueDeclaredOutOfScope
from domain.complaint.investigation.investigating import AlreadyDecided
from domain.complaint.issues.events import ScopeGround
from domain.complaint.issues.selecting import one_open_issue, open_issues
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.errors import Refusal
from domain.privacy import P3
from domain.roles import APPROVING
from domain.values import Code, VisibleText

WITHOUT_SIGNPOST: frozenset[ScopeGround] = frozenset({"not_a_complaint"})
"""What is no complaint goes the way of enquiries and the like; nobody is turned away."""


class TakenOn(Refusal, code="TakenOn"):
    """An answered complaint would be declined."""

    clause = "7.5"
    rule = "scope is judged before the complaint is answered"
    instead = "set the answer aside first"


class SignpostMissing(Refusal, code="SignpostMissing"):
    """Somebody is turned away without being told where to turn."""

    clause = "1"
    rule = "who is declined is told where to turn instead"
    instead = "give signpost_code: the body, office or court that is for it, or none_available"


class DeclareIssueOutOfScope(Act):
    """An issue is not for the complaints process; it is declined and counted."""

    issue_id: Annotated[UUID | None, Field(description="The only open issue, unless told")] = None
    ground_code: ScopeGround
    signpost_code: Annotated[
        Code | None, Field(description="Where to turn instead, such as an ombudsman")
    ] = None
    explanation: Annotated[VisibleText | None, P3] = None


class DeclareOutOfScope(Act):
    """The complaint is not for this process; it is declined, recorded and counted."""

    ground_code: ScopeGround
    signpost_code: Annotated[
        Code | None, Field(description="Where to turn instead, such as an ombudsman")
    ] = None
    explanation: Annotated[VisibleText | None, P3] = None


def _may_decline(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.state == "DECIDED":
        raise AlreadyDecided(complaint=complaint.reference)
    if complaint.state not in BEFORE_DECISION:
        raise TakenOn(complaint=complaint.reference, state=complaint.state)
    open_issues(complaint)


def _may_decline_all(draft: Draft) -> None:
    _may_decline(draft)
    check_all_told(draft.complaint)


def _check_signpost(ground: ScopeGround, signpost: str | None) -> None:
    if signpost is None and ground not in WITHOUT_SIGNPOST:
        raise SignpostMissing(ground_code=ground)


def _declare_issue(draft: Draft, command: DeclareIssueOutOfScope) -> None:
    issue = one_open_issue(draft.complaint, command.issue_id)
    if draft.complaint.open_issues == (issue,):
        check_all_told(draft.complaint)
    _check_signpost(command.ground_code, command.signpost_code)
    declined = IssueDeclaredOutOfScope(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        ground_code=command.ground_code,
        signpost_code=command.signpost_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(
            draft, ActForApproval(act=command.model_copy(update={"issue_id": issue.issue_id}))
        ),
    )
    draft.add(declined, of=command)


def _declare(draft: Draft, command: DeclareOutOfScope) -> None:
    _check_signpost(command.ground_code, command.signpost_code)
    declined = ComplaintDeclaredOutOfScope(
        ground_code=command.ground_code,
        signpost_code=command.signpost_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=command)),
    )
    draft.add(declined, of=command)


declare_issue_out_of_scope = Decider(
    "declare_issue_out_of_scope",
    DeclareIssueOutOfScope,
    _declare_issue,
    clause="7.5",
    summary="Decline an issue that is not for this process",
    roles=APPROVING,
    may=_may_decline,
)
"""Decline one issue; the last open one ends the complaint as out of scope (1, 7.5)."""

declare_out_of_scope = Decider(
    "declare_out_of_scope",
    DeclareOutOfScope,
    _declare,
    clause="7.5",
    summary="Decline a complaint that is not for this process",
    roles=APPROVING,
    may=_may_decline_all,
)
"""Decline the complaint (1)."""
