"""Which complaints are one matter: merged, split, or parted as a link says (7.3)."""

from collections.abc import Callable, Mapping
from uuid import UUID

from domain.complaint.state import Complaint

PARTED = frozenset({"split_from", "split_into"})
"""The links that say that two complaints were one."""


def kin(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that is or was one with this complaint, itself left out: merged too.

    known: other complaints; the nearest of those that are not among them is named, so that it can
    be looked up and asked in its turn.
    """
    return _reached(complaint, known, _once_one_with)


def parted_from(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that was one with this complaint until a split, links left out; as above."""
    return _reached(complaint, known, _split_with)


def one_matter(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that this complaint is merged with or was split from, however far; as above.

    Links copy nothing, so what is only linked is another matter.
    """
    return _reached(complaint, known, _joined_with)


def ever_one_matter(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The same, with all that was ever merged with it: of each something was written in the other.

    Whom one of them keeps out, each of them does, whenever that is said.
    """
    return _reached(complaint, known, _ever_joined_with)


def merged_with(complaint: Complaint | None, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that this complaint is merged with, however far; as above."""
    return _reached(complaint, known, _merged_with)


def came_into(complaint: Complaint, known: Mapping[UUID, Complaint]) -> set[UUID]:
    """The ids of all that is answered in this complaint, however far; as above."""
    return _reached(complaint, known, lambda one: {each.from_id for each in one.absorbed_now})


def _reached(
    complaint: Complaint | None,
    known: Mapping[UUID, Complaint],
    nearest: Callable[[Complaint], set[UUID]],
) -> set[UUID]:
    if complaint is None:
        return set()
    found = {complaint.complaint_id}
    ahead = [complaint]
    while ahead:
        for each in nearest(ahead.pop()) - found:
            found.add(each)
            if each in known:
                ahead.append(known[each])
    return found - {complaint.complaint_id}


def _once_one_with(complaint: Complaint) -> set[UUID]:
    linked = {each.other_id for each in complaint.links if each.link in PARTED}
    return linked | _joined_with(complaint)


def _joined_with(complaint: Complaint) -> set[UUID]:
    return _merged_with(complaint) | _split_with(complaint)


def _ever_joined_with(complaint: Complaint) -> set[UUID]:
    return _joined_with(complaint) | complaint.once_merged_into | set(complaint.absorbed)


def _merged_with(complaint: Complaint) -> set[UUID]:
    target = {complaint.merged_into} if complaint.merged_into else set()
    return target | {each.from_id for each in complaint.absorbed_now}


def _split_with(complaint: Complaint) -> set[UUID]:
    origin = {complaint.split_from} if complaint.split_from else set()
    return origin | set(complaint.split_into)
