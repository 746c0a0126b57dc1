"""Deadlines as facts: what was due, by which rule, and what became of it (6.2, 7.1)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import About, NewDueDate, SomeIds, StoodStill
from domain.event import DomainEvent
from domain.privacy import P0, P3
from domain.values import Code, Instant, Text, When, Zone

AnewGround = Literal["corrected", "product_known", "reclassified", "calendar_corrected", "carried"]
"""Why a due date is set anew though nothing started again."""


class DeadlineSet(UnderApproval):
    """A due date, with the rule, policy and calendar version that made it (6.2, 7.1).

    is_estimated: its calendar does not yet know every holiday up to it. from_id: the merged
    complaint that brought it. times_extended, first_due_on: how often it was extended before it was
    set so again, and for which day it was set at first; stood_still: what it had stood still.
    """

    TYPE: ClassVar[str] = "DeadlineSet"

    deadline_id: Annotated[UUID, P0]
    kind: Annotated[Code, P0]
    party: Annotated[
        Literal["organisation", "complainant", "third_party", "external_body", "nobody"], P0
    ]
    about: Annotated[About | None, P0] = None
    policy_id: Annotated[Code, P0]
    policy_version: Annotated[int, P0]
    rule_id: Annotated[Code, P0]
    calendar_id: Annotated[Code, P0]
    calendar_version: Annotated[int, P0]
    zone: Annotated[Zone, P0]
    start_event_id: Annotated[UUID, P0]
    starts: Annotated[When, P0]
    due_on: Annotated[date, P0]
    due_at: Annotated[Instant, P0]
    warn_at: Annotated[Instant | None, P0] = None
    replaces: Annotated[UUID | None, P0] = None
    ground_code: Annotated[AnewGround | None, P0] = None
    is_estimated: Annotated[Literal[True] | None, P0] = None
    from_id: Annotated[UUID | None, P0] = None
    times_extended: Annotated[int | None, P0, Field(ge=1)] = None
    first_due_on: Annotated[date | None, P0] = None
    stood_still: Annotated[tuple[StoodStill, ...] | None, P0] = None


class DeadlineMet(DomainEvent):
    """What was due was done, in time or late (6.2).

    entered_at: when what did it was written down, where it is judged anew afterwards.
    """

    TYPE: ClassVar[str] = "DeadlineMet"

    deadline_id: Annotated[UUID, P0]
    met: Annotated[When, P0]
    by_event_id: Annotated[UUID, P0]
    is_late: Annotated[bool, P0]
    voids_miss: Annotated[bool | None, P0] = None
    entered_at: Annotated[Instant | None, P0] = None


class DeadlineMissed(DomainEvent):
    """The organisation let a due date pass (6.2)."""

    TYPE: ClassVar[str] = "DeadlineMissed"

    deadline_id: Annotated[UUID, P0]
    due_at: Annotated[Instant, P0]


class DeadlineLapsed(DomainEvent):
    """A window of somebody else passed unused, such as the time to reply (7.9)."""

    TYPE: ClassVar[str] = "DeadlineLapsed"

    deadline_id: Annotated[UUID, P0]
    due_at: Annotated[Instant, P0]


class DeadlineExtended(UnderApproval):
    """A due date was moved before it came, with a ground and a notice (invariant 17).

    is_estimated: its calendar does not yet know every holiday up to the new day.
    """

    TYPE: ClassVar[str] = "DeadlineExtended"

    deadline_id: Annotated[UUID, P0]
    old_due_at: Annotated[Instant, P0]
    new_due_on: Annotated[date, P0]
    new_due_at: Annotated[Instant, P0]
    new_warn_at: Annotated[Instant | None, P0] = None
    rule_id: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
    is_agreed: Annotated[bool, P0]
    notice_event_id: Annotated[UUID | None, P0] = None
    explanation: Annotated[Text | None, P3] = None
    is_estimated: Annotated[Literal[True] | None, P0] = None


class DeadlinePaused(UnderApproval):
    """These due dates do not run, by a rule of the policy (6.2).

    A due date may stand still on several grounds at once: it goes on when the last one ends.
    since: when the pause began, where that was before this. with_suspension: it ends with that of
    the handling; told by what the system paused, before it was said so.
    """

    TYPE: ClassVar[str] = "DeadlinePaused"

    deadline_ids: Annotated[SomeIds, P0]
    ground_code: Annotated[Code, P0]
    rule_id: Annotated[Code, P0]
    since: Annotated[When | None, P0] = None
    with_suspension: Annotated[Literal[True] | None, P0] = None


class DeadlineResumed(DomainEvent):
    """The pause is over: when each is due now (6.2)."""

    TYPE: ClassVar[str] = "DeadlineResumed"

    deadlines: Annotated[tuple[NewDueDate, ...], P0, Field(min_length=1)]


ErrorCode = Literal["wrong_rule", "wrong_date", "not_owed", "doubled"]


class DeadlineCancelled(UnderApproval):
    """A due date no longer applies (6.2).

    error_code: what was wrong with one set in error.
    voids_miss: that came before it was due, and was proved after the clock had recorded a miss.
    """

    TYPE: ClassVar[str] = "DeadlineCancelled"

    deadline_id: Annotated[UUID, P0]
    ground_code: Annotated[
        Literal[
            "withdrawn",
            "out_of_scope",
            "merged",
            "forwarded",
            "closed",
            "set_in_error",
            "superseded",
        ],
        P0,
    ]
    error_code: Annotated[ErrorCode | None, P0] = None
    voids_miss: Annotated[Literal[True] | None, P0] = None
