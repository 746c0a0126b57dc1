"""7.3 What happened in complaints while they were merged, as their events tell it."""

from collections.abc import Sequence
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import DuplicateAbsorbed
from domain.complaint.state import Complaint
from domain.recorded import Recorded


def while_merged(draft: Draft, source: Complaint, target: Complaint) -> list[Recorded]:
    """What happened in a complaint since the source goes on in it, as far as it was read."""
    history = history_of(draft, target.complaint_id)
    came = [one.version for one in history if brings(one, source)]
    return [one for one in history if came and one.version > came[-1]]


def history_of(draft: Draft, complaint_id: UUID) -> Sequence[Recorded]:
    """The events of a complaint before the command, as far as they were read for it."""
    context = draft.context
    own = context.history if complaint_id == context.complaint_id else ()
    return context.histories.get(complaint_id, own)


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
