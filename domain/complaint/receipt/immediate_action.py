"""7.2 and 7.5 Immediate action: what was done at once, before anything was decided."""

from typing import Annotated

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ImmediateActionTaken
from domain.values import Code, VisibleText


class TakeImmediateAction(Act):
    """Something was done at once, such as a product taken off sale."""

    action_code: Code
    description: Annotated[VisibleText | None, Field(description="What was done")] = None


def _may_take(draft: Draft) -> None:
    draft.require_open()


def _take(draft: Draft, command: TakeImmediateAction) -> None:
    taken = ImmediateActionTaken(
        action_code=command.action_code,
        description=command.description,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(taken, of=command)


take_immediate_action = Decider(
    "take_immediate_action",
    TakeImmediateAction,
    _take,
    clause="7.2",
    summary="Record what was done at once",
    may=_may_take,
)
"""Record what was done at once on an open complaint (7.2)."""
