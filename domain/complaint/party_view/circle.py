"""Whose words and letters are a party's own: theirs, and of whom they act for now (4.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.complaint.events import ComplainantSubstituted
from domain.complaint.fold import fold
from domain.complaint.parts import Issue
from domain.complaint.state import Complaint, PartyState
from domain.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Circle:
    """A reader, the complainants for whom they act now, and those whose place these took."""

    ids: frozenset[UUID]

    def reached(self, to: UUID | None, complaint: Complaint, day: date | None) -> bool:
        """Whether what went to this party on a day went to somebody of the circle.

        to: None where nobody was named, which means the complaint's own complainants.
        """
        if to is None:
            return self.is_own(complaint)
        return not self.ids.isdisjoint({to, *complaint.acts_for(to, day)})

    def is_own(self, complaint: Complaint) -> bool:
        """Whether somebody of it complained here, and did not come with a merged complaint."""
        return any(each.from_id is None for each in self.members(complaint))

    def has_share(self, holder: UUID | None, complaint: Complaint) -> bool:
        """Whether what is for this person, else for all of the complaint's own, is theirs."""
        return self.is_own(complaint) if holder is None else holder in self.ids

    def members(self, complaint: Complaint) -> tuple[PartyState, ...]:
        """The complainants of the circle that the complaint has."""
        return tuple(each for key, each in complaint.parties.items() if key in self.ids)

    def has_issue(self, issue: Issue, complaint: Complaint) -> bool:
        """Whether an issue is a point of somebody of the circle."""
        if issue.party_ids is None:
            return self.is_own(complaint)
        return not self.ids.isdisjoint(issue.party_ids)


def circle_of(history: Iterable[Recorded], reader: UUID, day: date) -> Circle:
    """The circle of a party on this day, by the whole history."""
    events = tuple(history)
    complaint = fold(events)
    assert complaint is not None
    ids = {reader, *complaint.acts_for(reader, day)}
    for one in reversed(events):
        if isinstance(one.event, ComplainantSubstituted) and one.event.new_party_id in ids:
            ids.add(one.event.old_party_id)
    return Circle(frozenset(ids))
