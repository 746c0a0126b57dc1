"""What excluding staff, and accepting an exclusion, change in a complaint (4.7)."""

from dataclasses import replace
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import ExclusionAccepted, StaffExcluded
from domain.complaint.state import Complaint, Exclusion
from domain.recorded import Recorded


def _excluded(complaint: Complaint, event: StaffExcluded, _recorded: Recorded) -> Complaint:
    exclusion = Exclusion(staff=event.staff, ground_code=event.ground_code, from_id=event.from_id)
    return complaint.changed(
        exclusions={**complaint.exclusions, (event.staff, event.from_id): exclusion},
        handler=None if complaint.handler == event.staff else complaint.handler,
    )


def _accepted(complaint: Complaint, event: ExclusionAccepted, _recorded: Recorded) -> Complaint:
    def is_meant(staff: UUID, from_id: UUID | None) -> bool:
        return staff == event.staff and event.from_id in (None, from_id)

    def accepted(one: Exclusion) -> Exclusion:
        return replace(one, is_accepted=True, safeguard_code=event.safeguard_code)

    known = complaint.exclusions
    after = {key: accepted(each) if is_meant(*key) else each for key, each in known.items()}
    return complaint.changed(exclusions=after)


CHANGES: Changes = {
    StaffExcluded: _excluded,
    ExclusionAccepted: _accepted,
}
