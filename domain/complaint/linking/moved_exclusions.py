"""4.7 Whom a complaint keeps out is kept out of all that is one matter with it (invariant 7).

By the time that complaints are parted, of each something was written in the other, and stays.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import ExclusionAccepted, StaffExcluded
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.linking.split_family import ever_one_matter
from domain.complaint.parties.access import is_excluded
from domain.complaint.state import Complaint, Exclusion
from domain.system_actors import SYSTEM


def exclude_from_matter(draft: Draft, excluded: StaffExcluded, cause: int) -> None:
    """Who is excluded from a complaint is so from all that was ever one matter with it."""
    there = Exclusion(staff=excluded.staff, ground_code=excluded.ground_code)
    for each in _matter(draft.complaint, draft.context.others):
        _exclude(draft, [there], to=each, cause=cause)


def is_out_of_matter(complaint: Complaint, others: Mapping[UUID, Complaint], staff: UUID) -> bool:
    """Whether somebody is excluded from a complaint, and from each that is one matter with it."""
    matter = [complaint, *(others[each] for each in _matter(complaint, others))]
    return all(_is_out(each, staff) for each in matter)


def exclude_from_both(draft: Draft, source: Complaint, target: Complaint, cause: int) -> None:
    """Who is excluded from one of two complaints that become one matter is so from all of it."""
    others = {**draft.context.others, source.complaint_id: source}
    for here, there in ((source, target), (target, source)):
        for each in (there.complaint_id, *_matter(there, others)):
            _exclude(draft, _strictest(here), to=each, cause=cause)


def exclude_from_part(draft: Draft, whole: Complaint, *, to: UUID, cause: int) -> None:
    """Who is excluded from a complaint is so from what is split off it."""
    _exclude(draft, _strictest(whole), to=to, cause=cause)


def keep_excluded(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> None:
    """Who was excluded for the sake of a complaint, or while it was merged, stays so in both."""
    came = [each for each in target.exclusions.values() if each.from_id == source_id]
    _exclude(draft, came, to=target.complaint_id, cause=cause)
    excluded = {
        one.event.staff
        for one in while_merged(draft, draft.other(source_id), target)
        if isinstance(one.event, StaffExcluded) and one.event.from_id is None
    }
    meant = [each for each in _strictest(target) if each.staff in excluded]
    _exclude(draft, meant, to=source_id, cause=cause)


def left_in_matter(draft: Draft, staff: Collection[UUID]) -> set[UUID]:
    """Who of these members of staff is kept out of no complaint of the matter."""
    others = draft.context.others
    matter = [draft.complaint, *(others[each] for each in _matter(draft.complaint, others))]
    return {one for one in staff if not any(is_excluded(each, one) for each in matter)}


def _matter(complaint: Complaint, known: Mapping[UUID, Complaint]) -> list[UUID]:
    return sorted(ever_one_matter(complaint, known) & known.keys())


def _strictest(complaint: Complaint) -> Iterable[Exclusion]:
    """One exclusion of each member of staff: one that was not accepted, if there is any."""
    known = sorted(complaint.exclusions.values(), key=lambda one: not one.is_accepted)
    return {each.staff: each for each in known}.values()


def _is_out(complaint: Complaint, staff: UUID) -> bool:
    own = complaint.exclusions.get((staff, None))
    return own is not None and not own.is_accepted


def _exclude(draft: Draft, exclusions: Iterable[Exclusion], *, to: UUID, cause: int) -> None:
    """Say it anew, unless it is so; why in words stays sealed where it was said."""
    for each in exclusions:
        own = draft.other(to).exclusions.get((each.staff, None))
        if own is not None and (each.is_accepted or not own.is_accepted):
            continue
        excluded = StaffExcluded(staff=each.staff, ground_code=each.ground_code)
        draft.add(excluded, to=to, actor=SYSTEM, caused_by=cause)
        if each.safeguard_code is not None:
            accepted = ExclusionAccepted(
                staff=each.staff, ground_code="no_one_else", safeguard_code=each.safeguard_code
            )
            draft.add(accepted, to=to, actor=SYSTEM, caused_by=cause)
