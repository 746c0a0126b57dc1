"""Links as whoever reads may see them: a complaint that is hidden from them is not named (4.7)."""

from dataclasses import replace

from adapters.record import Record
from domain.values import Actor
from services.queries.hidden_complaints import events_unsaid, hidden_from
from services.queries.queries import ComplaintAsOf, OpenedComplaint


async def links_of(record: Record, as_of: ComplaintAsOf, reader: Actor) -> ComplaintAsOf:
    """The complaint without its links to what is hidden from the reader."""
    links = as_of.complaint.links
    hidden = await hidden_from(record, (each.other_id for each in links), reader)
    left = tuple(each for each in links if each.other_id not in hidden)
    return replace(as_of, complaint=as_of.complaint.changed(links=left)) if hidden else as_of


async def opened_for(
    record: Record, opened_complaint: OpenedComplaint, reader: Actor
) -> OpenedComplaint:
    """The same of an opened one, without the events that tell of these links."""
    unsaid = await events_unsaid(record, (one.recorded for one in opened_complaint.events), reader)
    left = tuple(one for one in opened_complaint.events if one.recorded.event_id not in unsaid)
    return OpenedComplaint(await links_of(record, opened_complaint.as_of, reader), left)
