"""Excluded staff, as they are known (4.7)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A member of staff who may not act. is_accepted: there was nobody else, under this safeguard.

    from_id: for the sake of that complaint, which is merged into this one.
    """

    staff: UUID
    ground_code: str
    is_accepted: bool = False
    safeguard_code: str | None = None
    from_id: UUID | None = None
