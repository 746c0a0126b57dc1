"""The facts of policy (ISO 10002:2018, 5.3)."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from domain.event import DomainEvent
from domain.privacy import P0, P1
from domain.values import Code, Day, Zone


class PolicyEvent(DomainEvent):
    """A fact that is of no complaint; each type is of one kind of stream, named by one field."""

    STREAM_KIND: ClassVar[str]
    NAMED_BY: ClassVar[str]

    @property
    def named(self) -> str:
        """What its stream is of."""
        return str(getattr(self, self.NAMED_BY))


class PolicyPublished(PolicyEvent):
    """A policy was published, with its whole content, so that it can be read for ever (5.3)."""

    TYPE: ClassVar[str] = "PolicyPublished"
    STREAM_KIND: ClassVar[str] = "policy"
    NAMED_BY: ClassVar[str] = "policy_id"

    policy_id: Annotated[Code, P0]
    content: Annotated[dict[str, Any], P0]
    published_by: Annotated[UUID, P1]


class CalendarPublished(PolicyEvent):
    """A calendar was published, with its whole content (6.2)."""

    TYPE: ClassVar[str] = "CalendarPublished"
    STREAM_KIND: ClassVar[str] = "calendar"
    NAMED_BY: ClassVar[str] = "calendar_id"

    calendar_id: Annotated[Code, P0]
    content: Annotated[dict[str, Any], P0]
    published_by: Annotated[UUID, P1]


class TaxonomyPublished(PolicyEvent):
    """A list of codes was published, with its whole content (8.1)."""

    TYPE: ClassVar[str] = "TaxonomyPublished"
    STREAM_KIND: ClassVar[str] = "taxonomy"
    NAMED_BY: ClassVar[str] = "taxonomy_id"

    taxonomy_id: Annotated[Code, P0]
    content: Annotated[dict[str, Any], P0]
    published_by: Annotated[UUID, P1]


class PolicyAdopted(PolicyEvent):
    """From a day on, a legal entity decides under one version of one policy (5.3)."""

    TYPE: ClassVar[str] = "PolicyAdopted"
    STREAM_KIND: ClassVar[str] = "legal_entity"
    NAMED_BY: ClassVar[str] = "legal_entity"

    legal_entity: Annotated[Code, P0]
    zone: Annotated[Zone, P0]
    policy_id: Annotated[Code, P0]
    policy_version: Annotated[int, Field(ge=1), P0]
    from_on: Annotated[Day, P0]
    ground_code: Annotated[Code, P0]
