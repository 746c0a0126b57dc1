"""The facts of policy (ISO 10002:2018, 5.3)."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from domain.event import DomainEvent
from domain.privacy import P0, P1
from domain.values import Code


class PolicyPublished(DomainEvent):
    """A policy was published, with its whole content, so that it can be read for ever (5.3)."""

    TYPE: ClassVar[str] = "PolicyPublished"
    STREAM_KIND: ClassVar[str] = "policy"

    policy_id: Annotated[Code, P0]
    content: Annotated[dict[str, Any], P0]
    published_by: Annotated[UUID, P1]
