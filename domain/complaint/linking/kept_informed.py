"""7.3 Who is kept informed of a complaint that is of several: by whom a message counts for whom."""

from collections.abc import Collection, Mapping
from typing import Literal
from uuid import UUID

from domain.complaint.linking.brought_matter import (
    awaiting,
    is_of_guests,
    joint_awaiting,
    owed_alone,
    together,
)
from domain.complaint.parties.state import own_people
from domain.complaint.parts import Ids
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.tracking.events import ContactRecorded, UpdateSent
from domain.event import DomainEvent
from domain.recorded import Recorded

Message = Literal["contact", "progress", "holding", "reminder"]
"""What somebody heard: that it goes on, by whatever way, and which kind of update."""
Heard = tuple[Message, UUID | None]
"""Which message, and who heard it; None for the complaint's own people."""


def informs_all(complaint: Complaint, message: Message, recorded: Recorded) -> bool:
    """Whether everybody who awaits an answer has heard this message now, by this fact the last.

    Who came with a merged complaint is told alone, and so is each of those who complain together
    and must agree; who need not agree hears it for nobody else. Where none must, one is enough.
    """
    if message not in messages(recorded.event):
        return False
    heard = {whose for known, whose in complaint.informed if known == message}
    return _awaiting(complaint) <= heard | _reached(complaint, recorded)


def with_informed(complaint: Complaint, recorded: Recorded) -> Complaint:
    """The complaint in which these have heard; once all have, the next message is for all again."""
    informed: dict[Heard, UUID] = dict(complaint.informed)
    by_all: dict[Heard, UUID] = dict(complaint.informed_last)
    for message in messages(recorded.event):
        reached = _reached(complaint, recorded)
        heard = _of(informed, message) | {(message, one): recorded.event_id for one in reached}
        if informs_all(complaint, message, recorded):
            informed = _but(informed, message)
            by_all = _but(by_all, message) | heard
        else:
            informed |= heard
    return complaint.changed(informed=informed, informed_last=by_all)


def without_informed(complaint: Complaint, event_id: UUID) -> Complaint:
    """The complaint in which nobody heard what did not arrive, and the others heard as before."""
    informed, by_all = dict(complaint.informed), dict(complaint.informed_last)
    for message in {key[0] for key, by in by_all.items() if by == event_id}:
        informed = _of(by_all, message) | informed
        by_all = _but(by_all, message)
    left = {key: by for key, by in informed.items() if by != event_id}
    return complaint.changed(informed=left, informed_last=by_all)


def heard_with(complaint: Complaint, message: Message, event_id: UUID | None) -> frozenset[UUID]:
    """By what all had heard a message last, if this was of it; nothing else tells of it."""
    by_all = frozenset(_of(complaint.informed_last, message).values())
    return by_all if event_id in by_all else frozenset()


def _of(heard: Mapping[Heard, UUID], message: Message) -> dict[Heard, UUID]:
    return {key: by for key, by in heard.items() if key[0] == message}


def _but(heard: Mapping[Heard, UUID], message: Message) -> dict[Heard, UUID]:
    return {key: by for key, by in heard.items() if key[0] != message}


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
    return guests if guests and are_alone else {*(_together(complaint) or {None}), *guests}


def _together(complaint: Complaint) -> frozenset[UUID]:
    """Those of its own people who must agree, of whom each awaits the answer."""
    waiting = joint_awaiting(complaint) or together(complaint)
    return frozenset(one.party_id for one in waiting)


def is_beside(complaint: Complaint, people: Collection[UUID]) -> bool:
    """Whether all these complain with others who must agree, and need not agree themselves."""
    must_agree = {one.party_id for one in together(complaint)}
    others = {*own_people(complaint.parties)} - must_agree
    return bool(must_agree and people) and others.issuperset(people)


def to_be_told(complaint: Complaint, due: DeadlineState) -> frozenset[UUID]:
    """Each to whom something is due, who are all told that it takes longer."""
    person = owed_alone(complaint, due)
    return frozenset({person.party_id}) if person else _together(complaint)


def _reached(complaint: Complaint, recorded: Recorded) -> set[UUID | None]:
    """For whom it was heard; None for the complaint's own people, of whom one may be enough."""
    heard = reached(complaint, recorded)
    if heard is None:
        return _awaiting(complaint)
    known = [complaint.parties[each] for each in heard]
    is_own = not known or any(each.from_id is None for each in known)
    return {*heard, None} if is_own else {*heard}


def reached(complaint: Complaint, recorded: Recorded) -> Ids | None:
    """The complainants for whom somebody heard it; None where that was not told of anybody."""
    event = recorded.event
    to = getattr(event, "to_party_id" if isinstance(event, UpdateSent) else "party_id", None)
    return complaint.acts_for(to, recorded.occurred.day) if to else None
