"""The audit trail with what it names by its name: the view knows each event alone, with its ids."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from adapters import event_json
from adapters.record import Record
from domain.complaint.fold import fold
from domain.values import Actor
from projections.audit_trail import Entry
from projections.audit_trail.names import named_told
from services.queries.complaints_named import references
from services.queries.hidden_complaints import events_unsaid


async def named(
    record: Record, complaint_id: UUID, entries: Sequence[Entry], *, reader: Actor
) -> list[Entry]:
    """The entries of a complaint, each saying by name which due date, issue or complaint it is.

    Those that tell of a link to what is hidden from the reader are left out.
    """
    if not entries:
        return []
    stored = await record.stream(complaint_id, upto=entries[-1].version)
    history = [event_json.recorded(one.public, one.position) for one in stored]
    complaint = fold(history)
    sentences = named_told(history, await references(record, complaint) if complaint else {})
    unsaid = await events_unsaid(record, history, reader)
    return [
        replace(one, sentence=sentences.get(one.event_id, one.sentence))
        for one in entries
        if one.event_id not in unsaid
    ]
