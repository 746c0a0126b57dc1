"""What excluding staff, and accepting an exclusion, change in a complaint (4.7)."""

from dataclasses import replace

from domain.complaint.change import Changes
from domain.complaint.events import ExclusionAccepted, StaffExcluded
from domain.complaint.state import Complaint, Exclusion
from domain.recorded import Recorded


def _excluded(complaint: Complaint, event: StaffExcluded, _recorded: Recorded) -> Complaint:
    exclusion = Exclusion(staff=event.staff, ground_code=event.ground_code)
    return complaint.changed(
        exclusions={**complaint.exclusions, event.staff: exclusion},
        handler=None if complaint.handler == event.staff else complaint.handler,
    )


def _accepted(complaint: Complaint, event: ExclusionAccepted, _recorded: Recorded) -> Complaint:
    known = complaint.exclusions.get(event.staff)
    if known is None:
        return complaint
    accepted = replace(known, is_accepted=True)
    return complaint.changed(exclusions={**complaint.exclusions, event.staff: accepted})


CHANGES: Changes = {
    StaffExcluded: _excluded,
    ExclusionAccepted: _accepted,
}
