"""7.7 and 8.7, actions about the damage or its cause: planned, then carried out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.attaching import check_attached
from domain.authority import check_role
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ActionCompleted, ActionPlanned
from domain.events.parts import ActionKind, Ids
from domain.issues import issues_named
from domain.offers import check_day
from domain.state import ActionState, Complaint
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


def _may_plan(deed: Deed) -> None:
    check_role(deed, "management_representative")


def _plan_action(deed: Deed, command: PlanAction) -> None:
    named = issues_named(deed.complaint, command.issue_ids)
    check_day(deed, command.due_on)
    planned = ActionPlanned(
        action_id=deed.new_id("action"),
        kind_code=command.kind_code,
        issue_ids=tuple(issue.issue_id for issue in named),
        source_code=command.source_code,
        owner=command.owner or deed.actor.id,
        due_on=command.due_on,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(planned, of=command)


def action_named(complaint: Complaint, action_id: UUID) -> ActionState:
    """The action with this id. Raises NoSuchAction."""
    if action_id not in complaint.actions:
        raise NoSuchAction(action_id=action_id, complaint=complaint.reference)
    return complaint.actions[action_id]


def _may_complete(deed: Deed) -> None:
    check_role(deed, "action_owner")
    to_do = [each for each in deed.complaint.actions.values() if not each.is_done]
    if not to_do:
        raise NothingPlanned(complaint=deed.complaint.reference)
    if not any(_owns(deed, action) for action in to_do):
        raise NotTheOwner(role=deed.actor.role)


def _owns(deed: Deed, action: ActionState) -> bool:
    """Whether the actor owns it, or is of a role that stands in for any owner."""
    return deed.actor.role != "action_owner" or action.owner == deed.actor.id


def _complete_action(deed: Deed, command: CompleteAction) -> None:
    action = action_named(deed.complaint, command.action_id)
    if action.is_done:
        raise ActionIsDone(
            kind_code=action.kind_code, action_id=action.action_id, status=action.status
        )
    if not _owns(deed, action):
        raise NotTheOwner(
            kind_code=action.kind_code, action_id=action.action_id, owner=action.owner
        )
    check_attached(deed.complaint, command.document_id)
    completed = ActionCompleted(
        action_id=action.action_id,
        document_id=command.document_id,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(completed, of=command)


plan_action = Decision("plan_action", PlanAction, _plan_action, may=_may_plan)
"""Plan an action, in any state (7.7, 8.7). Raises NotTheirRole, NoSuchIssue, PromisedTooEarly."""

complete_action = Decision("complete_action", CompleteAction, _complete_action, may=_may_complete)
"""Record that an action was carried out, in any state (7.7, 8.7).

Raises NotTheirRole, NothingPlanned, NotTheOwner, NoSuchAction, ActionIsDone, NoSuchDocument.
"""
