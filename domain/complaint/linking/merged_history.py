"""7.3 What happened in complaints while they were merged, as their events tell it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import maxsize
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import DuplicateAbsorbed, DuplicateReleased
from domain.complaint.linking.split_family import came_into
from domain.complaint.state import Complaint, RemedyState
from domain.recorded import Recorded


def while_merged(draft: Draft, source: Complaint, target: Complaint) -> list[Recorded]:
    """What happened in a complaint since the source goes on in it, as far as it was read."""
    history = history_of(draft, target.complaint_id)
    came = [one.version for one in history if brings(one, source)]
    return [one for one in history if came and one.version > came[-1]]


@dataclass(frozen=True, slots=True)
class Merger:
    """A time for which a complaint went on in another one. until: the other's events to its end.

    positions: of the record, from the merging on to the unmerging. is_over: whether that came.
    """

    until: Sequence[Recorded]
    positions: range
    is_over: bool


def mergers(history: Sequence[Recorded], source: Complaint) -> Iterator[Merger]:
    """Every time for which the source went on in the complaint of this history, in order."""
    for start, one in enumerate(history):
        if brings(one, source):
            ends = (at for at in range(start, len(history)) if _releases(history[at], source))
            end = next(ends, None)
            over = None if end is None else history[end].position
            positions = range(one.position or 0, maxsize if over is None else over)
            yield Merger(history[:end], positions, is_over=end is not None)


def _releases(one: Recorded, source: Complaint) -> bool:
    event = one.event
    return isinstance(event, DuplicateReleased) and event.from_id == source.complaint_id


def history_of(draft: Draft, complaint_id: UUID) -> Sequence[Recorded]:
    """The events of a complaint before the command, as far as they were read for it."""
    context = draft.context
    own = context.history if complaint_id == context.complaint_id else ()
    return context.histories.get(complaint_id, own)


def goes_on_in(draft: Draft) -> list[Complaint]:
    """All that is merged into the complaint, however far, as far as the record has it."""
    known = draft.context.others
    return [known[each] for each in came_into(draft.complaint, known) if each in known]


def bodies_having(draft: Draft) -> dict[str, str]:
    """The outside bodies that have the complaint, or one that is merged into it; {} for none."""
    for one in (draft.complaint, *goes_on_in(draft)):
        if pending := one.pending_referrals:
            bodies = ", ".join(each.body_code for each in pending)
            return {"complaint": one.reference, "body_codes": bodies}
    return {}


def still_owed(draft: Draft, *others: RemedyState) -> list[str]:
    """What was promised in the complaint, or in one that is merged into it, by kind and id.

    others: further ones of its own that are to be carried out.
    """
    owed = [f"{each.kind_code} is {each.remedy_id}" for each in (*draft.complaint.owed, *others)]
    for one in goes_on_in(draft):
        owed += [f"{each.kind_code} is {each.remedy_id} of {one.reference}" for each in one.owed]
    return owed


def brings(one: Recorded, source: Complaint) -> bool:
    """Whether an event is that by which the source came."""
    event = one.event
    return isinstance(event, DuplicateAbsorbed) and event.from_id == source.complaint_id


def told_of(draft: Draft, complaint_id: UUID) -> list[Recorded]:
    """The same, with what the command has told of it so far."""
    context, after = draft.context, draft.other(complaint_id)
    now = [
        context.enveloped(fact, index, after, kind=draft.KIND)
        for index, fact in enumerate(draft.facts)
        if (fact.stream_id or context.complaint_id) == complaint_id
    ]
    return [*history_of(draft, complaint_id), *now]
