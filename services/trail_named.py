"""The audit trail with its due dates named: the view knows each event alone, and these bear ids."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from adapters import event_json
from adapters.record import Record
from projections._kit.due_told import due_told
from projections.audit_trail import Entry


async def named(record: Record, complaint_id: UUID, entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a complaint, those about due dates saying which they are."""
    if not any(one.type.startswith("Deadline") for one in entries):
        return list(entries)
    stored = await record.stream(complaint_id, upto=entries[-1].version)
    told = due_told(event_json.recorded(one.public, one.position) for one in stored)
    return [replace(one, sentence=told.get(one.event_id, one.sentence)) for one in entries]
