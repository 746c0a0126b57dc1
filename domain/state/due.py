"""Due dates as they were set, how they moved, and what became of them (6.2, 7.1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from domain.events.deadlines import DeadlineSet
from domain.events.parts import NewDueDate
from domain.lateness import Lateness, in_words
from domain.values import When

DeadlineStatus = Literal["running", "paused", "missed", "met", "lapsed", "cancelled", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A due date as it was set, and what became of it.

    was_missed: the clock recorded that it passed, which stands. is_void: it did, and a proof made
    that void. lateness: None while nobody can say, and where nothing came of it.
    met, met_by, met_entered_at: when it was done, by which event, and when that was written down.
    moved: as it stands after extensions and pauses. extended: how often it was. paused,
    pause_rule_id, pause_ground: since when, by which rule and why it stands still. resumed: up to
    when its pauses are counted; the next one begins no earlier. given_back: by how much pauses have
    moved it. stage: the complaint's, when what it counts from happened.
    """

    fact: DeadlineSet
    status: DeadlineStatus = "running"
    was_missed: bool = False
    is_void: bool = False
    lateness: Lateness | None = None
    met: When | None = None
    met_by: UUID | None = None
    met_entered_at: datetime | None = None
    moved: NewDueDate | None = None
    extended: int = 0
    paused: When | None = None
    pause_rule_id: str | None = None
    resumed: datetime | None = None
    pause_ground: str | None = None
    given_back: timedelta = timedelta()
    stage: int = 1

    @property
    def is_open(self) -> bool:
        """Whether what is due is still to be done, in time or late."""
        return self.status in ("running", "paused", "missed")

    @property
    def lateness_told(self) -> str | None:
        """Whether it was kept, in words; None while nobody can say."""
        if self.lateness is None:
            return None
        return in_words(self.lateness, was_missed=self.was_missed, is_void=self.is_void)

    @property
    def due_on(self) -> date:
        """The day on which it is due, as it stands."""
        return self.moved.due_on if self.moved else self.fact.due_on

    @property
    def due_at(self) -> datetime:
        """The instant at which it is due, as it stands."""
        return self.moved.due_at if self.moved else self.fact.due_at

    @property
    def is_estimated(self) -> Literal[True] | None:
        """Whether its calendar does not yet know every holiday up to it, as it stands."""
        return self.moved.is_estimated if self.moved else self.fact.is_estimated

    @property
    def warn_at(self) -> datetime | None:
        """From when on it counts as due soon, as it stands."""
        return self.moved.warn_at if self.moved else self.fact.warn_at
