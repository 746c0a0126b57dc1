"""The page of somebody whose complaint goes on in another one, along a whole chain."""

from uuid import UUID

from domain.complaint.fold import fold
from domain.complaint.linking.merged_history import mergers
from domain.complaint.party_view import Circle, OwnComplaint, own_complaint
from domain.complaint.party_view.gone_on import circle_there, with_what_went_on
from tests.support.office import Office


def page_of(office: Office, complaint_id: UUID, circle: Circle) -> OwnComplaint:
    """What they see in their own complaint, also of what is told where it goes on."""
    own = [one for one in office.recorded if one.stream_id == complaint_id]
    return _gone_on(office, own_complaint(own, circle), complaint_id, circle)


def _gone_on(
    office: Office, page: OwnComplaint, complaint_id: UUID, circle: Circle
) -> OwnComplaint:
    source = office.complaints[complaint_id]
    for target_id in {*source.once_merged_into, *filter(None, [source.merged_into])}:
        events = [one for one in office.recorded if one.stream_id == target_id]
        for merger in mergers(events, source):
            target = fold(merger.until)
            assert target
            known = circle_there(circle, source=source, target=target, is_over=merger.is_over)
            page = with_what_went_on(
                page,
                _gone_on(office, own_complaint(events, known), target_id, known),
                source=source,
                target=target,
                beside={one.event_id for one in events if one.position not in merger.positions},
                is_over=merger.is_over,
            )
    return page
