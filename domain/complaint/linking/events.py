"""The facts that join complaints and part them: each history stays whole (7.3)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.parts import (
    Brought,
    CameAs,
    DocumentPointer,
    HandlingCode,
    Issue,
    PriorityCode,
    SomeIds,
)
from domain.event import DomainEvent
from domain.privacy import P0
from domain.values import Code, When

LinkCode = Literal[
    "related",
    "same_cause",
    "group_member",
    "follow_up",
    "followed_up_by",
    "split_from",
    "split_into",
    "about_handling_of",
    "handling_complained_about",
]
"""What a complaint is to the other one; of each pair one stands in either history."""
MergeGround = Literal["same_complainant", "represented_group"]


class ComplaintLinked(DomainEvent):
    """Another complaint has to do with this one (7.3)."""

    TYPE: ClassVar[str] = "ComplaintLinked"

    other_id: Annotated[UUID, P0]
    link: Annotated[LinkCode, P0]
    group_id: Annotated[UUID | None, P0] = None


class ComplaintUnlinked(DomainEvent):
    """The link was an error, or no longer holds (7.3)."""

    TYPE: ClassVar[str] = "ComplaintUnlinked"

    other_id: Annotated[UUID, P0]
    link: Annotated[LinkCode, P0]
    ground_code: Annotated[Code, P0]


class ComplaintMerged(DomainEvent):
    """The complaint goes on as part of an earlier one about the same (7.3)."""

    TYPE: ClassVar[str] = "ComplaintMerged"

    into_id: Annotated[UUID, P0]
    other_reference: Annotated[str, P0]
    ground_code: Annotated[MergeGround, P0]


class DuplicateAbsorbed(DomainEvent):
    """The issues of another complaint are answered here from now on, numbered anew (7.3).

    received: the earliest receipt of what goes on here. acknowledged: when the other complaint
    was, if ever; from severity_code on: how it was judged last, if ever. documents: they lie in
    the other complaint, or in one that was merged into it. brought: that complaint, and those that
    were merged into it, each with its own receipt. people: who of the other complaint is who here.
    """

    TYPE: ClassVar[str] = "DuplicateAbsorbed"

    from_id: Annotated[UUID, P0]
    other_reference: Annotated[str, P0]
    ground_code: Annotated[MergeGround, P0]
    issues: Annotated[tuple[Issue, ...], P0, Field(min_length=1)]
    received: Annotated[When | None, P0] = None
    acknowledged: Annotated[When | None, P0] = None
    severity_code: Annotated[Code | None, P0] = None
    is_safety: Annotated[bool | None, P0] = None
    priority_code: Annotated[PriorityCode | None, P0] = None
    handling_code: Annotated[HandlingCode | None, P0] = None
    documents: Annotated[tuple[DocumentPointer, ...] | None, P0] = None
    brought: Annotated[tuple[Brought, ...] | None, P0] = None
    people: Annotated[tuple[CameAs, ...] | None, P0] = None


class ComplaintUnmerged(DomainEvent):
    """The complaint goes on by itself again, where it stood before it was merged (7.3)."""

    TYPE: ClassVar[str] = "ComplaintUnmerged"

    from_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]


class DuplicateReleased(DomainEvent):
    """These issues are answered in their own complaint again (7.3)."""

    TYPE: ClassVar[str] = "DuplicateReleased"

    from_id: Annotated[UUID, P0]
    issue_ids: Annotated[SomeIds, P0]
    ground_code: Annotated[Code, P0]


class ComplaintSplit(DomainEvent):
    """Some issues go on as complaints of their own, with the same receipt (7.3)."""

    TYPE: ClassVar[str] = "ComplaintSplit"

    new_ids: Annotated[SomeIds, P0]
    issue_ids: Annotated[SomeIds, P0]
