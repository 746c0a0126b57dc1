"""For whom a complaint is there: to the excluded and to strangers it does not exist (4.7, 4.9)."""

from dataclasses import dataclass
from datetime import datetime

from domain.complaint.parties.access import sees
from domain.complaint.parties.departed import is_erased
from domain.complaint.state import Complaint
from domain.values import Actor, When
from services.commands.stream_heads import NotFound


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see now. conflicted: what they do is done in spite of an exclusion."""

    reader: Actor
    now: datetime
    conflicted: bool = False

    def of(self, complaint: Complaint | None) -> bool:
        """Whether they may see this complaint, as it stands now; None before a receipt."""
        if complaint is None:
            return True
        today = When(at=self.now, zone=complaint.zone or "UTC").day
        assert today is not None
        if self.reader.kind == "party" and is_erased(complaint, self.reader.id):
            return False
        return sees(complaint, self.reader, on=today, conflicted=self.conflicted)

    def check(self, complaint: Complaint | None) -> None:
        """Let nobody know of a complaint whom it is not there for, however they ask.

        Raises NotFound, as where there is no such complaint.
        """
        if not self.of(complaint):
            raise NotFound
