"""7.2 and 7.5 Immediate action: what was done at once, before anything was decided."""

from typing import Annotated

from pydantic import Field

from domain.acts import Act
from domain.deed import Decision, Deed
from domain.events import ImmediateActionTaken
from domain.values import Code, VisibleText


class TakeImmediateAction(Act):
    """Something was done at once, such as a product taken off sale."""

    action_code: Code
    description: Annotated[VisibleText | None, Field(description="What was done")] = None


def _may_take(deed: Deed) -> None:
    deed.require_open()


def _take(deed: Deed, command: TakeImmediateAction) -> None:
    taken = ImmediateActionTaken(
        action_code=command.action_code,
        description=command.description,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(taken, of=command)


take_immediate_action = Decision("take_immediate_action", TakeImmediateAction, _take, may=_may_take)
"""Record what was done at once on an open complaint (7.2). Raises HasEnded."""
