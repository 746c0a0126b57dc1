"""7.6 Whose it is to answer a question: the complainants who were asked, and who succeeds them."""

from collections.abc import Collection
from uuid import UUID

from domain.complaint.investigation.state import Inquiry
from domain.complaint.state import Complaint


def is_asked_of(complaint: Complaint, inquiry: Inquiry, party_ids: Collection[UUID]) -> bool:
    """Whether one of these complainants was asked, or took the place of one who was."""
    answering = set(inquiry.party_ids)
    for each in complaint.parties.values():
        if each.party_id in answering and each.succeeded_by:
            answering.add(each.succeeded_by)
    return not answering.isdisjoint(party_ids)
