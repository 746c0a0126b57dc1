"""For whom a stream is there: to the excluded and to strangers it does not exist (4.7, 4.9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.values import Actor, When
from services.commands.stream_heads import NotFound


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see now. conflicted: what they do is done in spite of an exclusion.

    aggregate: of what is looked at.
    """

    reader: Actor
    now: datetime
    conflicted: bool = False
    aggregate: AnyAggregate = COMPLAINT

    def of(self, state: Any) -> bool:
        """Whether they may see it, as it stands now; None before the stream begins."""
        if state is None:
            return True
        today = When(at=self.now, zone=state.zone or "UTC").day
        assert today is not None
        return self.aggregate.sees(state, self.reader, today, self.conflicted)

    def check(self, state: Any) -> None:
        """Let nobody know of a stream whom it is not there for, however they ask.

        Raises NotFound, as where there is none.
        """
        if not self.of(state):
            raise NotFound(noun=self.aggregate.noun)
