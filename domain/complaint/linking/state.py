"""How a complaint hangs together with others, as it is known (7.3)."""

from dataclasses import dataclass
from uuid import UUID

from domain.complaint.linking.events import LinkCode, MergeGround
from domain.complaint.parts import Brought, CameAs, DocumentPointer, HandlingCode
from domain.values import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another complaint that has to do with this one. link: what this one is to it."""

    other_id: UUID
    link: LinkCode
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """Another complaint whose issues are answered here. is_released: no longer.

    received: the earliest receipt of what it brought, None where a record of old does not tell.
    brought: it, and what was merged into it, each with its own receipt. people: who came as whom.
    """

    from_id: UUID
    reference: str
    ground_code: MergeGround
    issue_ids: tuple[UUID, ...]
    received: When | None = None
    acknowledged: When | None = None
    severity_code: str | None = None
    handling_code: HandlingCode | None = None
    documents: tuple[DocumentPointer, ...] = ()
    brought: tuple[Brought, ...] = ()
    people: tuple[CameAs, ...] = ()
    is_released: bool = False
