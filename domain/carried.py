"""Due dates that go over from one complaint to another, as they stand (6.2, 7.3)."""

from collections.abc import Iterator
from uuid import UUID

from domain.events import DeadlineSet
from domain.state import Complaint, DeadlineState


def of_the_whole(complaint: Complaint) -> Iterator[DeadlineState]:
    """What the organisation still owes the complaint as a whole, in time or late."""
    for deadline in complaint.deadlines.values():
        fact = deadline.fact
        if deadline.is_open and fact.party == "organisation" and fact.about is None:
            yield deadline


def carried(
    deadline: DeadlineState, deadline_id: UUID, *, replaces: UUID | None = None
) -> DeadlineSet:
    """The same due date in another complaint, with the rule that made it, as it stands now."""
    stands = ("due_on", "due_at", "warn_at", "is_estimated")
    due = {name: getattr(deadline, name) for name in stands}
    update = {"deadline_id": deadline_id, "replaces": replaces, **due}
    return deadline.fact.model_copy(update=update)
