"""The complaints that one of them names, by what is quoted for each."""

from contextlib import suppress
from uuid import UUID

from adapters.record import Record
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.linking.brought_matter import beside
from domain.complaint.state import Complaint
from services.commands.stream_heads import Heads, NotFound


async def references(record: Record, complaint: Complaint) -> dict[UUID, str]:
    """The references of all complaints that this one names; what there is not is left out."""
    heads, found = Heads(record, COMPLAINT), dict[UUID, str]()
    for other_id in beside(complaint):
        with suppress(NotFound):
            other = (await heads.read(other_id)).state
            found[other_id] = other.reference if other else ""
    return found
