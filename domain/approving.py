"""4.12 A second person decides on what the first one asked for; the first may take it back."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from domain.acts import Act, check_act
from domain.approvals import check_may_approve, check_two_people
from domain.asked import Grant, act_of
from domain.cancelling import cancel_deadline
from domain.closing import close
from domain.correcting import correct_record
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ApprovalRefused, ApprovalWithdrawn
from domain.excluding import check_not_excluded
from domain.extending import extend_deadline
from domain.pausing import pause_deadlines
from domain.removing import remove_sealed_content
from domain.scoping import declare_issue_out_of_scope, declare_out_of_scope
from domain.setting_aside import set_aside_decision
from domain.state import ApprovalRequest
from domain.state.approving import awaiting
from domain.suspending import suspend_handling
from domain.values import Code, VisibleText

ACTS: dict[str, Decision[Any]] = {
    act.name: act
    for act in (
        correct_record,
        remove_sealed_content,
        set_aside_decision,
        declare_issue_out_of_scope,
        declare_out_of_scope,
        close,
        pause_deadlines,
        extend_deadline,
        cancel_deadline,
        suspend_handling,
    )
}
"""The acts that may take a second person, by the names of their commands; old ones stay."""


class NothingToApprove(Refusal, code="NothingToApprove"):
    """Nothing awaits approval, or what is named does not."""

    clause = "4.12"
    rule = "no such request awaits approval"
    instead = "see the complaint's history for what became of it"


class WhichRequest(Refusal, code="WhichRequest"):
    """Several requests wait, and none is named."""

    clause = "4.12"
    rule = "several requests await approval"
    instead = "name one of them in approval_id"


class NotTheirRequest(Refusal, code="NotTheirRequest"):
    """Somebody would take back what another asked for."""

    is_for_another = True
    clause = "4.12"
    rule = "only whoever asked for an act takes the request back"
    instead = "refuse it, if you may approve it"


class _OnRequest(Act):
    """What is said on a request for approval."""

    approval_id: Annotated[UUID | None, Field(description="The only one, unless told")] = None


class GrantApproval(_OnRequest):
    """A second person approves what the first one asked for; it is done now."""

    NEEDS_HISTORY: ClassVar[bool] = True

    ground_code: Annotated[
        Code | None,
        Field(description="Why whoever asked may approve it, where the policy lets them"),
    ] = None


class RefuseApproval(_OnRequest):
    """What somebody asked for is not approved."""

    ground_code: Code
    explanation: VisibleText | None = None


class WithdrawApprovalRequest(_OnRequest):
    """Whoever asked for an act asks for it no more."""

    ground_code: Code


def _check_may_grant(deed: Deed, request: ApprovalRequest) -> None:
    check_not_excluded(deed, request.author)
    check_two_people(deed, request.author, request.requested_at)
    check_may_approve(deed, _model(request))


def _check_may_refuse(deed: Deed, request: ApprovalRequest) -> None:
    check_may_approve(deed, _model(request))


def _check_is_author(deed: Deed, request: ApprovalRequest) -> None:
    if deed.actor.id != request.author:
        raise NotTheirRequest(approval_id=request.approval_id, author=request.author)


def _model(request: ApprovalRequest) -> type[Act]:
    model: type[Act] = ACTS[request.act_code].model
    return model


def _may(check: Any) -> Any:
    """Refuse where none of what waits may be decided so, with the reason of the first."""

    def may(deed: Deed) -> None:
        refusals = [_refusal(check, deed, each) for each in awaiting(deed.complaint.approvals)]
        if not refusals:
            raise NothingToApprove(complaint=deed.complaint.reference)
        if first := next(iter(refusals)) if all(refusals) else None:
            raise first

    return may


def _refusal(check: Any, deed: Deed, request: ApprovalRequest) -> Refusal | None:
    try:
        check(deed, request)
    except Refusal as refusal:
        return refusal
    return None


def _named(deed: Deed, approval_id: UUID | None) -> ApprovalRequest:
    """Raises NothingToApprove, WhichRequest."""
    waiting = awaiting(deed.complaint.approvals)
    named = [each for each in waiting if approval_id in (None, each.approval_id)]
    if not named:
        known = deed.complaint.approvals.get(approval_id) if approval_id else None
        raise NothingToApprove(approval_id=approval_id, status=known.status if known else "none")
    if len(named) > 1:
        ids = ", ".join(str(each.approval_id) for each in named)
        raise WhichRequest(approval_ids=ids)
    return named[0]


def _grant(deed: Deed, command: GrantApproval) -> None:
    request = _named(deed, command.approval_id)
    _check_may_grant(deed, request)
    asked = act_of(request, _model(request), deed.situation.history)
    act = asked.model_copy(
        update={
            "entered_from": command.entered_from or asked.entered_from,
            "settles_event_ids": (*asked.settles_event_ids, *command.settles_event_ids),
        }
    )
    if act.KEEPS_ITS_TIME and act.occurred is not None:
        deed.occurred = act.occurred
    check_act(act, deed.complaint, occurred=deed.occurred, now=deed.situation.now)
    deed.grant = Grant(request=request, ground_code=command.ground_code)
    ACTS[request.act_code].step(deed, act)


def _refuse(deed: Deed, command: RefuseApproval) -> None:
    request = _named(deed, command.approval_id)
    _check_may_refuse(deed, request)
    refused = ApprovalRefused(
        approval_id=request.approval_id,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(refused, of=command)


def _withdraw(deed: Deed, command: WithdrawApprovalRequest) -> None:
    request = _named(deed, command.approval_id)
    _check_is_author(deed, request)
    withdrawn = ApprovalWithdrawn(
        approval_id=request.approval_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(withdrawn, of=command)


grant_approval = Decision("grant_approval", GrantApproval, _grant, may=_may(_check_may_grant))
"""Approve what somebody else asked for: it is decided anew, and done (4.7, 4.12).

Raises NothingToApprove, WhichRequest, NotAnApprover, ApprovesOwnAct, TooSoonAlone,
GroundMissing, IsExcluded, ContentGone, and what the act itself raises; then the request stays.
"""

refuse_approval = Decision("refuse_approval", RefuseApproval, _refuse, may=_may(_check_may_refuse))
"""Do not approve what somebody asked for, with a ground (4.12).

Raises NothingToApprove, WhichRequest, NotAnApprover.
"""

withdraw_approval_request = Decision(
    "withdraw_approval_request", WithdrawApprovalRequest, _withdraw, may=_may(_check_is_author)
)
"""Take back what one asked for oneself (4.12). Raises NothingToApprove, WhichRequest, …Their…."""
