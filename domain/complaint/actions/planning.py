"""7.7 and 8.7, actions about the damage or its cause: planned, then carried out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import ActionCompleted, ActionPlanned
from domain.complaint.issues.selecting import issues_named
from domain.complaint.parts import ActionKind, Ids
from domain.complaint.remedies.remedy_rules import check_day
from domain.complaint.review.complying import check_confirmed
from domain.complaint.state import ActionState, Complaint
from domain.errors import Refusal
from domain.roles import MANAGEMENT, OWNERS, STAFF
from domain.values import Code, Day


class NoSuchAction(Refusal, code="NoSuchAction"):
    """An action that was never planned."""

    clause = "8.7"
    rule = "the complaint has no such action"
    instead = "name one that was planned, or plan it"


class NothingPlanned(Refusal, code="NothingPlanned"):
    """Something was carried out that nobody had planned, or that is done already."""

    clause = "8.7"
    rule = "no action is still to be carried out"
    instead = "plan the action first"


class ActionIsDone(Refusal, code="ActionIsDone"):
    """A second completion."""

    clause = "8.7"
    rule = "the action is carried out"
    instead = "plan another one, or verify its effect"


class NotTheOwner(Refusal, code="NotTheOwner"):
    """Somebody completes what another owns."""

    is_for_another = True
    clause = "4.12"
    rule = "whoever owns an action carries it out"
    instead = "ask its owner, or a handler"


class PlanAction(Act):
    """Somebody is to do something about the cause or the damage."""

    kind_code: ActionKind
    issue_ids: Annotated[Ids, Field(description="What it is about, if not the whole")] = ()
    source_code: Annotated[Code, Field(description="What made it necessary")] = "complaint"
    owner: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    due_on: Annotated[Day | None, Field(description="By when it is carried out")] = None


class CompleteAction(Act):
    """An action was carried out."""

    action_id: UUID
    document_id: UUID | None = None


def _may_plan(draft: Draft) -> None:
    check_role(draft, "management_representative")


def _plan_action(draft: Draft, command: PlanAction) -> None:
    named = issues_named(draft.complaint, command.issue_ids)
    check_day(draft, command.due_on)
    planned = ActionPlanned(
        action_id=draft.new_id("action"),
        kind_code=command.kind_code,
        issue_ids=tuple(issue.issue_id for issue in named),
        source_code=command.source_code,
        owner=command.owner or draft.actor.id,
        due_on=command.due_on,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(planned, of=command)


def action_named(complaint: Complaint, action_id: UUID) -> ActionState:
    """The action with this id. Raises NoSuchAction."""
    if action_id not in complaint.actions:
        raise NoSuchAction(action_id=action_id, complaint=complaint.reference)
    return complaint.actions[action_id]


def _may_complete(draft: Draft) -> None:
    check_role(draft, "action_owner")
    to_do = [each for each in draft.complaint.actions.values() if not each.is_done]
    if not to_do:
        raise NothingPlanned(complaint=draft.complaint.reference)
    if not any(_owns(draft, action) for action in to_do):
        raise NotTheOwner(role=draft.actor.role)


def _owns(draft: Draft, action: ActionState) -> bool:
    """Whether the actor owns it, or is of a role that stands in for any owner."""
    return draft.actor.role != "action_owner" or action.owner == draft.actor.id


def _complete_action(draft: Draft, command: CompleteAction) -> None:
    action = action_named(draft.complaint, command.action_id)
    if action.is_done:
        raise ActionIsDone(
            kind_code=action.kind_code, action_id=action.action_id, status=action.status
        )
    if not _owns(draft, action):
        raise NotTheOwner(
            kind_code=action.kind_code, action_id=action.action_id, owner=action.owner
        )
    check_confirmed(draft, action.action_id)
    check_attached(draft.complaint, command.document_id)
    completed = ActionCompleted(
        action_id=action.action_id,
        document_id=command.document_id,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(completed, of=command)


plan_action = Decider(
    "plan_action",
    PlanAction,
    _plan_action,
    clause="8.7",
    summary="Plan an action about the cause",
    roles=MANAGEMENT,
    may=_may_plan,
)
"""Plan an action, in any state (7.7, 8.7)."""

complete_action = Decider(
    "complete_action",
    CompleteAction,
    _complete_action,
    clause="8.7",
    summary="Record that an action was done",
    roles=STAFF | OWNERS,
    may=_may_complete,
)
"""Record that an action was carried out, in any state (7.7, 8.7).

Raises NotConfirmed where an outside body directed it, and it may cost something.
"""
