"""Which complaints were one: those that a split, or a link that says so, has parted (7.3)."""

from collections.abc import Mapping
from uuid import UUID

from domain.state import Complaint

PARTED = frozenset({"split_from", "split_into"})
"""The links that say that two complaints were one."""


def kin(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that was one with this complaint, itself left out.

    known: other complaints; the nearest of those that are not among them is named, so that it can
    be looked up and asked in its turn.
    """
    if complaint is None:
        return set()
    found = {complaint.complaint_id}
    ahead = [complaint]
    while ahead:
        for each in _parted_from(ahead.pop()) - found:
            found.add(each)
            if each in known:
                ahead.append(known[each])
    return found - {complaint.complaint_id}


def _parted_from(complaint: Complaint) -> set[UUID]:
    linked = {each.other_id for each in complaint.links if each.link in PARTED}
    origin = {complaint.split_from} if complaint.split_from else set()
    return linked | origin | set(complaint.split_into)
