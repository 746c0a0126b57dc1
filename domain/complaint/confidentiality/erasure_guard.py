"""4.10 What an approved erasure takes with it: nothing more is sealed under keys that will go."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.complaint.events import DocumentAttached, LegalHoldPlaced
from domain.complaint.state import Complaint, Erasure
from domain.decision_context import NewEvent
from domain.errors import Refusal
from domain.event import sealed_classes


class ErasureApprovedBefore(Refusal, code="ErasureApprovedBefore"):
    """Something would be written that an approved erasure is about to destroy."""

    clause = "4.10"
    rule = "nothing is written under keys whose erasure is approved"
    instead = "carry the erasure out first, or defer it with a ground"


def check_outlasts_erasure(
    facts: Iterable[NewEvent], complaint: Complaint | None, others: Mapping[UUID, Complaint]
) -> None:
    """Refuse facts with a personal part that an approved erasure would destroy unread.

    complaint, others: before the facts. A legal hold comes before any erasure, so it may always
    be written. Raises ErasureApprovedBefore.
    """
    for fact in facts:
        before = others.get(fact.stream_id) if fact.stream_id else complaint
        if before is None or isinstance(fact.event, LegalHoldPlaced):
            continue
        for erasure in before.erasures.values():
            if erasure.status == "approved" and _takes(erasure, fact, before):
                raise ErasureApprovedBefore(fact=fact.event.TYPE, request_id=erasure.request_id)


def _takes(erasure: Erasure, fact: NewEvent, complaint: Complaint) -> bool:
    event = fact.event
    if isinstance(event, DocumentAttached):
        whose = [each for each in (event.from_party_id, event.to_party_id) if each]
        return erasure.covers_document(whose)
    party = getattr(event, event.SEALED_UNDER, None) or complaint.party_id
    return any(erasure.covers(mark.value, party) for mark in sealed_classes(type(event)))
