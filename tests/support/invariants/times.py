"""Times: what staff do follows what it rests on, and what is reckoned lies where it can lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from domain.complaint import events as e
from domain.complaint.acts import Act, EnteredAct
from domain.complaint.linking.brought_matter import received_by
from domain.complaint.state import Complaint
from domain.event import OutsideEvent
from domain.recorded import Recorded
from domain.values import When
from tests.support.office import Office, Told

IN_ANY_ORDER = ("RECEIVED", "ASSESSED", "INVESTIGATING")
CARRIES = ("merge_complaint", "unmerge_complaint", "split_complaint")
TAKES_BACK = (e.ComplaintUnmerged, e.KnownStateImported)


@dataclass(frozen=True)
class _Stood:
    """Since which day, at the latest, a complaint was in its state."""

    since: date
    by: str


def invariant_2_staff_move_a_complaint_after_it_came_where_it_stands(
    office: Office,
) -> Iterator[str]:
    """By days alone, and only where no time was corrected meanwhile."""
    stood: dict[object, _Stood | None] = {}
    for told in office.told:
        for before, one, after in told.steps:
            known = stood.get(one.stream_id)
            if known and before is not None and _is_own(told, one) and before.state != after.state:
                on = _day(one.occurred, after)
                if on is not None and on < known.since:
                    yield f"{one.event.TYPE} on {on}, {known.by} was on {known.since}"
            if isinstance(one.event, e.RecordCorrected):
                stood[one.stream_id] = None
            if before is not None and before.state != after.state:
                stood[one.stream_id] = _since(one, after)


def _is_own(told: Told, one: Recorded) -> bool:
    is_act = isinstance(told.command, Act) and not isinstance(told.command, EnteredAct)
    is_here = one.stream_id == told.context.complaint_id
    is_caused = one.causation_id is not None or one.actor.kind != "staff"
    return is_act and is_here and not is_caused and not isinstance(one.event, OutsideEvent)


def _since(one: Recorded, after: Complaint) -> _Stood | None:
    is_taken_back = getattr(one.event, "ground_code", None) == "closed_in_error"
    on = _day(one.occurred, after)
    if on is None or is_taken_back or isinstance(one.event, TAKES_BACK):
        return None
    if after.state in IN_ANY_ORDER:
        return None
    since = min(on, _recorded_on(one, after))
    return _Stood(max(_day(after.received, after) or since, since), one.event.TYPE)


def what_is_due_counts_from_the_receipt_to_the_recording(told: Told) -> Iterator[str]:
    """In the zone of the complaint; so does what was met. What is carried over counts as there."""
    if told.kind.name in CARRIES:
        return
    for _, one, after in told.steps:
        event = one.event
        if isinstance(event, e.DeadlineSet) and event.ground_code is None and not event.from_id:
            yield from _outside(event.starts, one, _own(told, one, after), f"{event.kind} counts")
            if event.zone != event.starts.zone:
                yield f"{event.kind} is of {event.zone} and counts in {event.starts.zone}"
        if isinstance(event, e.DeadlineMet):
            yield from _outside(event.met, one, _own(told, one, after), "met")


def _own(told: Told, one: Recorded, after: Complaint) -> Complaint:
    """The complaint with the receipt of the one person's own, where they were told alone."""
    party_id = getattr(told.command, "to_party_id", None)
    return after.changed(received=received_by(after, party_id, one.occurred.day))


def _outside(when: When, one: Recorded, after: Complaint, what: str) -> Iterator[str]:
    received, recorded = _day(after.received, after), _recorded_on(one, after)
    if when.zone != after.zone:
        yield f"{what} in {when.zone}, the complaint is of {after.zone}"
    if when.day is None or when.day > recorded:
        yield f"{what} on {when.day}, recorded on {recorded}"
    elif received is not None and when.day < min(received, _receipt_recorded_on(after)):
        yield f"{what} on {when.day}, received on {received}"


def every_time_is_of_one_zone(told: Told) -> Iterator[str]:
    """What is recorded from now on bears the zone of its complaint."""
    for _, one, after in told.steps:
        if after.zone and one.occurred.zone not in (None, after.zone):
            yield f"{one.event.TYPE} in {one.occurred.zone}, the complaint is of {after.zone}"


def _day(when: When, complaint: Complaint) -> date | None:
    if when.at is not None and complaint.zone:
        return when.at.astimezone(ZoneInfo(complaint.zone)).date()
    return when.on


def _recorded_on(one: Recorded, complaint: Complaint) -> date:
    return one.recorded_at.astimezone(ZoneInfo(complaint.zone or "UTC")).date()


def _receipt_recorded_on(complaint: Complaint) -> date:
    return complaint.receipt_recorded_at.astimezone(ZoneInfo(complaint.zone or "UTC")).date()


TIMES_OF_COMMANDS = (
    what_is_due_counts_from_the_receipt_to_the_recording,
    every_time_is_of_one_zone,
)
TIMES_OF_OFFICES = (invariant_2_staff_move_a_complaint_after_it_came_where_it_stands,)
