"""The facts of actions that put right and prevent, and of their effect (7.7, 8.2, 8.7)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.complaint.parts import ActionKind, Ids
from domain.event import DomainEvent
from domain.privacy import P0, P1
from domain.values import Code, Money


class ActionPlanned(DomainEvent):
    """Somebody is to do something about the cause or the damage (7.7, 8.7)."""

    TYPE: ClassVar[str] = "ActionPlanned"

    action_id: Annotated[UUID, P0]
    kind_code: Annotated[ActionKind, P0]
    issue_ids: Annotated[Ids, P0] = ()
    source_code: Annotated[Code, P0]
    owner: Annotated[UUID, P1]
    due_on: Annotated[date | None, P0] = None


class ActionCompleted(DomainEvent):
    """An action was carried out (7.7, 8.7)."""

    TYPE: ClassVar[str] = "ActionCompleted"

    action_id: Annotated[UUID, P0]
    document_id: Annotated[UUID | None, P0] = None


class ActionEffectVerified(DomainEvent):
    """Somebody judged whether an action worked (8.7).

    separation: whether they did not own it; relaxed on a ground where the policy lets the owner.
    """

    TYPE: ClassVar[str] = "ActionEffectVerified"

    action_id: Annotated[UUID, P0]
    verdict_code: Annotated[Literal["effective", "ineffective", "inconclusive"], P0]
    method_code: Annotated[Code, P0]
    benefit: Annotated[Money | None, P0] = None
    verified_by: Annotated[UUID, P1]
    separation: Annotated[Literal["independent", "relaxed"], P0]
    ground_code: Annotated[Code | None, P0] = None
