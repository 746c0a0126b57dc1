"""What is said beside the answer to a command of other complaints that were told the same."""

from collections.abc import Iterable, Iterator

from domain.complaint.corrections.corrected_fields import OCCURRED
from domain.complaint.events import CommunicationFailed, RecordCorrected
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded


def right_elsewhere(complaint: Complaint, events: Iterable[DomainEvent]) -> Iterator[str]:
    """That others tell the same receipt, which is corrected in each by itself."""
    corrections = [
        each for each in events if isinstance(each, RecordCorrected) and each.field == OCCURRED
    ]
    if complaint.received_event_id not in [each.target_event_id for each in corrections]:
        return
    if complaint.merged_into is not None:
        yield f"it goes on in {complaint.merged_reference}: what is due by this is so there"
    same = [*complaint.split_into, *([complaint.split_from] if complaint.split_from else [])]
    for other_id in same:
        yield f"complaint {other_id} has the same receipt and keeps it: correct-record there too"


def failed_elsewhere(complaint: Complaint, own: Iterable[Recorded]) -> Iterator[str]:
    """That what told of it before a split counts in the parts as told, until it fails there too."""
    if any(isinstance(one.event, CommunicationFailed) for one in own):
        for part_id in complaint.split_into:
            yield (
                f"complaint {part_id} was split off: what was told before that counts there as "
                "told; report-failed-communication of its own acknowledgement, if it is this one, "
                "and see what is due there by a day that it named"
            )
