"""Links as whoever reads may see them: a complaint that is hidden from them is not named (4.7)."""

from dataclasses import replace

from adapters.record import Record
from domain.values import Actor
from services.queries.hidden_complaints import events_unsaid, hidden_from
from services.queries.queries import ComplaintAsOf, OpenedComplaint


async def links_of(record: Record, told: ComplaintAsOf, reader: Actor) -> ComplaintAsOf:
    """The complaint without its links to what is hidden from the reader."""
    links = told.complaint.links
    hidden = await hidden_from(record, (each.other_id for each in links), reader)
    left = tuple(each for each in links if each.other_id not in hidden)
    return replace(told, complaint=told.complaint.changed(links=left)) if hidden else told


async def opened_for(record: Record, told: OpenedComplaint, reader: Actor) -> OpenedComplaint:
    """The same of an opened one, without the events that tell of these links."""
    unsaid = await events_unsaid(record, (one.recorded for one in told.events), reader)
    left = tuple(one for one in told.events if one.recorded.event_id not in unsaid)
    return OpenedComplaint(await links_of(record, told.as_of, reader), left)
