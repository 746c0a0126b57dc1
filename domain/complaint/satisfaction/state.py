"""Surveys of complainants, as they are known (8.3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """An invitation to say how the handling of one attempt at an answer was."""

    survey_id: UUID
    stage: int
    round: int
    expires_on: date | None = None
