"""4.12 A second person decides on what the first one asked for; the first may take it back."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, Approvable, NothingToSettle, check_act
from domain.complaint.authority.acts_for_two import ACTS
from domain.complaint.authority.approval_requests import Grant, act_of
from domain.complaint.authority.approvals import (
    ApprovesOwnAct,
    check_may_approve,
    check_two_people,
)
from domain.complaint.authority.state import STANDS, awaiting
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ApprovalRefused, ApprovalWithdrawn
from domain.complaint.linking.split_family import ever_one_matter
from domain.complaint.objectivity.excluding import check_not_excluded
from domain.complaint.state import ApprovalRequest, Complaint
from domain.errors import Refusal
from domain.roles import APPROVING, MANAGEMENT, PRIVACY
from domain.values import Code, VisibleText

APPROVERS = APPROVING | {"management_representative", "top_management"}


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


class RequestTooOld(Refusal, code="RequestTooOld"):
    """What was asked for so long ago rests on facts that nobody looked at since."""

    clause = "4.12"
    rule = f"what was asked for over {STANDS.days} days ago is approved no more"
    instead = "look at the complaint as it is now, and ask for it anew if it is still meant"


class _OnRequest(Act):
    """What is said on a request for approval."""

    approval_id: Annotated[UUID | None, Field(description="The only one, unless told")] = None


class GrantApproval(_OnRequest):
    """A second person approves what the first one asked for; it is done now."""

    NEEDS_HISTORY: ClassVar[bool] = True
    NEEDS_HISTORIES: ClassVar[bool] = True

    ground_code: Annotated[
        Code | None,
        Field(description="Why whoever asked may approve it, where the policy lets them"),
    ] = None

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All that any act may look at which takes two."""
        return ever_one_matter(complaint, known)


class RefuseApproval(_OnRequest):
    """What somebody asked for is not approved."""

    ground_code: Code
    explanation: VisibleText | None = None


class WithdrawApprovalRequest(_OnRequest):
    """Whoever asked for an act asks for it no more."""

    ground_code: Code


def _check_may_grant(draft: Draft, request: ApprovalRequest) -> None:
    if draft.context.now > request.stands_until:
        raise RequestTooOld(
            approval_id=request.approval_id,
            requested_at=request.requested_at,
            stood_until=request.stands_until,
        )
    check_not_excluded(draft, request.author)
    check_two_people(draft, request.author, request.requested_at)
    check_may_approve(draft, _model(request))


def _check_may_refuse(draft: Draft, request: ApprovalRequest) -> None:
    if draft.actor.id == request.author:
        raise ApprovesOwnAct(
            approval_id=request.approval_id,
            instead="take it back with withdraw-approval-request, or leave it to another approver",
        )
    check_may_approve(draft, _model(request))


def _check_is_author(draft: Draft, request: ApprovalRequest) -> None:
    if draft.actor.id != request.author:
        raise NotTheirRequest(approval_id=request.approval_id, author=request.author)


def _model(request: ApprovalRequest) -> type[Approvable]:
    model: type[Approvable] = ACTS[request.act_code].model
    return model


def _may(check: Any) -> Any:
    """Refuse where none of what waits may be decided so, with the reason of the first."""

    def may(draft: Draft) -> None:
        refusals = [_refusal(check, draft, each) for each in awaiting(draft.complaint.approvals)]
        if not refusals:
            raise NothingToApprove(complaint=draft.complaint.reference)
        if first := next(iter(refusals)) if all(refusals) else None:
            raise first

    return may


def _refusal(check: Any, draft: Draft, request: ApprovalRequest) -> Refusal | None:
    try:
        check(draft, request)
    except Refusal as refusal:
        return refusal
    return None


def _named(draft: Draft, approval_id: UUID | None) -> ApprovalRequest:
    """Raises NothingToApprove, WhichRequest."""
    waiting = awaiting(draft.complaint.approvals)
    named = [each for each in waiting if approval_id in (None, each.approval_id)]
    if not named:
        known = draft.complaint.approvals.get(approval_id) if approval_id else None
        raise NothingToApprove(approval_id=approval_id, status=known.status if known else "none")
    if len(named) > 1:
        ids = ", ".join(str(each.approval_id) for each in named)
        raise WhichRequest(approval_ids=ids)
    return named[0]


def _grant(draft: Draft, command: GrantApproval) -> None:
    request = _named(draft, command.approval_id)
    _check_may_grant(draft, request)
    act = _with(command, act_of(request, _model(request), draft.context.history))
    if act.KEEPS_ITS_TIME and act.occurred is not None:
        draft.occurred = act.occurred
    draft.is_of_staff = isinstance(act, Act)
    if isinstance(act, Act):
        check_act(act, draft.complaint, occurred=draft.occurred, now=draft.context.now)
    draft.grant = Grant(request=request, ground_code=command.ground_code)
    ACTS[request.act_code].step(draft, act)


def _with(command: GrantApproval, act: Approvable) -> Approvable:
    """The act with what its approver adds. Raises NothingToSettle for what somebody outside did."""
    added: dict[str, Any] = {"entered_from": command.entered_from or act.entered_from}
    if isinstance(act, Act):
        added["settles_event_ids"] = (*act.settles_event_ids, *command.settles_event_ids)
    elif command.settles_event_ids:
        raise NothingToSettle(event_ids=", ".join(map(str, command.settles_event_ids)))
    return act.model_copy(update=added)


def _refuse(draft: Draft, command: RefuseApproval) -> None:
    request = _named(draft, command.approval_id)
    _check_may_refuse(draft, request)
    refused = ApprovalRefused(
        approval_id=request.approval_id,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(refused, of=command)


def _withdraw(draft: Draft, command: WithdrawApprovalRequest) -> None:
    request = _named(draft, command.approval_id)
    _check_is_author(draft, request)
    withdrawn = ApprovalWithdrawn(
        approval_id=request.approval_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(withdrawn, of=command)


grant_approval = Decider(
    "grant_approval",
    GrantApproval,
    _grant,
    clause="4.12",
    summary="Approve what somebody else asked for; it is done now",
    roles=APPROVERS,
    may=_may(_check_may_grant),
)
"""Approve what somebody else asked for: it is decided anew, and done (4.7, 4.12).

Raises NothingToApprove, WhichRequest, RequestTooOld, NotAnApprover, ApprovesOwnAct, TooSoonAlone,
GroundMissing, IsExcluded, ContentGone, and what the act itself raises; then the request stays.
"""

refuse_approval = Decider(
    "refuse_approval",
    RefuseApproval,
    _refuse,
    clause="4.12",
    summary="Do not approve what somebody asked for",
    roles=APPROVERS,
    may=_may(_check_may_refuse),
)
"""Do not approve what somebody asked for, with a ground (4.12)."""

withdraw_approval_request = Decider(
    "withdraw_approval_request",
    WithdrawApprovalRequest,
    _withdraw,
    clause="4.12",
    summary="Take back what one asked to have approved",
    roles=APPROVING | MANAGEMENT | PRIVACY,
    may=_may(_check_is_author),
)
"""Take back what one asked for oneself (4.12)."""
