"""Sealed content that is gone beside the events that order it: nothing goes in silence (4.10)."""

from dataclasses import dataclass, field
from uuid import UUID

from adapters import event_json
from adapters.postgres.pages import EventRow, Pages
from domain.complaint.events import DocumentAttached, PersonalDataErased, SealedContentRemoved
from domain.event import DomainEvent
from services.verification.check_results import Look

ORDERS = (PersonalDataErased.TYPE, SealedContentRemoved.TYPE)
EVER = 2**63 - 1


@dataclass(slots=True)
class Gone:
    """Keys and blobs that are gone, by where, and what the events read so far order to go."""

    _keys: dict[bytes, int] = field(default_factory=dict)
    _blobs: dict[UUID, int] = field(default_factory=dict)
    _ordered: set[bytes | UUID] = field(default_factory=set)

    def key(self, position: int, key_id: bytes) -> None:
        """Note that the key of a blob was destroyed."""
        self._keys.setdefault(key_id, position)

    def blob(self, row: EventRow, event_id: str) -> None:
        """Note that a blob of this event was removed; a document is removed by its own id."""
        named = UUID(event_id)
        if row.type == DocumentAttached.TYPE:
            event = event_json.recorded(row.public, row.position).event
            assert isinstance(event, DocumentAttached)
            named = event.document_id
        self._blobs.setdefault(named, row.position)

    def order(self, event: DomainEvent) -> None:
        """Note what an event orders to go."""
        if isinstance(event, PersonalDataErased):
            self._ordered.update(bytes.fromhex(key_id) for key_id in event.key_ids)
        elif isinstance(event, SealedContentRemoved):
            self._ordered.update(filter(None, (event.target_event_id, event.document_id)))

    def compare(self, pages: Pages, head: int, keys: Look, sealed: Look) -> None:
        """Note in ``keys`` and ``sealed`` what went without an order, also of after ``head``."""
        if self._silent():
            for page in pages.of_types(ORDERS, EVER, after=head):
                for position, public in page:
                    self.order(event_json.recorded(public, position).event)
        for position in self._silent():
            is_blob = position in self._blobs.values()
            what = "a sealed blob was removed" if is_blob else "the key of a sealed blob is gone"
            (sealed if is_blob else keys).differ(position, f"{what}, and no event orders it")

    def _silent(self) -> list[int]:
        gone = (*self._keys.items(), *self._blobs.items())
        return [position for one, position in gone if one not in self._ordered]
