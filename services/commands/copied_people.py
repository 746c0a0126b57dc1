"""The complaints in which people of another are known too, as merging and splitting tell (7.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from adapters import event_json
from adapters.record import Record
from domain.complaint.confidentiality.copied_people import People, copied_with, counterparts
from domain.complaint.events import ComplaintMerged
from domain.complaint.fold import fold
from domain.complaint.state import Complaint
from domain.recorded import Recorded

How = Literal["merged", "split"]


@dataclass(frozen=True, slots=True)
class Copied:
    """A complaint that may know some of these people: who of it they may be, and by what."""

    complaint: Complaint
    history: Sequence[Recorded]
    people: People
    how: How


async def copies(record: Record, origin: Copied) -> list[Copied]:
    """All complaints into which people of the origin were copied, or from which, however far."""
    found = {origin.complaint.complaint_id: origin}
    ahead = [origin]
    while ahead:
        here = ahead.pop()
        for other_id in sorted(_nearest(here) - {origin.complaint.complaint_id}):
            known = found.get(other_id) or await _read(record, other_id, here)
            if known is None:
                continue
            people = known.people | counterparts(here.people, here.complaint, known.complaint)
            if people != known.people:
                found[other_id] = Copied(known.complaint, known.history, people, known.how)
                ahead.append(found[other_id])
    return [each for each in found.values() if each is not origin]


def _nearest(here: Copied) -> set[UUID]:
    events = (one.event for one in here.history)
    once = {event.into_id for event in events if isinstance(event, ComplaintMerged)}
    return copied_with(here.complaint) | once


async def _read(record: Record, complaint_id: UUID, beside: Copied) -> Copied | None:
    stored = await record.stream(complaint_id)
    history = [event_json.recorded(one.public, one.position) for one in stored]
    complaint = fold(history)
    if complaint is None:
        return None
    is_part = complaint_id in {beside.complaint.split_from, *beside.complaint.split_into}
    return Copied(complaint, history, frozenset(), "split" if is_part else "merged")
