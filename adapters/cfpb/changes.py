"""Which columns of a CFPB row say something else now than what was stored of it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from domain.complaint.events import ComplaintForwarded, ComplaintReceived, KnownStateImported
from domain.decision_context import NewEvent
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import When

SEALED = {
    "state": "P2",
    "zip_code": "P2",
    "narrative": "P3",
    "public_response": "P3",
    "tags": "P4",
}
"""Columns that are personal, each with its class: once that is erased, nobody can compare them."""


def changed_columns(
    stored: Iterable[tuple[Recorded, Collection[str]]], facts: Sequence[NewEvent]
) -> tuple[str, ...]:
    """The columns of which the record holds something else than the row says, by our names.

    stored: the opened events of the import, each with the classes that are erased. Columns that no
    event holds, such as sub_product, are never among them.
    """
    before: dict[str, Any] = {}
    erased: set[str] = set()
    for recorded, lost in stored:
        before |= _said(recorded.event, recorded.occurred)
        erased.update(lost)
    now: dict[str, Any] = {}
    for fact in facts:
        now |= _said(fact.event, fact.occurred)
    lost_columns = {column for column, mark in SEALED.items() if mark in erased}
    names = sorted({*before, *now} - lost_columns)
    return tuple(name for name in names if before.get(name) != now.get(name))


def _said(event: DomainEvent, occurred: When) -> dict[str, Any]:
    """What an event holds of each column."""
    if isinstance(event, ComplaintReceived):
        who = event.complainant
        return {
            "received": occurred.on,
            "product": event.issues[0].product_code,
            "issue": event.issues[0].category_code,
            "channel": event.channel_code,
            "narrative": event.narrative,
            "state": who.region if who else None,
            "zip_code": who.postal_code if who else None,
            "tags": event.access_needs,
        }
    if isinstance(event, KnownStateImported):
        return {
            "response": (event.known_state, event.source_outcome_code),
            "timely": event.is_timely,
            "disputed": event.is_disputed,
            "public_response": event.source_text,
        }
    if isinstance(event, ComplaintForwarded):
        return {"sent": occurred.on, "company": event.body_code}
    return {}
