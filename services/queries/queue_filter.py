"""By what the queue is chosen, alike over HTTP and at the keyboard (7.3)."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.complaint.lifecycle import State
from domain.complaint.parts import PriorityCode
from domain.values import Code
from projections.case_queue import Wanted
from services.commands.numeric_times import written

YesNo = Annotated[bool, written("true|false", "is neither true nor false: write one of them")]
Identifier = Annotated[
    UUID,
    written(
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "is no uuid: write it as 6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d",
    ),
]


class QueueFilter(BaseModel):
    """Which complaints of the queue."""

    model_config = ConfigDict(frozen=True)

    legal_entity: Annotated[Code | None, Field(description="Only of this legal entity.")] = None
    state: Annotated[State | None, Field(description="Only in this state.")] = None
    handler: Annotated[
        Identifier | None, Field(description="Only of this handler, by their id.")
    ] = None
    is_mine: Annotated[YesNo, Field(description="Only what is assigned to whoever asks.")] = False
    is_unassigned: Annotated[YesNo, Field(description="Only without a handler.")] = False
    unit: Annotated[Code | None, Field(description="Only of this unit.")] = None
    priority_code: Annotated[PriorityCode | None, Field(description="Only of this priority.")] = (
        None
    )
    is_safety: Annotated[
        YesNo | None, Field(description="Only matters of safety; false: only others.")
    ] = None
    is_overdue: Annotated[
        YesNo | None, Field(description="Only what is late; false: only what is not.")
    ] = None
    needs_decision: Annotated[
        YesNo | None,
        Field(description="Only what awaits a decision on what somebody outside did; false: not."),
    ] = None
    awaits_approval: Annotated[
        YesNo | None, Field(description="Only what awaits a second person; false: only others.")
    ] = None
    is_suspended: Annotated[
        YesNo | None, Field(description="Only where work is suspended; false: only others.")
    ] = None
    is_paused: Annotated[
        YesNo | None, Field(description="Only where all clocks stand still; false: only others.")
    ] = None
    is_escalated: Annotated[
        YesNo | None, Field(description="Only what was escalated; false: only others.")
    ] = None
    is_external: Annotated[
        YesNo | None, Field(description="Only what an outside body has; false: only others.")
    ] = None
    is_owing: Annotated[
        YesNo | None,
        Field(description="Only with a remedy owed or an action outstanding; false: only others."),
    ] = None

    def wanted(self, asker: UUID) -> Wanted:
        """The filter as the queue knows it. asker: whose own are meant by is_mine."""
        named = {name: getattr(self, name) for name in QueueFilter.model_fields}
        is_mine = named.pop("is_mine")
        return Wanted(**named | ({"handler": asker} if is_mine else {}))
