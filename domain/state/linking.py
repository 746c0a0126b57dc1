"""How a complaint hangs together with others, as it is known (7.3)."""

from dataclasses import dataclass
from uuid import UUID

from domain.events.linking import LinkCode, MergeGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another complaint that has to do with this one. link: what this one is to it."""

    other_id: UUID
    link: LinkCode
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """Another complaint whose issues are answered here. is_released: no longer."""

    from_id: UUID
    reference: str
    ground_code: MergeGround
    issue_ids: tuple[UUID, ...]
    is_released: bool = False
