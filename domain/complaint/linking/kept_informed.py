"""7.3 Who is kept informed of a complaint that is of several: by whom a message counts for whom."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from domain.complaint.linking.brought_matter import awaiting, is_of_guests
from domain.complaint.state import Complaint
from domain.complaint.tracking.events import ContactRecorded, UpdateSent
from domain.event import DomainEvent
from domain.recorded import Recorded

Message = Literal["contact", "progress", "holding", "reminder"]
"""What somebody heard: that it goes on, by whatever way, and which kind of update."""


def informs_all(complaint: Complaint, message: Message, recorded: Recorded) -> bool:
    """Whether everybody who awaits an answer has heard this message now, by this fact the last.

    Of the complaint's own people one is enough; who came with a merged complaint is told alone.
    """
    if message not in messages(recorded.event):
        return False
    heard = {whose for known, whose in complaint.informed if known == message}
    return _awaiting(complaint) <= heard | _reached(complaint, recorded)


def with_informed(complaint: Complaint, recorded: Recorded) -> Complaint:
    """The complaint in which these have heard; once all have, the next message is for all again."""
    informed: dict[tuple[Message, UUID | None], UUID] = dict(complaint.informed)
    for message in messages(recorded.event):
        if informs_all(complaint, message, recorded):
            informed = {key: by for key, by in informed.items() if key[0] != message}
        else:
            reached = _reached(complaint, recorded)
            informed.update({(message, whose): recorded.event_id for whose in reached})
    return complaint.changed(informed=informed)


def without_informed(complaint: Complaint, event_id: UUID) -> Complaint:
    """The complaint in which nobody heard what did not arrive."""
    left = {key: by for key, by in complaint.informed.items() if by != event_id}
    return complaint.changed(informed=left)


def messages(event: DomainEvent) -> tuple[Message, ...]:
    """What an event tells whoever hears it."""
    if isinstance(event, UpdateSent):
        return ("contact", event.kind)
    is_to_them = isinstance(event, ContactRecorded) and event.direction == "outbound"
    return ("contact",) if is_to_them else ()


def _awaiting(complaint: Complaint) -> set[UUID | None]:
    guests: set[UUID | None] = {each.party_id for each in awaiting(complaint)}
    present = [each for each in complaint.parties.values() if not each.has_left]
    are_alone = is_of_guests(complaint) or all(each.from_id for each in present)
    return guests if guests and are_alone else {None, *guests}


def _reached(complaint: Complaint, recorded: Recorded) -> set[UUID | None]:
    event, day = recorded.event, recorded.occurred.day
    if isinstance(event, UpdateSent):
        return _for_whom(complaint, event.to_party_id, day)
    if isinstance(event, ContactRecorded) and event.party_id is not None:
        return _for_whom(complaint, event.party_id, day)
    return _awaiting(complaint)


def _for_whom(complaint: Complaint, party_id: UUID, day: date | None) -> set[UUID | None]:
    """Those for whom this party hears it, of whom one came with a merged complaint, or none."""
    reached: Iterable[UUID] = complaint.acts_for(party_id, day) or (party_id,)
    known = [complaint.parties.get(each) for each in reached]
    return {each.party_id if each and each.from_id else None for each in known}
