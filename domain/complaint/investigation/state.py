"""What was asked for in order to find out, as it is known (7.6)."""

from dataclasses import dataclass
from uuid import UUID

OF_COMPLAINANT = frozenset({"complainant", "representative"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A request for information. from_kind: of whom. is_answered: something came.

    party_ids: the complainants who were asked, themselves or by their representative.
    """

    request_id: UUID
    from_kind: str
    party_ids: frozenset[UUID] = frozenset()
    is_answered: bool = False

    @property
    def is_of_complainant(self) -> bool:
        """Whether the complainant's side was asked."""
        return self.from_kind in OF_COMPLAINANT
