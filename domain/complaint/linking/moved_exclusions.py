"""4.7 Whom a complaint keeps out is kept out of wherever its matter goes (invariant 7)."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import ExclusionAccepted, StaffExcluded
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.linking.split_family import parted_from
from domain.complaint.state import Complaint, Exclusion
from domain.system_actors import SYSTEM


def exclude_as_there(draft: Draft, source: Complaint, *, to: UUID, cause: int) -> None:
    """Who is excluded from the source is so from the complaint that it is merged into."""
    strictest = {
        each.staff: each
        for each in sorted(source.exclusions.values(), key=lambda one: not one.is_accepted)
    }
    _exclude(draft, strictest.values(), to=to, from_id=source.complaint_id, cause=cause)


def exclude_from_part(draft: Draft, whole: Complaint, *, to: UUID, cause: int) -> None:
    """Who is excluded from a complaint for its own sake is so from what is split off it."""
    _exclude(draft, _own(whole), to=to, from_id=None, cause=cause)


def exclude_from_matter(draft: Draft, excluded: StaffExcluded, cause: int) -> None:
    """Who is excluded from a complaint is so from all that a split has parted from it.

    And, as long as one of these is merged, from the one in which it goes on.
    """
    there = Exclusion(staff=excluded.staff, ground_code=excluded.ground_code)
    _exclude_where_merged(draft, draft.complaint, there, cause)
    for part_id in sorted(parted_from(draft.complaint, draft.context.others)):
        part = draft.other(part_id)
        if (there.staff, None) not in part.exclusions:
            _exclude(draft, [there], to=part_id, from_id=None, cause=cause)
            _exclude_where_merged(draft, part, there, cause)


def _exclude_where_merged(draft: Draft, source: Complaint, there: Exclusion, cause: int) -> None:
    while source.state == "MERGED" and source.merged_into is not None:
        _exclude(draft, [there], to=source.merged_into, from_id=source.complaint_id, cause=cause)
        source = draft.other(source.merged_into)


def exclude_as_while_merged(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> None:
    """Who was excluded from the target while the source was in it is so from the source too."""
    source = draft.other(source_id)
    told = {
        one.event.staff
        for one in while_merged(draft, source, target)
        if isinstance(one.event, StaffExcluded) and one.event.from_id is None
    }
    known = {each.staff for each in _own(source) if not each.is_accepted}
    meant = [each for each in _own(target) if each.staff in told - known]
    _exclude(draft, meant, to=source_id, from_id=None, cause=cause)


def _own(complaint: Complaint) -> Iterator[Exclusion]:
    return (each for each in complaint.exclusions.values() if each.from_id is None)


def _exclude(
    draft: Draft, exclusions: Iterable[Exclusion], *, to: UUID, from_id: UUID | None, cause: int
) -> None:
    """Say it anew; why in words stays sealed where it was said."""
    for each in exclusions:
        excluded = StaffExcluded(staff=each.staff, ground_code=each.ground_code, from_id=from_id)
        draft.add(excluded, to=to, actor=SYSTEM, caused_by=cause)
        if each.safeguard_code is not None:
            accepted = ExclusionAccepted(
                staff=each.staff,
                ground_code="no_one_else",
                safeguard_code=each.safeguard_code,
                from_id=from_id,
            )
            draft.add(accepted, to=to, actor=SYSTEM, caused_by=cause)
